"""What may go wrong at a terminal, and how it is said."""

import errno
import sys

from casework.inbox import ApplicationUnreadable
from casework.office import OnlyInTheDemoOffice, RegisterTaken
from casework.partners.faults import PartnerRefused, PartnerUnavailable
from casework.registry.database import DatabaseUnsuitable
from casework.registry.key_backup import BackupUnusable
from casework.registry.vault import KeyUnusable, SealBroken
from casework.stages.case_file import CaseUnknown
from homevisit.house import HouseTrouble


class Trouble(Exception):
    """Something asked at the terminal cannot be done; the message is one sentence that says what to do."""


KNOWN_TROUBLE = (
    ApplicationUnreadable,
    BackupUnusable,
    DatabaseUnsuitable,
    Trouble,
    OnlyInTheDemoOffice,
    RegisterTaken,
    KeyUnusable,
    SealBroken,
    CaseUnknown,
    HouseTrouble,
    PartnerUnavailable,
    PartnerRefused,
)

NO_ROOM = "there is no room on the disk: make some and do it again; nothing was stored by halves"
NOT_WRITABLE = "the office's folder cannot be written: make it writable and do it again"
DISK_TROUBLE = {
    errno.ENOSPC: NO_ROOM,
    errno.EDQUOT: NO_ROOM,
    errno.EROFS: NOT_WRITABLE,
    errno.EACCES: NOT_WRITABLE,
    errno.EPERM: NOT_WRITABLE,
}


def say(sentence: str) -> None:
    """Say it on stderr, where no program that reads our output finds it."""
    sys.stderr.write(f"homevisit: {sentence}\n")
