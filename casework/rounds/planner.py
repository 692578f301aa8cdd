"""The day's plan: the best there is on a small day; on a large one the solver's, mended, or the plain planner's.

Whatever fits is put in; whoever is left out is told why. Same input, same plan: everything is sorted, nothing is
drawn or timed.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time, timedelta

from casework.office_calendar import at
from casework.rounds.calls import Call, Order, Orders, calls_of
from casework.rounds.exact import best_orders, is_small
from casework.rounds.explaining import explain_left_out
from casework.rounds.insertion import plain_orders
from casework.rounds.mending import better, mended
from casework.rounds.model import TeamOfTheDay, VisitRequest, WorkingDay
from casework.rounds.plan import Plan, Planner, Reserve, Round, Stop
from casework.rounds.reserves import is_a_reserve, reserves_of
from casework.rounds.timetable import Timetable, starts_within

# Orders for a day's calls, or in a sentence why there are none.
Solver = Callable[[Timetable], Orders | str]


def plan_rounds(day: WorkingDay, requests: Sequence[VisitRequest], solver: Solver | None = None) -> Plan:
    """Promised visits stay, then those who cannot wait, then whoever fits best; nobody who would fit is left out.

    Raises ``ValueError`` where a reference comes twice, a team, an officer, a kit or a vehicle is in two teams, or a home
    lies outside the area.
    """
    _refuse_doubles([request.reference for request in requests], "the case")
    _refuse_doubles([team.code for team in day.teams], "the team")
    _refuse_doubles([member for team in day.teams for member in team.members], "the officer")
    _refuse_doubles([team.kit for team in day.teams], "the kit")
    _refuse_doubles([team.vehicle for team in day.teams], "the vehicle")
    due = [request for request in requests if request.may_be_on(day.date)]
    timetable = Timetable(day, calls_of([*due, *reserves_of(day, requests)]))
    orders, planner, trouble = _best_found(timetable, solver)
    return Plan(
        date=day.date,
        rounds=tuple(tour for team in day.teams if (tour := _round(team, orders, timetable)) is not None),
        left_out=explain_left_out(requests, orders, timetable),
        reserves=_reserves(orders, timetable),
        planner=planner,
        solver_trouble=trouble,
    )


def _best_found(timetable: Timetable, solver: Solver | None) -> tuple[Orders, Planner, str | None]:
    if is_small(timetable):
        return best_orders(timetable), Planner.EXACT, None
    plain = plain_orders(timetable)
    solved = solver(timetable) if solver else None
    if solved is None or isinstance(solved, str):
        return mended(plain, timetable), Planner.PLAIN, solved
    return better(mended(solved, timetable), plain, timetable), Planner.SOLVER, None


def _refuse_doubles(names: Sequence[str], what: str) -> None:
    doubles = sorted(name for name, times in Counter(names).items() if times > 1)
    if doubles:
        raise ValueError(f"{what} {', '.join(doubles)} is there more than once: give each once")


def _round(team: TeamOfTheDay, orders: Orders, timetable: Timetable) -> Round | None:
    """The round of a team as the register keeps it; a place kept for an emergency is no stop of it."""
    timed = timetable.fits(orders[team.code])
    if timed is None:
        raise RuntimeError(
            f"the round of team {team.code} no longer fits its own day: the planner is at fault, report it"
        )
    stops: list[Stop] = []
    place = timetable.day.office
    for call, begins in zip(orders[team.code], timed.starts, strict=True):
        if not is_a_reserve(call.first):
            drive = timetable.day.travel.minutes(place, call.place)
            stops.extend(_stops(call, begins, drive, timetable.day))
            place = call.place
    return Round(team=team, stops=tuple(stops), returns_at=_moment(timetable.day, timed.returns)) if stops else None


def _stops(call: Call, begins: int, drive: int, day: WorkingDay) -> Iterator[Stop]:
    """Just in time: a team that need not hurry rests where it is. The second of a household is already there."""
    arrives = begins - day.hours.preparation_minutes
    for request, starts in zip(call.visits, starts_within(call, begins, day), strict=True):
        yield Stop(
            reference=request.reference,
            regency_code=request.regency_code,
            leaves_previous_at=_moment(day, arrives - drive),
            travel_minutes=drive,
            starts_at=_moment(day, starts),
            ends_at=_moment(day, starts + request.service_minutes),
        )
        arrives, drive = starts + request.service_minutes, 0


def _reserves(orders: Orders, timetable: Timetable) -> tuple[Reserve, ...]:
    return tuple(
        Reserve(
            team=code,
            starts_at=_moment(timetable.day, begins),
            ends_at=_moment(timetable.day, begins + call.first.service_minutes),
        )
        for code, order in orders.items()
        for call, begins in zip(order, _starts(order, timetable), strict=True)
        if is_a_reserve(call.first)
    )


def _starts(order: Order, timetable: Timetable) -> tuple[int, ...]:
    timed = timetable.fits(order)
    return timed.starts if timed is not None else ()


def _moment(day: WorkingDay, minute: int) -> datetime:
    return at(day.date, time.min) + timedelta(minutes=minute)
