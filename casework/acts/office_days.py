"""A day on which the office is closed or open by a decree of its own, whatever the public holidays say."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy import func, select

from casework.acts.fields import PLAIN_REASON
from casework.acts.kinds import ActContent, ActKind, always
from casework.office import Office, own_days
from casework.office_calendar import OfficeCalendar, OfficeDay
from casework.registry import Change, Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import OfficeDayRow, Visit
from casework.stages.deciding import Decided


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

    def lines(self) -> list[str]:
        """The day first."""
        return [f"**{self.day:%d-%m-%Y}** · {self.state}", f"{self.reason} ({self.legal_basis})"]


def _fault(change: Change, office: Office, content: OfficeDayContent) -> str | None:
    del office
    if content.day < change.moment.office_date:
        return f"{content.day:%d-%m-%Y} sudah lewat · that day is over"
    calendar = OfficeCalendar(own_days(change))
    closed = calendar.reason_closed(content.day)
    if content.state == "tutup · closed" and closed is not None:
        return f"{content.day:%d-%m-%Y} sudah tutup: {closed} · the office is closed on that day already"
    if content.state == "buka · open" and closed is None:
        return f"{content.day:%d-%m-%Y} sudah hari kerja · that is a working day already"
    return None


def _apply(change: Change, office: Office, decided: Decided, content: OfficeDayContent) -> None:
    del office
    state: Literal["open", "closed"] = "closed" if content.state == "tutup · closed" else "open"
    day = OfficeDay(state, content.reason, content.legal_basis)
    facts: dict[str, Fact] = {"day": content.day.isoformat(), "state": state, "act": decided.question.subject}
    told = Event("office:calendar:day-set", "office", decided.officer.code, facts)
    there = change.session.get(OfficeDayRow, content.day)
    if there is None:
        change.write(told, OfficeDayRow(day=content.day, **vars(day)))
    else:
        there.state, there.reason, there.legal_basis = day.state, day.reason, day.legal_basis
        change.write(told)


def _announced_visits(reading: Reading, content: OfficeDayContent, today: date) -> list[str]:
    del today
    if content.state == "buka · open":
        return []
    announced = select(func.count()).where(Visit.day == content.day, Visit.state == "announced")
    count = reading.session.scalar(announced) or 0
    warning = "⚠ " if count else ""
    return [f"{warning}Kunjungan yang sudah diumumkan pada hari itu · visits announced on that day: **{count}**"]


OFFICE_DAY = ActKind(
    name="office-day",
    title="Hari buka atau tutup kantor",
    title_english="A day on which the office is open or closed",
    content=OfficeDayContent,
    proposed_by="administrator",
    approved_by=always("head-of-office"),
    fault=_fault,
    apply=_apply,
    notes=_announced_visits,
)
