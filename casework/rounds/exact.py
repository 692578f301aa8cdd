"""The best plan of a small day, found by trying every order: what an office with two teams lives with."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import perm

from casework.rounds.calls import Call, Order, Orders
from casework.rounds.model import TeamOfTheDay
from casework.rounds.objective import NOTHING, Cost, cost_if, weight
from casework.rounds.timetable import Timetable

MOST_ORDERS, MOST_CALLS, MOST_TEAMS = 15_000, 9, 4


@dataclass(frozen=True)
class _Best:
    """The cheapest way to make the calls of a set, by as many teams as were looked at."""

    cost: Cost
    orders: tuple[Order, ...]


def is_small(timetable: Timetable) -> bool:
    """Whether every order of a day's calls can be tried in a moment: few calls, few teams, and few calls that one team may make."""
    calls, at_most = len(timetable.calls), timetable.most_calls_of_a_team()
    orders = sum(perm(calls, number) for number in range(1, min(calls, at_most) + 1))
    return calls <= MOST_CALLS and len(timetable.day.teams) <= MOST_TEAMS and orders <= MOST_ORDERS


def best_orders(timetable: Timetable) -> Orders:
    """The orders with the best score there is; among equal ones always the same. Sets are bits: bit n is the n-th call."""
    routes = _best_routes(timetable)
    reached: dict[int, _Best] = {0: _Best(NOTHING, ())}
    for team in timetable.day.teams:
        reached = _with_a_team(reached, {made: routes[made] for made in routes if _may_make(made, team, timetable)})
    lost = {made: -_weight_of(made, timetable) for made in reached}
    best = min(reached, key=lambda made: (lost[made], reached[made].cost, _numbers(made, timetable)))
    return {team.code: order for team, order in zip(timetable.day.teams, reached[best].orders, strict=True)}


def _with_a_team(reached: dict[int, _Best], routes: dict[int, _Best]) -> dict[int, _Best]:
    """Each set made so far, with each set that one more team can make besides; among equal ones it stays in the office."""
    found = {made: _Best(so_far.cost, (*so_far.orders, ())) for made, so_far in reached.items()}
    for made, so_far in reached.items():
        for more, route in routes.items():
            if made & more:
                continue
            cost = so_far.cost + route.cost
            if made | more not in found or cost < found[made | more].cost:
                found[made | more] = _Best(cost, (*so_far.orders, *route.orders))
    return found


def _best_routes(timetable: Timetable) -> dict[int, _Best]:
    """The cheapest order of each set of calls that one team can make at all, the empty one included."""
    routes: dict[int, _Best] = {0: _Best(NOTHING, ((),))}
    for order, made in _orders((), 0, timetable):
        timed = timetable.in_time(order)
        if timed is None:
            continue
        cost = cost_if(order, timed, timetable.day)
        if made not in routes or cost < routes[made].cost:
            routes[made] = _Best(cost, (order,))
    return routes


def _orders(order: Order, made: int, timetable: Timetable) -> Iterator[tuple[Order, int]]:
    """Every order of every set that can be begun; whether its team is back in time is seen later."""
    for number, call in enumerate(timetable.calls):
        longer = (*order, call)
        if made & 1 << number or not timetable.is_within_limit(longer) or timetable.starts_of(longer) is None:
            continue
        yield longer, made | 1 << number
        yield from _orders(longer, made | 1 << number, timetable)


def _may_make(made: int, team: TeamOfTheDay, timetable: Timetable) -> bool:
    return all(timetable.may_make(call, team) for call in _calls(made, timetable))


def _weight_of(made: int, timetable: Timetable) -> int:
    return sum(weight(call, timetable.day) for call in _calls(made, timetable))


def _calls(made: int, timetable: Timetable) -> list[Call]:
    return [timetable.calls[number] for number in _numbers(made, timetable)]


def _numbers(made: int, timetable: Timetable) -> tuple[int, ...]:
    return tuple(number for number in range(len(timetable.calls)) if made & 1 << number)
