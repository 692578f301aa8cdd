"""When a round's visits begin and end if each begins as early as it may; in minutes of the day, Asia/Jakarta."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from casework.rounds.model import VisitRequest, WorkingDay
from casework.rounds.travel import OFFICE, travel_minutes


@dataclass(frozen=True)
class TimedVisit:
    """One visit of a round: how long the drive to it takes, when it begins and ends, in which window it lies."""

    request: VisitRequest
    travel: int
    starts: int
    ends: int
    window: int


@dataclass(frozen=True)
class TimedRound:
    """A round that keeps the day's hours; ``travel`` are all its minutes on the road, the way back included."""

    visits: tuple[TimedVisit, ...]
    travel: int
    returns: int


def time_round(requests: Sequence[VisitRequest], day: WorkingDay) -> TimedRound | None:
    """The earliest times of visits in this order; None where they do not fit into the day's hours.

    As each visit begins as early as it may, an order that does not fit so does not fit at all.
    """
    hours = day.hours
    place, free, visits = OFFICE, minute_of(hours.leaves_office_from), list[TimedVisit]()
    for request in requests:
        travel = travel_minutes(place, request.regency_code, day.date)
        begins = _earliest_begin(request, free, travel, visits[-1].window if visits else None, day)
        if begins is None:
            return None
        starts, window = begins
        visits.append(TimedVisit(request, travel, starts, starts + request.service_minutes, window))
        place, free = request.regency_code, visits[-1].ends + hours.disinfection_minutes
    way_back = travel_minutes(place, OFFICE, day.date)
    if free + way_back > minute_of(hours.back_by):
        return None
    return TimedRound(tuple(visits), sum(visit.travel for visit in visits) + way_back, free + way_back)


def minute_of(clock_time: time) -> int:
    """A time of the day as its minute."""
    return clock_time.hour * 60 + clock_time.minute


def _earliest_begin(
    request: VisitRequest, free: int, travel: int, previous_window: int | None, day: WorkingDay
) -> tuple[int, int] | None:
    hours = day.hours
    for number, window in enumerate(hours.windows):
        if previous_window is not None and number < previous_window:
            continue
        rest = hours.rest_minutes if previous_window is not None and number > previous_window else 0
        arrives = max(free + rest + travel, minute_of(window.opens))
        starts = max(arrives + hours.preparation_minutes, minute_of(hours.first_start))
        starts = -(-starts // hours.step_minutes) * hours.step_minutes
        leaves = starts + request.service_minutes + hours.disinfection_minutes
        if starts <= minute_of(hours.last_start) and leaves <= minute_of(window.closes):
            return starts, number
    return None
