"""A plan made better by small moves, for as long as one helps: somebody comes in, somebody goes elsewhere."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from casework.rounds.calls import Call, Order, Orders
from casework.rounds.insertion import cheapest_place, missing, put_in_all
from casework.rounds.objective import cost_of, score, weight
from casework.rounds.timetable import Timetable

MOST_PASSES = 8


def mended(orders: Orders, timetable: Timetable) -> Orders:
    """Whatever fits is put in; nobody falls for somebody of less weight; then each call goes where it costs least."""
    best = put_in_all(missing(orders, timetable), orders, timetable)
    for _ in range(MOST_PASSES):
        before = best
        best = _move_each(_make_room(best, timetable), timetable)
        best = put_in_all(missing(best, timetable), best, timetable)
        if best == before:
            break
    return best


def _make_room(orders: Orders, timetable: Timetable) -> Orders:
    """Whoever is left out, the weightiest first, comes in where one or two others go that find a place or weigh less."""
    best = orders
    lost_if_out = _lost_if_out(best, timetable)
    for call in sorted(missing(orders, timetable), key=lambda call: -weight(call, timetable.day)):
        found = _with(call, best, lost_if_out, timetable)
        if found is not None:
            best, lost_if_out = found, _lost_if_out(found, timetable)
    return best


def _lost_if_out(orders: Orders, timetable: Timetable) -> dict[Call, int]:
    """What it weighs to take a call out: nothing, where it finds a place with another team."""
    return {
        call: 0 if _goes_elsewhere(call, code, orders, timetable) else weight(call, timetable.day)
        for code, order in orders.items()
        for call in order
    }


def _with(call: Call, orders: Orders, lost_if_out: Mapping[Call, int], timetable: Timetable) -> Orders | None:
    own = weight(call, timetable.day)
    for team in (team for team in timetable.day.teams if timetable.may_make(call, team)):
        for out in _movable(orders[team.code]):
            if sum(lost_if_out[other] for other in out) < own:
                tried = _exchanged(call, out, team.code, orders, timetable)
                if tried is not None:
                    return tried
    return None


def _goes_elsewhere(call: Call, code: str, orders: Orders, timetable: Timetable) -> bool:
    others = {other: order for other, order in orders.items() if other != code}
    return cheapest_place(call, others, timetable) is not None


def _exchanged(call: Call, out: tuple[Call, ...], code: str, orders: Orders, timetable: Timetable) -> Orders | None:
    kept = tuple(other for other in orders[code] if other not in out)
    place = cheapest_place(call, {code: kept}, timetable)
    if place is None:
        return None
    tried = put_in_all(out, dict(orders) | {code: place[3]}, timetable)
    placed = {other for order in tried.values() for other in order}
    lost = sum(weight(other, timetable.day) for other in out if other not in placed)
    return tried if lost < weight(call, timetable.day) else None


def _movable(order: Order) -> Iterator[tuple[Call, ...]]:
    movable = [other for other in order if all(request.promise is None for request in other.visits)]
    for number in (1, 2):
        yield from combinations(movable, number)


def _move_each(orders: Orders, timetable: Timetable) -> Orders:
    """Each call goes to where it costs less, if there is such a place: another team, or another place in the same order."""
    best = dict(orders)
    for call in [call for order in orders.values() for call in order]:
        code, order = next((code, order) for code, order in best.items() if call in order)
        kept = tuple(other for other in order if other is not call)
        place = cheapest_place(call, best | {code: kept}, timetable)
        if place is not None and place[0] < cost_of(order, timetable) - cost_of(kept, timetable):
            best |= {code: kept}
            best |= {place[1]: place[3]}
    return best


def better(one: Orders, other: Orders, timetable: Timetable) -> Orders:
    """The better of two plans, the first where they are equal."""
    return one if score(one, timetable) <= score(other, timetable) else other
