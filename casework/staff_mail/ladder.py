"""The ladder of reminders: when a question that waits is brought before its role again, before the next role up, before the head."""

from datetime import date, datetime, time
from enum import IntEnum

from casework.office_calendar import OfficeCalendar, at

# On its day a question has the morning for itself; reminded now, it can still be answered before the office closes at 16.00.
AFTERNOON = time(13, 0)
HEAD = "head-of-office"
NEXT_UP: dict[str, str] = {
    "counter-officer": "section-head",
    "team-lead": "dispatcher",
    "biometric-operator": "dispatcher",
    "health-and-security": "dispatcher",
    "technical-officer": "section-head",
    "dispatcher": "section-head",
    "section-head": HEAD,
    "regional-office": HEAD,
    "directorate-general": HEAD,
    "administrator": HEAD,
    HEAD: "administrator",  # Tata Usaha, which keeps the head's desk
}


class Rung(IntEnum):
    """The steps of the ladder, from below."""

    REMIND = 1
    ESCALATE = 2
    TELL_THE_HEAD = 3

    @property
    def code(self) -> str:
        """The rung as the ledger tells it."""
        return self.name.lower().replace("_", "-")

    @property
    def below(self) -> tuple["Rung", ...]:
        """The rungs under this one, the lowest first."""
        return tuple(rung for rung in Rung if rung < self)


def rung_due(due_on: date, now: datetime, calendar: OfficeCalendar) -> Rung | None:
    """The highest rung that is due at a moment: nobody is reminded before the afternoon of its day, or while the office is closed.

    The role itself is reminded in the afternoon of the due day, the next role up one working day later, the head three
    working days later. A question due on a day on which the office is closed is due on the next one on which it is open.
    ``now`` is the office's time (aware, Asia/Jakarta).
    """
    today = now.date()
    if today < due_on or not calendar.is_working_day(today):
        return None
    day = due_on if calendar.is_working_day(due_on) else calendar.next_working_day(due_on)
    if today >= calendar.add_working_days(day, 3):
        return Rung.TELL_THE_HEAD
    if today > day:  # a working day itself, so one at least
        return Rung.ESCALATE
    return Rung.REMIND if now >= at(day, AFTERNOON) else None


def addressee(role: str, rung: Rung) -> str:
    """The role to whose mailbox a rung goes, for a question that waits for ``role``."""
    return {Rung.REMIND: role, Rung.ESCALATE: NEXT_UP[role], Rung.TELL_THE_HEAD: HEAD}[rung]
