"""The office that this register belongs to: its calendar, its clock, its places on disk."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import select

from casework.clock import Moment, moment_at, read_clock
from casework.office_calendar import OfficeCalendar, OfficeDay
from casework.references import ACT_PREFIX, is_reference
from casework.registry import Change, Event, Reading, Registry
from casework.registry.models import Case, OfficeDayRow, Officer, OfficeSetting
from casework.registry.sealed_files import SealedFiles
from casework.settings import Settings

PAGES = {ACT_PREFIX: "acts", "TRAY-": "trays", "BULK-": "trays"}  # by how a subject begins


class OnlyInTheDemoOffice(Exception):
    """What was asked for exists only where everybody is invented."""


class RegisterTaken(Exception):
    """An office begins only in a register that has none."""


@dataclass(frozen=True)
class Office:
    """The office as one process sees it; ``ahead`` is how far a demo office's clock runs before real time."""

    is_demo: bool
    ahead: timedelta
    calendar: OfficeCalendar
    files: SealedFiles
    settings: Settings

    def now(self) -> Moment:
        """Read the office's clock, once, at the edge."""
        return read_clock(self.ahead)

    def moment_at(self, real_time: datetime) -> Moment:
        """The office's moment of a real time (aware)."""
        return moment_at(real_time, self.ahead)

    def sheet_link(self, subject: str) -> str:
        """Where staff read about a case, a day's rounds, an act of two, or a tray, with the persons in it; about nothing else."""
        if subject.startswith("ROLES-"):
            return f"{self.settings.case_sheet_url}/"
        return f"{self.settings.case_sheet_url}{page_of(subject)}"

    def map_link(self, day: date) -> str:
        """Where staff see the rounds of a day on a map, behind the same door."""
        return f"{self.settings.case_sheet_url}/rounds/{day.isoformat()}/map.svg"


def page_of(subject: str) -> str:
    """The case sheet's own page about a case, a day's rounds, an act of two, or a tray."""
    beginning = f"{subject.partition('-')[0]}-"
    page = "cases" if is_reference(subject) else PAGES.get(beginning, "rounds")
    return f"/{page}/{subject}"


def open_office(registry: Registry, settings: Settings) -> Office:
    """The office of this register, as its settings stand now."""
    with registry.reading() as reading:
        is_demo, ahead, days = _is_demo(reading), clock_ahead(reading), own_days(reading)
    return Office(
        is_demo=is_demo,
        ahead=ahead,
        calendar=OfficeCalendar(days),
        files=SealedFiles(settings.sealed_folder),
        settings=settings,
    )


def clock_ahead(reading: Reading) -> timedelta:
    """How far the office's clock runs before real time: nothing, but in a demo office whose days were let pass."""
    ahead = reading.session.get(OfficeSetting, "clock-ahead-seconds")
    return timedelta(seconds=int(ahead.value)) if ahead is not None and _is_demo(reading) else timedelta(0)


def advance_demo_clock(registry: Registry, settings: Settings, target: datetime) -> Office:
    """Let the demo office's days pass until ``target`` (aware); never backwards, and nowhere else."""
    office = open_office(registry, settings)
    require_demo(office, "the clock can be advanced")
    moment = office.now()
    further = max(timedelta(0), target - moment.office)
    ahead = int((office.ahead + further).total_seconds()) + 1
    with registry.change(moment) as change:
        _set(
            change,
            "clock-ahead-seconds",
            str(ahead),
            Event("office:clock:advanced", "office", "demo", {"ahead_seconds": ahead}),
        )
    return open_office(registry, settings)


def require_demo(office: Office, what: str) -> None:
    """Raise ``OnlyInTheDemoOffice`` unless this register is the demo office's."""
    if not office.is_demo:
        raise OnlyInTheDemoOffice(f"only in the demo office {what}: this register belongs to a real one")


def _is_demo(reading: Reading) -> bool:
    kind = reading.session.get(OfficeSetting, "kind")
    return kind is not None and kind.value == "demo"


def own_days(reading: Reading) -> dict[date, OfficeDay]:
    """The office's own table of days, which wins over the public holidays."""
    return {
        row.day: OfficeDay("open" if row.state == "open" else "closed", row.reason, row.legal_basis)
        for row in reading.session.scalars(select(OfficeDayRow))
    }


def by_the_calendar_of(reading: Reading, office: Office) -> Office:
    """The office by the calendar as this transaction sees it, however long ago the process read its own."""
    return replace(office, calendar=OfficeCalendar(own_days(reading)))


def has_office(reading: Reading) -> bool:
    """Whether an office was set up in this register, or anybody works in it."""
    anybody = reading.session.scalar(select(Officer.code).limit(1))
    return reading.session.get(OfficeSetting, "kind") is not None or anybody is not None


def is_empty(reading: Reading) -> bool:
    """Whether there is neither an office in this register nor a case."""
    return not has_office(reading) and reading.session.scalar(select(Case.reference).limit(1)) is None


def mark_as_demo(change: Change) -> None:
    """An empty register becomes the demo office's; raises ``RegisterTaken`` for any other: real people are in it."""
    if not is_empty(change):
        raise RegisterTaken("this register has an office or cases: the demo office begins only in an empty one")
    _mark(change, "demo")


def mark_as_real(change: Change) -> None:
    """A register without an office becomes a real one's, for good; raises ``RegisterTaken`` where there is one."""
    if has_office(change):
        raise RegisterTaken(
            "this register has an office already: change its data by the office's forms, or begin in another register"
        )
    _mark(change, "real")


def _mark(change: Change, kind: Literal["demo", "real"]) -> None:
    _set(change, "kind", kind, Event(f"office:register:marked-as-{kind}", "office"))


def _set(change: Change, name: str, value: str, told: Event) -> None:
    row = change.session.get(OfficeSetting, name)
    if row is None:
        change.write(told, OfficeSetting(name=name, value=value))
    else:
        row.value = value
        change.write(told)
