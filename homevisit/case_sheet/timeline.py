"""The ledger of one subject as people read it: what happened, when, by whom; and who looked at it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from casework.office import Office
from casework.registry import Event, Reading, Registry
from casework.registry.models import LedgerEntry

(
    CASE_READ,
    LETTER_READ,
    DOCUMENT_READ,
    ROUNDS_READ,
    ACT_READ,
    TRAY_READ,
    MAP_READ,
    DAY_SHEET_READ,
    CONSENT_FORM_READ,
    CALENDAR_READ,
) = (
    "sheet:case:read",
    "sheet:letter:read",
    "sheet:document:read",
    "sheet:rounds:read",
    "sheet:act:read",
    "sheet:tray:read",
    "sheet:map:read",
    "sheet:day-sheet:read",
    "sheet:consent-form:read",
    "sheet:calendar:read",
)


@dataclass(frozen=True)
class Happening:
    """One line of the ledger; the office's date and time stand beside the real time."""

    number: int
    event: str
    actor: str
    office_date: date
    office_time: str
    recorded_at: datetime
    facts: Mapping[str, object]

    @property
    def is_reading(self) -> bool:
        """Whether somebody only looked."""
        return self.event.startswith("sheet:")


def happenings_of(reading: Reading, subject: str) -> tuple[Happening, ...]:
    """Everything on the ledger about a subject, the oldest first."""
    bodies = reading.session.scalars(
        select(LedgerEntry.body).where(LedgerEntry.subject == subject).order_by(LedgerEntry.subject_seq)
    )
    return tuple(_happening(json.loads(body)) for body in bodies)


def put_reading_on_record(
    registry: Registry, office: Office, event: str, subject: str, officer_code: str, **facts: str | int
) -> None:
    """Nobody reads unseen: the look is on the ledger before anything is shown."""
    put_readings_on_record(registry, office, event, [subject], officer_code, **facts)


def put_readings_on_record(
    registry: Registry, office: Office, event: str, subjects: Iterable[str], officer_code: str, **facts: str | int
) -> None:
    """A paper about several cases is on the ledger of each of them, at once."""
    with registry.change(office.now()) as change:
        for subject in subjects:
            change.write(Event(event, subject, officer_code, facts))


def _happening(told: Mapping[str, object]) -> Happening:
    facts = told["facts"]
    return Happening(
        number=int(str(told["subject_seq"])),
        event=str(told["event"]),
        actor=str(told["actor"]),
        office_date=date.fromisoformat(str(told["office_date"])),
        office_time=str(told["office_time"]),
        recorded_at=datetime.fromisoformat(str(told["recorded_at"])),
        facts=facts if isinstance(facts, dict) else {},
    )
