"""The office's clock: read once, at the edge; everything below takes a moment or a date."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OFFICE_TIME_ZONE = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True)
class Moment:
    """One reading of the clock: the real time, and the office's own time beside it.

    ``recorded_at`` is real time in UTC. ``office`` is the office's wall clock in Asia/Jakarta; it differs
    from real time only in the demo office, whose days pass faster.
    """

    recorded_at: datetime
    office: datetime

    @property
    def office_date(self) -> date:
        """The office's calendar day in Asia/Jakarta."""
        return self.office.date()


def clock_time(moment: datetime) -> time:
    """What the office's clock shows at a moment (aware), to the minute."""
    return moment.astimezone(OFFICE_TIME_ZONE).time().replace(second=0, microsecond=0)


def read_clock(ahead: timedelta = timedelta(0)) -> Moment:
    """Read the clock once; a demo office may be ``ahead`` of real time."""
    now = datetime.now(UTC)
    return moment_at(now, ahead)


def moment_at(real_time: datetime, ahead: timedelta = timedelta(0)) -> Moment:
    """The moment that belongs to a known real time (aware); raises ``ValueError`` on a naive one."""
    if real_time.tzinfo is None:
        raise ValueError("a moment needs a time with its time zone: give an aware datetime")
    in_utc = real_time.astimezone(UTC)
    return Moment(recorded_at=in_utc, office=(in_utc + ahead).astimezone(OFFICE_TIME_ZONE))
