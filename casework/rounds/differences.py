"""One plan of a day beside the one before it: who came in, who went out, who goes with another team or at another time."""

from dataclasses import dataclass
from datetime import datetime

from casework.rounds.plan import Plan

Place = tuple[str, datetime]


@dataclass(frozen=True)
class Difference:
    """One visit that is not where it was: its team and beginning in the earlier plan and in the later, None where it is in none."""

    reference: str
    before: Place | None
    after: Place | None


def differences(earlier: Plan, later: Plan) -> tuple[Difference, ...]:
    """Every visit whose place differs, in the order of the references; empty where nobody was moved."""
    before, after = _places(earlier), _places(later)
    return tuple(
        Difference(reference, before.get(reference), after.get(reference))
        for reference in sorted(before.keys() | after.keys())
        if before.get(reference) != after.get(reference)
    )


def _places(plan: Plan) -> dict[str, Place]:
    return {stop.reference: (tour.team.code, stop.starts_at) for tour in plan.rounds for stop in tour.stops}
