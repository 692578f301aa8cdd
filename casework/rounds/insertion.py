"""The plain planner: whoever goes first, each at the place where it costs least."""

from collections.abc import Iterable, Iterator

from casework.rounds.calls import Call, Order, Orders
from casework.rounds.model import TeamOfTheDay
from casework.rounds.objective import Cost, cost_if, cost_of
from casework.rounds.timetable import Timetable

# What it costs more, the team, late places first; and the order that it makes.
Place = tuple[Cost, str, int, Order]


def plain_orders(timetable: Timetable) -> Orders:
    """Those whose last safe visit day comes first are planned first."""
    return put_in_all(timetable.calls, {team.code: () for team in timetable.day.teams}, timetable)


def put_in_all(calls: Iterable[Call], orders: Orders, timetable: Timetable) -> Orders:
    """Whatever fits is put in, one after the other; nobody is moved from one team to another for it."""
    placed, waiting = dict(orders), list(calls)
    # A second look costs little: a call put in later may have made a detour on which an earlier one fits.
    while True:
        left = []
        for call in waiting:
            place = cheapest_place(call, placed, timetable)
            if place is None:
                left.append(call)
            else:
                placed[place[1]] = place[3]
        if len(left) == len(waiting):
            return placed
        waiting = left


def cheapest_place(call: Call, orders: Orders, timetable: Timetable) -> Place | None:
    """Where a call fits best; None where it fits nowhere. Only the teams that have an order are looked at."""
    teams = (team for team in timetable.day.teams if team.code in orders)
    places = (place for team in teams for place in _places(call, team, orders[team.code], timetable))
    return min(places, key=lambda place: place[:3], default=None)


def missing(orders: Orders, timetable: Timetable) -> list[Call]:
    """The calls that are in no order, whoever goes first first."""
    planned = {call for order in orders.values() for call in order}
    return [call for call in timetable.calls if call not in planned]


def _places(call: Call, team: TeamOfTheDay, order: Order, timetable: Timetable) -> Iterator[Place]:
    if not timetable.may_make(call, team):
        return
    before = cost_of(order, timetable)
    for position in range(len(order) + 1):
        longer = (*order[:position], call, *order[position:])
        timed = timetable.fits(longer)
        if timed is not None:
            yield cost_if(longer, timed, timetable.day) - before, team.code, -position, longer
