"""The backup of the office key: proved by comparing it, and the ledger says when."""

import base64
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from casework.registry.database import Change, Reading
from casework.registry.ledger import Event
from casework.registry.models import LedgerEntry
from casework.registry.vault import OfficeKey

SUBJECT = "office-key"
VERIFIED = "office:key:backup-verified"


class BackupUnusable(Exception):
    """What was shown is no backup of the office key; the message says what to do."""


@dataclass(frozen=True)
class VerifiedBackup:
    """A backup that was found to hold the key with this fingerprint, at that real time."""

    fingerprint: str
    verified_at: datetime


def verify_backup(key: OfficeKey, key_file: Path, backup: Path) -> None:
    """Whether a file holds the office's key; raises ``BackupUnusable`` where it does not, or is the key file itself."""
    try:
        if backup.samefile(key_file):
            raise BackupUnusable(
                f"{backup} is the office key itself: fetch the copy that is kept away from this machine"
            )
        secret = base64.b64decode(backup.read_bytes().strip(), validate=True)
    except FileNotFoundError:
        raise BackupUnusable(f"there is no file {backup}: fetch the backup and name its place") from None
    except ValueError:
        raise BackupUnusable(f"{backup} is not a copy of an office key: make a new one of {key_file}") from None
    except OSError as fault:
        raise BackupUnusable(f"{backup} cannot be read ({fault.strerror})") from None
    if not hmac.compare_digest(secret, key.secret):
        raise BackupUnusable(f"{backup} holds another key than the office's: make a new copy of {key_file}")


def note_verified_backup(change: Change) -> None:
    """The ledger says that the backup of this very key was seen today; the key itself cannot be told from it."""
    change.write(Event(VERIFIED, SUBJECT, facts={"fingerprint": change.office_key.fingerprint}))


def last_verified_backup(reading: Reading) -> VerifiedBackup | None:
    """The latest backup that was verified, of whichever key."""
    newest = select(LedgerEntry.body).where(LedgerEntry.subject == SUBJECT).order_by(LedgerEntry.subject_seq.desc())
    body = reading.session.scalar(newest.limit(1))
    if body is None:
        return None
    told = json.loads(body)
    return VerifiedBackup(told["facts"]["fingerprint"], datetime.fromisoformat(told["recorded_at"]))
