"""The inbox, as the doctor sees it: whatever lies in it is taken within minutes, or somebody is told."""

import time

from casework.inbox import laid_at, lying_in
from casework.settings import Settings
from homevisit.doctor.finding import Amiss

LONGEST_MINUTES = 60  # it is emptied every few minutes


def look_at_inbox(settings: Settings) -> str:
    """Whether an application has been lying there though the office could have taken it."""
    inbox = settings.inbox_folder
    ages = [time.time() - laid_at(folder) for folder in lying_in(inbox)] if inbox.is_dir() else []
    return judge_inbox([age / 60 for age in ages])


def judge_inbox(minutes: list[float]) -> str:
    """What is to be said of applications that have been lying there for so many minutes."""
    late = [lain for lain in minutes if lain > LONGEST_MINUTES]
    if late:
        raise Amiss(
            f"{len(late)} have been lying there for up to {max(late) / 60:.0f} hours: see whether "
            "the office's user may read and remove them, and whether 'collect' runs"
        )
    return f"{len(minutes)} lie in it"
