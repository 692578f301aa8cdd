"""How early a guarantor is told: which days a day's run plans, and who may be visited sooner."""

from collections.abc import Sequence
from datetime import date

from casework.effective_dates import the_one_in_force
from casework.office import Office
from casework.rounds import VisitRequest
from casework.rounds.assumptions import VISIT_NOTICE


def days_to_plan(office: Office, today: date) -> tuple[date, ...]:
    """The next working day, and each one after it as far as the notice reaches; the last is the first with full notice."""
    notice = the_one_in_force(VISIT_NOTICE, today, "the notice of a visit").working_days
    return tuple(office.calendar.add_working_days(today, number) for number in range(1, max(notice, 1) + 1))


def is_short(office: Office, today: date, day: date) -> bool:
    """Whether a visit on this day would be told later than the notice asks for."""
    return day < days_to_plan(office, today)[-1]


def may_become_short(office: Office, today: date) -> bool:
    """Whether a plan of any day can be decided so late that its notice is short."""
    return len(days_to_plan(office, today)) > 1


def who_cannot_wait(office: Office, requests: Sequence[VisitRequest], day: date) -> tuple[VisitRequest, ...]:
    """Those for whom the working day after this one is too late."""
    return tuple(one for one in requests if one.last_safe_day < office.calendar.next_working_day(day))
