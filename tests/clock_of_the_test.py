"""The demo office by a clock that the test holds."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from casework.clock import OFFICE_TIME_ZONE, Moment, moment_at
from casework.desk import Desk
from casework.office import Office, open_office

FIRST_MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=OFFICE_TIME_ZONE)  # a Tuesday
DISPATCH_AT, RELEASE_AT, REPORT_AT = time(13, 30), time(7, 30), time(9, 45)
CODE_STEP = timedelta(seconds=30)
FIRST_DAY = FIRST_MORNING.date()


@dataclass
class Clock:
    """The test's clock; it goes only where the test puts it."""

    now: datetime = FIRST_MORNING

    def pass_(self, **later: int) -> None:
        """Let time pass."""
        self.now += timedelta(**later)

    def put(self, day: date, at: time) -> None:
        """Go on to a time of a day (WIB), never back."""
        self.now = max(self.now, datetime.combine(day, at, OFFICE_TIME_ZONE))


@dataclass(frozen=True)
class OfficeByTheTestsClock(Office):
    """The demo office, whose clock is the test's."""

    clock: Clock = field(default_factory=Clock)

    def now(self) -> Moment:
        return moment_at(self.clock.now)


@dataclass(frozen=True)
class DeskByTheTestsClock(Desk):
    """A desk at which the test's clock counts."""

    clock: Clock = field(default_factory=Clock)

    @cached_property
    def office(self) -> Office:
        office = open_office(self.registry, self.settings)
        return OfficeByTheTestsClock(**{**vars(office), "clock": self.clock})
