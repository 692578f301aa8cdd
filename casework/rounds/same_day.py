"""The rest of a day after something went wrong: whoever need not wait or change keeps what was told to them.

A team that is late comes later, in the same order and never before the time that was told. The visits of one that stops
go to another team, at the told time where one can, later where it cannot; whoever finds no place is called off.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from casework.clock import OFFICE_TIME_ZONE
from casework.office_calendar import Window
from casework.rounds.calls import Call, calls_of
from casework.rounds.keeping import KeepingSolver, promise_of
from casework.rounds.model import ClockTime, Promise, Strict, VisitRequest, WorkingDay
from casework.rounds.plan import Plan, Round, Stop
from casework.rounds.planner import plan_rounds
from casework.rounds.timetable import Timetable, minute_of, starts_within
from casework.rounds.travel import Place


class Trouble(Strict):
    """What happened: a team stops for today, or can drive on only from a time of the day."""

    team: str
    free_from: ClockTime | None = None

    @property
    def stops(self) -> bool:
        """Whether the team goes to no further door today."""
        return self.free_from is None


@dataclass(frozen=True)
class RestOfTheDay:
    """The day's plan with what is left of it, and who must be called off."""

    plan: Plan
    called_off: tuple[str, ...]


def rest_of_the_day(
    day: WorkingDay, plan: Plan, requests: Sequence[VisitRequest], over: Collection[str], trouble: Trouble, now: time
) -> RestOfTheDay:
    """What is left of the day by the same rules: nobody whose team is well is moved, nobody comes before the told time.

    ``requests`` are all visits of the plan, ``over`` those that were held or failed or have begun; ``day.teams`` are the
    teams that are or can be on the road today, ``now`` is the office's time.
    """
    own = next((tour for tour in plan.rounds if tour.team.code == trouble.team), None)
    if own is None:
        return RestOfTheDay(plan.model_copy(update={"left_out": ()}), ())
    rest = _Rest(day.model_copy(update={"reserve": 0}), plan, tuple(requests), frozenset(over), trouble, now)
    kept = {} if trouble.free_from is None else rest.delayed(own, trouble.free_from)
    homeless = [stop for stop in own.stops if stop.reference not in rest.over and stop.reference not in kept]
    return rest.with_others(own, kept, homeless)


