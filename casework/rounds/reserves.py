"""Places kept free for an emergency: a call in town that nobody has asked for yet."""

from collections.abc import Sequence

from casework.rounds.model import VisitRequest, WorkingDay

RESERVED_IN = "33.72"  # in the city, where a team passes anyway


class KeptFree(VisitRequest):
    """A place kept free; it has a reference only so that plans are always the same."""


def reserves_of(day: WorkingDay, requests: Sequence[VisitRequest]) -> list[VisitRequest]:
    """As many places as the day keeps free, less those that an urgent visit asks for already."""
    urgent = sum(request.urgent and request.may_be_on(day.date) for request in requests)
    return [
        KeptFree(reference=f"kept free {number}", regency_code=RESERVED_IN, last_safe_day=day.following[-1])
        for number in range(1, day.reserve - urgent + 1)
    ]


def is_a_reserve(request: VisitRequest) -> bool:
    """Whether it is a place kept free, and no case."""
    return isinstance(request, KeptFree)
