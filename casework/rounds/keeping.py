"""Nobody is moved who need not be: whoever has a place in a plan keeps team and minute in the next one."""

from collections.abc import Collection, Sequence

from casework.clock import clock_time
from casework.rounds.calls import Call, Order, Orders, may_make
from casework.rounds.model import Promise, TeamOfTheDay, VisitRequest, WorkingDay
from casework.rounds.plan import Plan, Stop
from casework.rounds.timetable import Timetable


def kept_as_planned(
    requests: Sequence[VisitRequest], plan: Plan, day: WorkingDay, keep: Collection[str]
) -> tuple[VisitRequest, ...]:
    """Whoever of ``keep`` is planned keeps team and beginning like a promise, unless the team is lost or may not come any more.

    Everybody else keeps what was promised before, and only that.
    """
    teams = {team.code: team for team in day.teams}
    places = {
        stop.reference: (teams[tour.team.code], promise_of(stop, tour.team.code))
        for tour in plan.rounds
        if tour.team.code in teams
        for stop in tour.stops
        if stop.reference in keep
    }
    kept = {
        request.reference: promised
        for request in requests
        if request.reference in places and (promised := _kept(request, *places[request.reference], day)) is not None
    }
    lost_homes = {
        request.household
        for request in requests
        if request.reference in places and request.reference not in kept and request.may_be_on(day.date)
    } - {None}
    return tuple(
        request if request.household in lost_homes else kept.get(request.reference, request) for request in requests
    )


def _kept(request: VisitRequest, team: TeamOfTheDay, promise: Promise, day: WorkingDay) -> VisitRequest | None:
    """None where the visit is not on this day any more, or the team may not make it: its whole household is free then."""
    kept = request.model_copy(update={"promise": promise})
    return kept if kept.may_be_on(day.date) and may_make(Call((kept,)), team) else None


def promise_of(stop: Stop, team: str) -> Promise:
    """A stop as a promise: the same team at the same minute, on the office's clock."""
    return Promise(starts_at=clock_time(stop.starts_at), team=team)


class KeepingSolver:
    """A solver that begins with the rounds of an earlier plan, so that mending only has to add to them."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def __call__(self, timetable: Timetable) -> Orders:
        """The earlier rounds as far as they are still asked for and still fit."""
        calls = {visit.reference: call for call in timetable.calls for visit in call.visits}
        orders: dict[str, Order] = {team.code: () for team in timetable.day.teams}
        for tour in self._plan.rounds:
            if tour.team.code in orders:
                orders[tour.team.code] = _as_long_as_it_fits(tour.stops, tour.team.code, calls, timetable)
        return orders


def _as_long_as_it_fits(stops: Sequence[Stop], team: str, calls: dict[str, Call], timetable: Timetable) -> Order:
    able = {one.code: one for one in timetable.day.teams}[team]
    order: Order = ()
    for stop in stops:
        call = calls.get(stop.reference)
        if call is None or call in order or not timetable.may_make(call, able):
            continue
        if timetable.fits((*order, call)) is not None:
            order = (*order, call)
    return order
