"""A day on which the office is closed or open by a decree of its own, whatever the public holidays say.

What hangs on the day follows in the same transaction, and is told to the approver beforehand.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from casework.acts.closed_day import NOTHING_EARLIER, dues_put_off, what_a_closed_day_brings
from casework.acts.fields import PLAIN_REASON
from casework.acts.kinds import ActContent, ActKind, always
from casework.office import Office, by_the_calendar_of, own_days
from casework.office_calendar import OfficeCalendar, OfficeDay
from casework.registry import Change, Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import OfficeDayRow
from casework.stages.deciding import Decided
from casework.stages.dispatch.closed_day import let_the_day_fall
from casework.stages.recounting import move_dues, move_safe_days, safe_days_anew


class OfficeDayContent(
    ActContent,
    json_schema_extra={
        "description": "Hari kantor tutup atau buka di luar kalender umum. · A day on which the office is closed or open by its own decree."
    },
):
    """Which day is closed or open, why, and by which decree."""

    day: Annotated[date, Field(title="Hari · day", description="Hari ini atau sesudahnya. · Today or later.")]
    state: Annotated[
        Literal["tutup · closed", "buka · open"],
        Field(title="Kantor · the office", description="Berlaku bagi seluruh kantor. · For the whole office."),
    ]
    reason: Annotated[
        str,
        Field(
            title="Alasan · reason",
            description="Misalnya Cuti bersama Idulfitri; jangan menulis nama orang. · Nobody's name.",
            pattern=PLAIN_REASON,
        ),
    ]
    legal_basis: Annotated[
        str,
        Field(
            title="Dasar hukum · legal basis",
            description="Misalnya SKB 3 Menteri 1497/2026; bukan nama orang. · Nobody's name.",
            pattern=PLAIN_REASON,
        ),
    ]

    @property
    def closes(self) -> bool:
        """Whether the office is closed on the day."""
        return self.state == "tutup · closed"

    def lines(self) -> list[str]:
        """The day first."""
        return [f"**{self.day:%d-%m-%Y}** · {self.state}", f"{self.reason} ({self.legal_basis})"]


def _fault(change: Change, office: Office, content: OfficeDayContent) -> str | None:
    del office
    if content.day < change.moment.office_date:
        return f"{content.day:%d-%m-%Y} sudah lewat · that day is over"
    calendar = OfficeCalendar(own_days(change))
    closed = calendar.reason_closed(content.day)
    if content.closes and closed is not None:
        return f"{content.day:%d-%m-%Y} sudah tutup: {closed} · the office is closed on that day already"
    if not content.closes and closed is None:
        return f"{content.day:%d-%m-%Y} sudah hari kerja · that is a working day already"
    return None


def _apply(change: Change, office: Office, decided: Decided, content: OfficeDayContent) -> None:
    """A day that is closed takes its visits with it and puts off what is counted in working days.

    A day that is opened again makes nothing due earlier: whoever was told a day may rely on it.
    """
    actor, act = decided.officer.code, decided.question.subject
    _set_the_day(change, content, actor, act)
    office = by_the_calendar_of(change, office)
    if content.closes:
        let_the_day_fall(change, office, content.day, actor)
        move_dues(change, dues_put_off(change, office.calendar, content.day), actor, act)
    move_safe_days(change, safe_days_anew(change, office.calendar), actor, act)


def _set_the_day(change: Change, content: OfficeDayContent, actor: str, act: str) -> None:
    day = _as_set(content)
    facts: dict[str, Fact] = {"day": content.day.isoformat(), "state": day.state, "act": act}
    told = Event("office:calendar:day-set", "office", actor, facts)
    there = change.session.get(OfficeDayRow, content.day)
    if there is None:
        change.write(told, OfficeDayRow(day=content.day, **vars(day)))
    else:
        there.state, there.reason, there.legal_basis = day.state, day.reason, day.legal_basis
        change.write(told)


def _as_set(content: OfficeDayContent) -> OfficeDay:
    return OfficeDay("closed" if content.closes else "open", content.reason, content.legal_basis)


def _notes(reading: Reading, content: OfficeDayContent, today: date) -> list[str]:
    if not content.closes:
        return [NOTHING_EARLIER]
    calendar = OfficeCalendar({**own_days(reading), content.day: _as_set(content)})
    return what_a_closed_day_brings(reading, calendar, content.day, today)


OFFICE_DAY = ActKind(
    name="office-day",
    title="Hari buka atau tutup kantor",
    title_english="A day on which the office is open or closed",
    content=OfficeDayContent,
    proposed_by="administrator",
    approved_by=always("head-of-office"),
    fault=_fault,
    apply=_apply,
    notes=_notes,
)
