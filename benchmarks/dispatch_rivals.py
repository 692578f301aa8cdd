"""How rounds are made elsewhere, by the same hard rules: what came first, what is nearest, what is most urgent."""

from collections.abc import Callable, Iterable

from benchmarks.dispatch_days import SyntheticDay
from casework.rounds.calls import Call, Orders
from casework.rounds.timetable import Timetable

Rival = Callable[[SyntheticDay, Timetable], Orders]


def first_come_first_served(day: SyntheticDay, timetable: Timetable) -> Orders:
    """Each in the order of its application, at the end of the first team's round that can take it."""
    del day
    arrived = sorted(timetable.calls, key=lambda call: call.first.reference)
    return _appended(_promised_first(arrived), timetable, cheapest=False)


def by_priority(day: SyntheticDay, timetable: Timetable) -> Orders:
    """Whoever is dearest to leave out first, at the end of the round that comes nearest."""
    dearest = sorted(
        timetable.calls, key=lambda call: (-day.hours_if_left_out[call.first.reference], call.first.reference)
    )
    return _appended(_promised_first(dearest), timetable, cheapest=True)


def nearest_neighbour(day: SyntheticDay, timetable: Timetable) -> Orders:
    """Team after team, each goes on to the nearest home that it still can visit."""
    del day
    orders: dict[str, tuple[Call, ...]] = {}
    waiting = list(timetable.calls)
    for team in timetable.day.teams:
        order: tuple[Call, ...] = ()
        while True:
            last = timetable.number[order[-1]] if order else 0
            able = [
                call
                for call in waiting
                if timetable.may_make(call, team) and timetable.fits((*order, call)) is not None
            ]
            if not able:
                break
            nearest = min(able, key=lambda call: (timetable.drives[last][timetable.number[call]], call.first.reference))
            order, waiting = (*order, nearest), [call for call in waiting if call is not nearest]
        orders[team.code] = order
    return orders


def _promised_first(calls: Iterable[Call]) -> list[Call]:
    return sorted(
        calls, key=lambda call: (call.first.promise is None, call.first.promise and call.first.promise.starts_at)
    )


def _appended(calls: Iterable[Call], timetable: Timetable, *, cheapest: bool) -> Orders:
    orders: dict[str, tuple[Call, ...]] = {team.code: () for team in timetable.day.teams}
    for call in calls:
        ends = []
        for team in timetable.day.teams:
            order = orders[team.code]
            if timetable.may_make(call, team) and timetable.fits((*order, call)) is not None:
                last = timetable.number[order[-1]] if order else 0
                ends.append((timetable.drives[last][timetable.number[call]] if cheapest else 0, team.code))
        if ends:
            orders[min(ends)[1]] += (call,)
    return orders