@dataclass(frozen=True)
class _Rest:
    """The day as it stands."""

    day: WorkingDay
    plan: Plan
    requests: tuple[VisitRequest, ...]
    over: frozenset[str]
    trouble: Trouble
    now: time

    @property
    def asked(self) -> dict[str, VisitRequest]:
        return {request.reference: request for request in self.requests}

    @property
    def out(self) -> set[str]:
        """The teams that go on, or can."""
        return {team.code for team in self.day.teams} - ({self.trouble.team} if self.trouble.stops else set())

    def delayed(self, own: Round, free_from: time) -> dict[str, Promise]:
        """The team's own visits in their order, each as early as it can be there; the last ones fall where the day is over."""
        done = [stop for stop in own.stops if stop.reference in self.over]
        left = [stop for stop in own.stops if stop.reference not in self.over]
        pinned = [self._pinned(stop, own.team.code) for stop in done]
        place = self._place(done[-1]) if done else self.day.office
        while left:
            coming = self._coming(left, place, free_from)
            starts = self._in_order([*pinned, *coming], own) if len(coming) == len(left) else None
            if starts is not None:
                return {stop.reference: Promise(starts_at=starts[stop.reference], team=own.team.code) for stop in left}
            left = left[:-1]
        return {}

    def _coming(self, stops: Sequence[Stop], place: Place, free_from: time) -> list[VisitRequest]:
        """The visits with the earliest time at which the team can be there; whoever it is too late for is not among them."""
        arrivals = [
            (stop, self._arrival(free_from, self.day.travel.minutes(place, self._place(stop)))) for stop in stops
        ]
        found = (self._not_before(stop, minute) for stop, minute in arrivals)
        return [request for request in found if request is not None]

    def with_others(self, own: Round, kept: Mapping[str, Promise], homeless: Sequence[Stop]) -> RestOfTheDay:
        """The homeless go to other teams: at the told time first, then later on the same day."""
        barred, earliest = self._elsewhere(own, homeless), self._reached_by_anybody(homeless)
        placed = self._at_the_told_time(homeless, self._staying(own) | dict(kept), earliest, barred)
        later = [self._not_before(stop, earliest) for stop in homeless if stop.reference not in placed]
        made = self._planned(placed, [one for one in later if one is not None], barred)
        made = self._with_what_is_over(made)
        off = tuple(stop.reference for stop in homeless if stop.reference not in made.references)
        return RestOfTheDay(made, off)

    def _at_the_told_time(
        self,
        homeless: Sequence[Stop],
        staying: Mapping[str, Promise],
        earliest: int,
        barred: Mapping[str, tuple[str, ...]],
    ) -> dict[str, Promise]:
        """Door by door, whoever goes first first: taken over at the told time only where nobody else is moved for it."""
        stops = {stop.reference: stop for stop in homeless}
        placed = dict(staying)
        for call in calls_of(self.asked[reference] for reference in stops):
            told = {one.reference: Promise(starts_at=_clock(stops[one.reference].starts_at)) for one in call.visits}
            if any(minute_of(promise.starts_at) < earliest for promise in told.values()):
                continue
            made = self._planned(placed | told, [], barred)
            if made.references >= {*placed, *told}:
                placed = {
                    stop.reference: promise_of(stop, tour.team.code) for tour in made.rounds for stop in tour.stops
                }
        return placed

    def _staying(self, own: Round) -> dict[str, Promise]:
        """Everybody whose team is well; of a team that is late whatever is over."""
        return {
            stop.reference: promise_of(stop, tour.team.code)
            for tour in self.plan.rounds
            for stop in tour.stops
            if tour.team.code in self.out and (tour.team.code != own.team.code or stop.reference in self.over)
        }

    def _elsewhere(self, own: Round, homeless: Sequence[Stop]) -> dict[str, tuple[str, ...]]:
        """Who may not come to a door: besides those who are kept from it, a team that cannot come in time."""
        late = () if self.trouble.stops else own.team.members
        return {stop.reference: (*self.asked[stop.reference].not_with, *late) for stop in homeless}

    def _planned(
        self, promised: Mapping[str, Promise], waiting: Sequence[VisitRequest], barred: Mapping[str, tuple[str, ...]]
    ) -> Plan:
        """Everybody promised keeps it; the waiting come where there is room; nobody else is asked about."""
        day = self.day.model_copy(update={"teams": tuple(team for team in self.day.teams if team.code in self.out)})
        requests = [
            one.model_copy(update={"promise": promised[one.reference], "windows": ()})
            for one in self.requests
            if one.reference in promised
        ]
        asked = [
            one.model_copy(update={"not_with": barred.get(one.reference, one.not_with)})
            for one in [*requests, *waiting]
        ]
        made = plan_rounds(day, asked, KeepingSolver(self.plan))
        return made.model_copy(update={"left_out": (), "planner": self.plan.planner})

    def _in_order(self, wanted: Sequence[VisitRequest], own: Round) -> dict[str, time] | None:
        calls = _in_this_order(wanted)
        timetable = Timetable(self.day.model_copy(update={"teams": (own.team,)}), calls)
        starts = timetable.starts_of(tuple(calls)) if timetable.in_time(tuple(calls)) else None
        if starts is None:
            return None
        return {
            visit.reference: time(*divmod(minute, 60))
            for call, begins in zip(calls, starts, strict=True)
            for visit, minute in zip(call.visits, starts_within(call, begins, self.day), strict=True)
        }

    def _pinned(self, stop: Stop, team: str) -> VisitRequest:
        return self.asked[stop.reference].model_copy(update={"promise": promise_of(stop, team), "windows": ()})

    def _not_before(self, stop: Stop, minute: int) -> VisitRequest | None:
        """The visit no sooner than it was told, nor than anybody can be there; None where the day is over by then."""
        told = minute_of(_clock(stop.starts_at))
        opens, closes = max(told, minute), minute_of(self.day.hours.back_by)
        if opens >= closes:
            return None
        window = Window(time(*divmod(opens, 60)), time(*divmod(closes, 60)))
        return self.asked[stop.reference].model_copy(update={"promise": None, "windows": (window,)})

    def _arrival(self, free_from: time, drive: int) -> int:
        return minute_of(free_from) + drive + self.day.hours.preparation_minutes

    def _reached_by_anybody(self, homeless: Sequence[Stop]) -> int:
        """From when on any other team could be at any of these doors, wherever it is now."""
        places = [self.day.office, *(request.place for request in self.requests)]
        drives = [self.day.travel.minutes(place, self._place(stop)) for place in places for stop in homeless]
        return self._arrival(self.now, max(drives, default=0))

    def _with_what_is_over(self, plan: Plan) -> Plan:
        """What a team did before it stopped stays in the day's plan."""
        done = [
            tour.model_copy(update={"stops": stops})
            for tour in self.plan.rounds
            if tour.team.code not in self.out
            if (stops := tuple(stop for stop in tour.stops if stop.reference in self.over))
        ]
        rounds = sorted([*plan.rounds, *done], key=lambda tour: tour.team.code)
        return plan.model_copy(update={"rounds": tuple(rounds)})

    def _place(self, stop: Stop) -> Place:
        return self.asked[stop.reference].place


def _in_this_order(wanted: Sequence[VisitRequest]) -> list[Call]:
    """The calls of an order as it is; people of one household follow one another."""
    calls: list[list[VisitRequest]] = []
    for request in wanted:
        if calls and request.household is not None and calls[-1][0].household == request.household:
            calls[-1].append(request)
        else:
            calls.append([request])
    return [Call(tuple(visits)) for visits in calls]


def _clock(moment: datetime) -> time:
    return moment.astimezone(OFFICE_TIME_ZONE).time().replace(tzinfo=None)
