"""Mailboxes, as the doctor sees them: whether what the office tells its own roles would go to invented addresses."""

from collections.abc import Collection

from casework.office import has_office, open_office
from casework.questions import ROLE_NAMES
from casework.settings import Settings
from homevisit.doctor.finding import Amiss
from homevisit.doctor.register import opened_register


def look_at_mailboxes(settings: Settings) -> str:
    """Whether each role of a real office has a mailbox of its own."""
    with opened_register(settings) as registry, registry.reading() as reading:
        if not has_office(reading):
            raise Amiss("no office has begun in this register: run 'homevisit office init'")
        is_demo = open_office(registry, settings).is_demo
    return judge_mailboxes(settings.role_mailboxes, is_demo=is_demo)


def judge_mailboxes(named: Collection[str], *, is_demo: bool) -> str:
    """What is to be said where a role's mailbox is not named: its reminders and copies of letters go to an invented one."""
    missing = [role for role in ROLE_NAMES if role not in named]
    if missing and not is_demo:
        raise Amiss(
            f"no mailbox is named of {', '.join(missing)}: set HOMEVISIT_ROLE_MAILBOXES, their mail reaches nobody"
        )
    return "invented ones, as all of the demo office" if missing else "each role has one"
