"""The rest of a day after something went wrong: whoever need not wait or change keeps what was told to them.

A team that is late comes later, in the same order and never before the time that was told. The visits of one that stops
go to another team, at the told time where one can, later where it cannot; whoever finds no place is called off. A round
that takes nobody in is not looked at again: what was told there stands, whatever is known otherwise by now.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from casework.clock import clock_time
from casework.office_calendar import Window
from casework.rounds.calls import Call, calls_of, may_make
from casework.rounds.model import ClockTime, Promise, Strict, TeamOfTheDay, VisitRequest, WorkingDay
from casework.rounds.plan import Plan, Round, Stop
from casework.rounds.planner import plan_rounds
from casework.rounds.timetable import Timetable, minute_of, starts_within


class Trouble(Strict):
    """What happened: a team stops for today, or can drive on only from a time of the day."""

    team: str
    free_from: ClockTime | None = None


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
    rounds = {tour.team.code: tour for tour in plan.rounds}
    own = rounds.pop(trouble.team, None)
    called_off: list[str] = []
    if own is not None:
        rest = _Rest(day.model_copy(update={"reserve": 0}), tuple(requests), frozenset(over), own, now)
        done = rest.own_round(trouble.free_from)
        if done is not None:
            rounds[trouble.team] = done
        kept = {stop.reference for stop in done.stops} if done else set()
        for call in rest.calls_without_a_team(kept):
            taken = rest.taken_over(call, rounds)
            if taken is None:
                called_off += [visit.reference for visit in call.visits]
            else:
                rounds[taken.team.code] = taken
    if own is not None:
        called_off = [stop.reference for stop in own.stops if stop.reference in called_off]
    left = tuple(rounds[code] for code in sorted(rounds))
    return RestOfTheDay(plan.model_copy(update={"rounds": left, "left_out": (), "reserves": ()}), tuple(called_off))


@dataclass(frozen=True)
class _Rest:
    """The day, and the round of the team in trouble."""

    day: WorkingDay
    requests: tuple[VisitRequest, ...]
    over: frozenset[str]
    own: Round
    now: time

    def own_round(self, free_from: time | None) -> Round | None:
        """What is over, and of a late team whatever it still can do; the last ones fall where the day is over."""
        done = [stop for stop in self.own.stops if stop.reference in self.over]
        if free_from is not None:
            left = [stop for stop in self.own.stops if stop.reference not in self.over]
            while left:
                later = self._later_round(done, left, free_from)
                if later is not None:
                    return later
                left = left[:-1]
        return self.own.model_copy(update={"stops": tuple(done)}) if done else None

    def calls_without_a_team(self, kept: Collection[str]) -> list[Call]:
        """The visits that the team cannot make, door by door, whoever goes first first."""
        asked = self._asked
        homeless = [stop.reference for stop in self.own.stops if stop.reference not in kept]
        return calls_of(asked[reference].model_copy(update={"promise": None}) for reference in homeless)

    def taken_over(self, call: Call, rounds: Mapping[str, Round]) -> Round | None:
        """The round of a team that can make this call besides, at the told time, else as early after it as any can."""
        teams = [team for team in self.day.teams if team.code != self.own.team.code and may_make(call, team)]
        told = {stop.reference: clock_time(stop.starts_at) for stop in self.own.stops}
        earliest = self._reached_by_anybody(call)
        if all(minute_of(told[visit.reference]) >= earliest for visit in call.visits):
            for team in teams:
                promised = [_promised(visit, told[visit.reference], team) for visit in call.visits]
                if (taken := self._round_with(team, rounds, promised)) is not None:
                    return taken
        windows = [self._not_before(visit, max(earliest, minute_of(told[visit.reference]))) for visit in call.visits]
        later = [visit for visit in windows if visit is not None]
        if len(later) < len(call.visits):
            return None
        found = (self._round_with(team, rounds, later) for team in teams)
        first = call.first.reference
        return min((tour for tour in found if tour is not None), key=lambda tour: _starts(tour, first), default=None)

    @property
    def _asked(self) -> dict[str, VisitRequest]:
        return {request.reference: request for request in self.requests}

    def _later_round(self, done: Sequence[Stop], left: Sequence[Stop], free_from: time) -> Round | None:
        """The team's own visits in their order, each as early as it can be there, never before the told time."""
        asked, team = self._asked, self.own.team
        place = asked[done[-1].reference].place if done else self.day.office
        coming = []
        for stop in left:
            visit = asked[stop.reference]
            arrival = self._arrival(free_from, self.day.travel.minutes(place, visit.place))
            later = self._not_before(visit, max(arrival, minute_of(clock_time(stop.starts_at))))
            if later is None:
                return None
            coming.append(_as_told(later))
        over = [_as_told(_promised(asked[stop.reference], clock_time(stop.starts_at), team)) for stop in done]
        starts = self._in_order(_apart(over, coming), coming, team)
        if starts is None:
            return None
        promised = [_promised(visit, starts[visit.reference], team) for visit in coming]
        return self._round_of(team, _apart(over, promised) + promised)

    def _in_order(
        self, over: Sequence[VisitRequest], coming: Sequence[VisitRequest], team: TeamOfTheDay
    ) -> dict[str, time] | None:
        calls = list(_in_this_order([*over, *coming]))
        timetable = Timetable(self.day.model_copy(update={"teams": (team,)}), calls)
        starts = timetable.starts_of(tuple(calls)) if timetable.in_time(tuple(calls)) else None
        if starts is None:
            return None
        return {
            visit.reference: time(*divmod(minute, 60))
            for call, begins in zip(calls, starts, strict=True)
            for visit, minute in zip(call.visits, starts_within(call, begins, self.day), strict=True)
        }

    def _round_with(
        self, team: TeamOfTheDay, rounds: Mapping[str, Round], more: Sequence[VisitRequest]
    ) -> Round | None:
        """The team's round with these visits besides; None where somebody who was told would have to go."""
        asked, present = self._asked, rounds.get(team.code)
        stops = present.stops if present else ()
        told = [_as_told(_promised(asked[stop.reference], clock_time(stop.starts_at), team)) for stop in stops]
        return self._round_of(team, [*told, *more])

    def _round_of(self, team: TeamOfTheDay, visits: Sequence[VisitRequest]) -> Round | None:
        made = plan_rounds(self.day.model_copy(update={"teams": (team,)}), visits)
        if made.references != {visit.reference for visit in visits}:
            return None
        return made.rounds[0] if made.rounds else None

    def _not_before(self, visit: VisitRequest, minute: int) -> VisitRequest | None:
        """The visit no sooner than that; None where the day is over by then."""
        closes = minute_of(self.day.hours.back_by)
        if minute >= closes:
            return None
        window = Window(time(*divmod(minute, 60)), time(*divmod(closes, 60)))
        return visit.model_copy(update={"promise": None, "windows": (window,)})

    def _arrival(self, free_from: time, drive: int) -> int:
        return minute_of(free_from) + drive + self.day.hours.preparation_minutes

    def _reached_by_anybody(self, call: Call) -> int:
        """From when on any other team could be at this door, wherever it is now."""
        places = [self.day.office, *(request.place for request in self.requests)]
        return self._arrival(self.now, max(self.day.travel.minutes(place, call.place) for place in places))


def _promised(visit: VisitRequest, starts_at: time, team: TeamOfTheDay) -> VisitRequest:
    return visit.model_copy(update={"promise": Promise(starts_at=starts_at, team=team.code), "windows": ()})


def _as_told(visit: VisitRequest) -> VisitRequest:
    """What was told and signed is not judged again: whoever was to come may come."""
    return visit.model_copy(update={"needs": (), "not_with": ()})


def _apart(over: Sequence[VisitRequest], coming: Sequence[VisitRequest]) -> list[VisitRequest]:
    """Of a household of which one is over and another is to come, the first is a call of its own."""
    homes = {visit.household for visit in coming} - {None}
    return [visit.model_copy(update={"household": None}) if visit.household in homes else visit for visit in over]


def _in_this_order(wanted: Sequence[VisitRequest]) -> Iterator[Call]:
    """The calls of an order as it is; people of one household follow one another."""
    together: list[VisitRequest] = []
    for request in wanted:
        if together and (request.household is None or request.household != together[-1].household):
            yield Call(tuple(together))
            together = []
        together.append(request)
    if together:
        yield Call(tuple(together))


def _starts(tour: Round, reference: str) -> datetime:
    return next(stop.starts_at for stop in tour.stops if stop.reference == reference)
