"""The office's days and hours: when it is open, and when its teams may be at a door.

Libur nasional and cuti bersama come from the ``holidays`` package; the office's own table wins, since decrees
come late (18 August 2025) and move days (19 to 20 October 2021).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from holidays import country_holidays

from casework.clock import OFFICE_TIME_ZONE
from casework.effective_dates import Certainty, Dated, the_one_in_force

WEEKEND = {5: "Hari Sabtu", 6: "Hari Minggu"}
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class OfficeDay:
    """One day of the office's own table: open or closed, why (in Indonesian), and on what legal basis."""

    state: Literal["open", "closed"]
    reason: str
    legal_basis: str


@dataclass(frozen=True)
class OfficeCalendar:
    """The office works on weekdays that are neither libur nasional nor cuti bersama; its own table wins.

    ``confirmed_years`` are years whose joint decree (SKB) the office has entered in its table although the
    ``holidays`` package does not know it yet.
    """

    overrides: Mapping[date, OfficeDay] = field(default_factory=dict)
    confirmed_years: Collection[int] = ()

    def is_working_day(self, day: date) -> bool:
        """Whether the office is open on this day."""
        return self.reason_closed(day) is None

    def reason_closed(self, day: date) -> str | None:
        """Why the office is closed on this day, in Indonesian; None on a working day."""
        override = self.overrides.get(day)
        if override is not None:
            return override.reason if override.state == "closed" else None
        return _holidays_of(day.year).get(day) or WEEKEND.get(day.weekday())

    def is_published(self, year: int) -> bool:
        """Whether the year's joint holidays have been decreed; until then its working days are an estimate.

        Cuti bersama is decreed a year ahead at most, and the dates of Islamic holidays are forecasts before it.
        """
        return year in self.confirmed_years or _cuti_bersama_is_known(year)

    def unpublished_years(self, first: date, last: date) -> tuple[int, ...]:
        """The years from ``first`` to ``last`` whose calendar is not decreed: say so beside any date counted in them."""
        return tuple(year for year in range(first.year, last.year + 1) if not self.is_published(year))

    def next_working_day(self, day: date) -> date:
        """The first working day after this day."""
        return next(self._working_days_from(day, ONE_DAY))

    def previous_working_day(self, day: date) -> date:
        """The last working day before this day: what must happen before an expiry happens then at the latest."""
        return next(self._working_days_from(day, -ONE_DAY))

    def add_working_days(self, day: date, number: int) -> date:
        """The day ``number`` working days after this day, or before it where negative; 0 is the day itself.

        The day itself never counts, as in the service standards ("2 hari kerja setelah berkas lengkap").
        """
        days = self._working_days_from(day, ONE_DAY if number > 0 else -ONE_DAY)
        for _ in range(abs(number)):
            day = next(days)
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days after ``first`` the day ``last`` is, ``last`` included; negative backwards."""
        if last < first:
            return -sum(self.is_working_day(last + n * ONE_DAY) for n in range((first - last).days))
        return sum(self.is_working_day(first + n * ONE_DAY) for n in range(1, (last - first).days + 1))

    def _working_days_from(self, day: date, step: timedelta) -> Iterator[date]:
        while True:
            try:
                day += step
            except OverflowError:
                raise ValueError(
                    "the count leaves the calendar (years 1 to 9999): check the date it began with"
                ) from None
            if self.is_working_day(day):
                yield day


@lru_cache(maxsize=64)
def _holidays_of(year: int) -> Mapping[date, str]:
    return MappingProxyType(
        dict(country_holidays("ID", years=year, categories=("public", "government"), language="id"))
    )


@lru_cache(maxsize=64)
def _cuti_bersama_is_known(year: int) -> bool:
    return bool(country_holidays("ID", years=year, categories=("government",), language="id"))


@dataclass(frozen=True)
class Window:
    """A part of the day in which a team may be at a door, in Asia/Jakarta."""

    opens: time
    closes: time


@dataclass(frozen=True, kw_only=True)
class VisitingHours(Dated):
    """When teams may be on the road and at the door on certain weekdays (0 is Monday), in Asia/Jakarta.

    A visit with its preparation and its disinfection lies within one window; between the windows the team rests
    for ``rest_minutes``. The visit itself begins on a step of ``step_minutes``.
    """

    weekdays: frozenset[int]
    leaves_office_from: time
    first_start: time
    last_start: time
    windows: tuple[Window, ...]
    back_by: time
    preparation_minutes: int = 10
    disinfection_minutes: int = 10
    rest_minutes: int = 30
    step_minutes: int = 10


VISITING_HOURS: tuple[VisitingHours, ...] = (
    VisitingHours(
        valid_from=date(2021, 10, 1),
        legal_basis="SK layanan; Perpres 21/2023 (jam kerja ASN)",
        source="domain 3.3, 8.3; first visit 09.00 as on 6 October 2021",
        certainty=Certainty.OFFICE,
        weekdays=frozenset({0, 1, 2, 3}),
        leaves_office_from=time(7, 40),
        first_start=time(9, 0),
        last_start=time(14, 20),
        windows=(Window(time(8, 30), time(11, 30)), Window(time(13, 0), time(15, 0))),
        back_by=time(16, 0),
    ),
    VisitingHours(
        valid_from=date(2021, 10, 1),
        legal_basis="SK layanan; Perpres 21/2023 (jam kerja ASN)",
        source="domain 3.3, 8.3: on Fridays visits stop at 11.00 for the prayer, the last one starts at 10.00",
        certainty=Certainty.OFFICE,
        weekdays=frozenset({4, 5, 6}),
        leaves_office_from=time(7, 40),
        first_start=time(9, 0),
        last_start=time(10, 0),
        windows=(Window(time(8, 30), time(11, 0)),),
        back_by=time(16, 0),
    ),
)


def visiting_hours(day: date) -> VisitingHours:
    """The visiting hours of a day; on Fridays, and on a weekend declared open, the morning only.

    Raises ``NothingInForce`` for a day before the service existed.
    """
    of_the_weekday = tuple(hours for hours in VISITING_HOURS if day.weekday() in hours.weekdays)
    return the_one_in_force(of_the_weekday, day, "the visiting hours")


def at(day: date, clock_time: time) -> datetime:
    """A time of an office day, aware, in Asia/Jakarta."""
    return datetime.combine(day, clock_time, OFFICE_TIME_ZONE)
