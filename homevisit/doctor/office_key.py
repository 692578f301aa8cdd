"""The office key and its backup, as the doctor sees them."""

from datetime import datetime, timedelta

from casework.clock import read_clock
from casework.office import open_office
from casework.registry.key_backup import VerifiedBackup, last_verified_backup
from casework.registry.vault import read_office_key
from casework.settings import Settings
from homevisit.doctor.finding import Amiss
from homevisit.doctor.register import opened_register

A_YEAR = timedelta(days=365)
WHAT_TO_DO = "fetch the copy that is kept away from this machine and run 'homevisit key verify-backup FILE'"


def look_at_key(settings: Settings) -> str:
    """Whether the office key is there, whole, and its owner's alone."""
    read_office_key(settings.key_file)
    return "there, readable by its owner alone"


def look_at_backup(settings: Settings) -> str:
    """Whether a backup was compared with the key within a year; the doctor cannot know whether it still lies where it was."""
    with opened_register(settings) as registry:
        if open_office(registry, settings).is_demo:
            return "not asked for: in the demo office everybody is invented"
        with registry.reading() as reading:
            last = last_verified_backup(reading)
        return judge_backup(last, registry.office_key.fingerprint, read_clock().recorded_at)


def judge_backup(last: VerifiedBackup | None, fingerprint: str, now: datetime) -> str:
    """What is to be said of the last verified backup; ``now`` is real time, aware."""
    if last is None:
        raise Amiss(
            f"no backup of the office key was ever verified, and without the key nothing sealed opens: {WHAT_TO_DO}"
        )
    if last.fingerprint != fingerprint:
        raise Amiss(
            f"the verified backup is of an earlier office key: make a copy of the present one, then {WHAT_TO_DO}"
        )
    if now - last.verified_at > A_YEAR:
        raise Amiss(f"the backup of the office key was last verified on {last.verified_at:%Y-%m-%d}: {WHAT_TO_DO}")
    return f"it held this key on {last.verified_at:%Y-%m-%d}"
