"""The plain planner: by last safe visit day, each visit at the place where it costs the least driving.

Whatever fits is put in; whoever is left out is told why. Same input, same plan: everything is sorted, nothing is
drawn or timed.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time, timedelta

from casework.office_calendar import at
from casework.rounds.explaining import left_out
from casework.rounds.model import LeftOut, LeftOutReason, Plan, Round, Stop, TeamOfTheDay, VisitRequest, WorkingDay
from casework.rounds.timing import TimedRound, TimedVisit, time_round

Planner = Callable[[WorkingDay, Sequence[VisitRequest]], Plan]
Orders = dict[str, tuple[VisitRequest, ...]]


def plan_rounds(day: WorkingDay, requests: Sequence[VisitRequest]) -> Plan:
    """Those whose last safe visit day comes first are planned first; nobody twice, and nobody who would fit is left out.

    Raises ``ValueError`` where a reference or a team code comes twice.
    """
    _refuse_doubles([request.reference for request in requests], "the case")
    _refuse_doubles([team.code for team in day.teams], "the team")
    orders: Orders = {team.code: () for team in day.teams}
    waiting = sorted(requests, key=lambda request: request.rank)
    # A second look costs little: a visit put in later may have made a detour on which an earlier one fits.
    while placed := [request for request in waiting if _put_in(request, orders, day)]:
        waiting = [request for request in waiting if request not in placed]
    rounds = tuple(_round(team, orders[team.code], day) for team in day.teams if orders[team.code])
    return Plan(date=day.date, rounds=rounds, left_out=tuple(_left_out(request, orders, day) for request in waiting))


def _refuse_doubles(names: Sequence[str], what: str) -> None:
    doubles = sorted({name for name in names if names.count(name) > 1})
    if doubles:
        raise ValueError(f"{what} {', '.join(doubles)} is there more than once: give each once")


def _put_in(request: VisitRequest, orders: Orders, day: WorkingDay) -> bool:
    choices = [choice for team in day.teams for choice in _choices(request, team, orders[team.code], day)]
    if not choices:
        return False
    _, _, code, _, order = min(choices, key=lambda choice: choice[:4])
    orders[code] = order
    return True


def _choices(
    request: VisitRequest, team: TeamOfTheDay, order: tuple[VisitRequest, ...], day: WorkingDay
) -> Iterator[tuple[int, int, str, int, tuple[VisitRequest, ...]]]:
    """Each place where the visit fits: its extra minutes on the road, the team's return, the team, late places first."""
    if not _may_visit(request, team, day):
        return
    before = time_round(order, day) if order else None
    for position in range(len(order) + 1):
        longer = (*order[:position], request, *order[position:])
        timed = _fits(longer, day)
        if timed is not None:
            yield timed.travel - (before.travel if before else 0), timed.returns, team.code, -position, longer


def _may_visit(request: VisitRequest, team: TeamOfTheDay, day: WorkingDay) -> bool:
    return _is_due(request, day) and _is_able(request, team) and _is_welcome(request, team)


def _is_able(request: VisitRequest, team: TeamOfTheDay) -> bool:
    return team.offers.issuperset(request.needs)


def _is_welcome(request: VisitRequest, team: TeamOfTheDay) -> bool:
    return set(team.members).isdisjoint(request.not_with)


def _is_due(request: VisitRequest, day: WorkingDay) -> bool:
    return request.not_before is None or request.not_before <= day.date


def _fits(order: tuple[VisitRequest, ...], day: WorkingDay) -> TimedRound | None:
    within = day.is_within_capacity([request.regency_code for request in order])
    return time_round(order, day) if within else None


def _left_out(request: VisitRequest, orders: Orders, day: WorkingDay) -> LeftOut:
    return left_out(request, _reason(request, orders, day), day)


def _reason(request: VisitRequest, orders: Orders, day: WorkingDay) -> LeftOutReason:
    """The first constraint that, tried alone, keeps the visit out."""
    if not _is_due(request, day):
        return LeftOutReason.NOT_BEFORE
    able = [team for team in day.teams if _is_able(request, team)]
    welcome = [team for team in able if _is_welcome(request, team)]
    if not welcome:
        return _no_team(day, able)
    if time_round((request,), day) is None:
        return LeftOutReason.UNREACHABLE_IN_WINDOW
    if any(_fits_in_time(request, orders[team.code], day) for team in welcome):
        return LeftOutReason.TEAM_LIMIT_REACHED
    in_the_way = [other for team in welcome for other in orders[team.code]]
    outranked = all(other.rank < request.rank for other in in_the_way)
    return LeftOutReason.OUTRANKED_BY_PRIORITY if outranked else LeftOutReason.NO_ROOM_LEFT_TODAY


def _no_team(day: WorkingDay, able: Sequence[TeamOfTheDay]) -> LeftOutReason:
    if not day.teams:
        return LeftOutReason.NO_TEAM_TODAY
    return LeftOutReason.EVERY_TEAM_BARRED if able else LeftOutReason.NO_TEAM_WITH_SKILL


def _fits_in_time(request: VisitRequest, order: tuple[VisitRequest, ...], day: WorkingDay) -> bool:
    return any(time_round((*order[:position], request, *order[position:]), day) for position in range(len(order) + 1))


def _round(team: TeamOfTheDay, order: tuple[VisitRequest, ...], day: WorkingDay) -> Round:
    timed = time_round(order, day)
    if timed is None:
        raise RuntimeError(
            f"the round of team {team.code} no longer fits its own day: the planner is at fault, report it"
        )
    return Round(
        team=team, stops=tuple(_stop(visit, day) for visit in timed.visits), returns_at=_moment(day, timed.returns)
    )


def _stop(visit: TimedVisit, day: WorkingDay) -> Stop:
    return Stop(
        reference=visit.request.reference,
        regency_code=visit.request.regency_code,
        # just in time: a team that need not hurry rests where it is
        leaves_previous_at=_moment(day, visit.starts - day.hours.preparation_minutes - visit.travel),
        travel_minutes=visit.travel,
        starts_at=_moment(day, visit.starts),
        ends_at=_moment(day, visit.ends),
    )


def _moment(day: WorkingDay, minute: int) -> datetime:
    return at(day.date, time.min) + timedelta(minutes=minute)
