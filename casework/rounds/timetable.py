"""When a day's calls begin and end if each begins as early as it may; in minutes of the day, Asia/Jakarta.

As each call begins as early as it may, an order that does not fit so does not fit at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from itertools import pairwise
from math import lcm

from casework.office_calendar import Window
from casework.rounds.calls import Call, Order, may_make
from casework.rounds.model import TeamOfTheDay, VisitRequest, WorkingDay

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TimedOrder:
    """An order that keeps the day's hours: when each call begins, all minutes on the road, when the team is back."""

    starts: tuple[int, ...]
    travel: int
    returns: int


class Timetable:
    """The day as numbers: drives between its calls, when each may begin, which team may make it; every answer is remembered."""

    def __init__(self, day: WorkingDay, calls: Sequence[Call]) -> None:
        hours = day.hours
        self.day, self.calls = day, tuple(calls)
        self.leaves, self.back_by = minute_of(hours.leaves_office_from), minute_of(hours.back_by)
        self.opens = [minute_of(window.opens) for window in hours.windows]
        self.limit = lcm(day.capacity.visits, *day.capacity.visits_by_regency.values())
        places = [day.office, *(call.place for call in calls)]
        self.drives = [[day.travel.minutes(origin, destination) for destination in places] for origin in places]
        self.number = {call: number for number, call in enumerate(calls, start=1)}
        self.spans = [[], *(_spans_by_window(call, day) for call in calls)]
        self.busy = [0, *(_length(call, day) + hours.disinfection_minutes for call in calls)]
        self.share = [0, *(self.limit // _most_calls(call, day) for call in calls)]
        self._may = {(team.code, call) for team in day.teams for call in calls if may_make(call, team)}
        self._timed: dict[Order, TimedOrder | None] = {}

    def may_make(self, call: Call, team: TeamOfTheDay) -> bool:
        """Whether a team may make a call at all."""
        return (team.code, call) in self._may

    def is_within_limit(self, order: Order) -> bool:
        """A call takes its share of a team's day, however many people live behind that door."""
        return sum(self.share[self.number[call]] for call in order) <= self.limit

    def most_calls_of_a_team(self) -> int:
        """How many calls the limit allows a team at most."""
        return self.limit // min(self.share[1:], default=self.limit)

    def fits(self, order: Order) -> TimedOrder | None:
        """The times of an order that keeps the day's hours and a team's limit; None where it does not."""
        if order not in self._timed:
            self._timed[order] = self.in_time(order) if self.is_within_limit(order) else None
        return self._timed[order]

    def in_time(self, order: Order) -> TimedOrder | None:
        """The times of an order that keeps the day's hours, however many calls it has."""
        starts = self.starts_of(order)
        if starts is None:
            return None
        numbers = [0, *(self.number[call] for call in order), 0]
        travel = sum(self.drives[one][other] for one, other in pairwise(numbers))
        free = starts[-1] + self.busy[numbers[-2]] if starts else self.leaves
        returns = free + self.drives[numbers[-2]][0]
        return TimedOrder(starts, travel, returns) if returns <= self.back_by else None

    def starts_of(self, order: Order) -> tuple[int, ...] | None:
        """When each call begins, the way back not looked at; None where one cannot begin any more."""
        place, free, window, starts = 0, self.leaves, 0, list[int]()
        for call in order:
            number = self.number[call]
            begins = self._begin(number, free, self.drives[place][number], window, rested=not starts)
            if begins is None:
                return None
            start, window = begins
            starts.append(start)
            place, free = number, start + self.busy[number]
        return tuple(starts)

    def _begin(self, number: int, free: int, drive: int, window: int, *, rested: bool) -> tuple[int, int] | None:
        """Between two windows the team rests, unless its day only begins then."""
        hours = self.day.hours
        for later in range(window, len(self.opens)):
            rest = 0 if rested or later == window else hours.rest_minutes
            ready = max(free + rest + drive, self.opens[later]) + hours.preparation_minutes
            for first, last in self.spans[number][later]:
                start = first if ready <= first else on_the_grid(ready, self.day)
                if start <= last:
                    return start, later
        return None


def starts_within(call: Call, starts: int, day: WorkingDay) -> list[int]:
    """When each visit of a call begins that begins then."""
    return [starts + offset for offset in _offsets(call, day)]


def minute_of(clock_time: time) -> int:
    """A time of the day as its minute."""
    return clock_time.hour * 60 + clock_time.minute


def on_the_grid(minute: int, day: WorkingDay) -> int:
    """Visits begin on a step of the day's grid, never before the minute given."""
    return -(-minute // day.hours.step_minutes) * day.hours.step_minutes


def _most_calls(call: Call, day: WorkingDay) -> int:
    return day.capacity.visits_by_regency.get(call.first.regency_code, day.capacity.visits)


def _offsets(call: Call, day: WorkingDay) -> list[int]:
    """How long after the first each visit of a call begins: the promised as promised, any other as soon as it can."""
    offsets = [0]
    for earlier, request in pairwise(call.visits):
        soonest = on_the_grid(offsets[-1] + earlier.service_minutes, day)
        if call.first.promise is not None and request.promise is not None:
            soonest = minute_of(request.promise.starts_at) - minute_of(call.first.promise.starts_at)
        offsets.append(soonest)
    return offsets


def _length(call: Call, day: WorkingDay) -> int:
    return _offsets(call, day)[-1] + call.visits[-1].service_minutes


def _spans_by_window(call: Call, day: WorkingDay) -> list[list[Span]]:
    """From when to when a call may begin, for each of the office's windows."""
    return [_spans(call, window, day) for window in day.hours.windows]


def _spans(call: Call, window: Window, day: WorkingDay) -> list[Span]:
    hours, length = day.hours, _length(call, day)
    earliest = max(minute_of(window.opens) + hours.preparation_minutes, minute_of(hours.first_start))
    latest = minute_of(window.closes) - hours.disinfection_minutes - length
    spans = [(earliest, latest)]
    for request, offset in zip(call.visits, _offsets(call, day), strict=True):
        agreed = [(first - offset, last - offset) for first, last in _agreed(request, day)]
        spans = [(max(a, b), min(c, d)) for a, c in spans for b, d in agreed]
    promised = any(request.promise is not None for request in call.visits)
    on_grid = ((first if promised else on_the_grid(first, day), last) for first, last in spans)
    return sorted(span for span in on_grid if span[0] <= span[1])


def _agreed(request: VisitRequest, day: WorkingDay) -> list[Span]:
    """When a visit itself may begin: at the minute that was promised, or within the guarantor's own times of the day."""
    if request.promise is not None:
        promised = minute_of(request.promise.starts_at)
        return [(promised, promised)] if promised <= minute_of(day.hours.last_start) else []
    last = minute_of(day.hours.last_start)
    if not request.windows:
        return [(0, last)]
    return [
        (minute_of(own.opens), min(last, minute_of(own.closes) - request.service_minutes)) for own in request.windows
    ]
