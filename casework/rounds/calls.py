"""One call at one door: a visit, or those of a household one after the other. Who may make it: the rules without a clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

from casework.rounds.model import TeamOfTheDay, VisitRequest
from casework.rounds.travel import Place


@dataclass(frozen=True, eq=False)
class Call:
    """The visits of one call in the order in which they are made; two calls are the same only if they are the same thing."""

    visits: tuple[VisitRequest, ...]

    @property
    def first(self) -> VisitRequest:
        """Whoever of the household goes first; all of them live in the same regency."""
        return self.visits[0]

    @property
    def place(self) -> Place:
        """Where the team drives to."""
        return self.first.place


# A team's day is an order of calls; a plan is one for each team, by its code.
Order = tuple[Call, ...]
Orders = Mapping[str, Order]


def calls_of(requests: Iterable[VisitRequest]) -> list[Call]:
    """People of one household are one call; whoever goes first comes first, within a call the promised by their minutes."""
    by_door: dict[tuple[str, str], list[VisitRequest]] = {}
    for request in sorted(requests, key=lambda request: request.rank):
        door = ("household", request.household) if request.household else ("case", request.reference)
        by_door.setdefault(door, []).append(request)
    calls = (Call(tuple(sorted(visits, key=_turn_at_the_door))) for visits in by_door.values())
    return sorted(calls, key=lambda call: call.first.rank)


def _turn_at_the_door(request: VisitRequest) -> tuple[bool, time, tuple[bool, date, bool, str, str]]:
    promised = request.promise
    return (promised is None, promised.starts_at if promised else time.min, request.rank)


def visits_of(order: Iterable[Call]) -> list[VisitRequest]:
    """The visits of an order, one after the other."""
    return [request for call in order for request in call.visits]


def may_make(call: Call, team: TeamOfTheDay) -> bool:
    """Whether a team has what everybody of the call needs, is welcome, and is the one that was promised."""
    return is_able(call, team) and is_welcome(call, team) and is_promised(call, team)


def is_able(call: Call, team: TeamOfTheDay) -> bool:
    """Whether the team offers what everybody of the call needs."""
    return all(team.offers.issuperset(request.needs) for request in call.visits)


def is_welcome(call: Call, team: TeamOfTheDay) -> bool:
    """Whether nobody of the team is kept from this door."""
    return all(set(team.members).isdisjoint(request.not_with) for request in call.visits)


def is_promised(call: Call, team: TeamOfTheDay) -> bool:
    """Whether no other team was promised."""
    return all(request.promise is None or request.promise.team in (None, team.code) for request in call.visits)
