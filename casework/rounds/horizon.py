"""The days after: whoever cannot be visited on a day gets the best later one, by the same planner and the same rules."""

from collections.abc import Sequence
from datetime import date

from casework.rounds.explaining import TOO_LATE, without_the_lateness
from casework.rounds.model import VisitRequest, WorkingDay
from casework.rounds.plan import LeftOut, Plan
from casework.rounds.planner import Solver, plan_rounds


def plan_ahead(
    days: Sequence[WorkingDay], requests: Sequence[VisitRequest], solver: Solver | None = None
) -> tuple[Plan, ...]:
    """A plan for each day in turn; whoever is left out on one waits for the next, and nobody is planned twice.

    Of the first day's left-outs each is told the day on which it is planned, where one of the days has room.
    Raises ``ValueError`` where the days do not follow one another.
    """
    if list(days) != sorted(days, key=lambda day: day.date):
        raise ValueError("the days to be planned must follow one another: sort them")
    waiting, plans = list(requests), list[Plan]()
    for day in days:
        plan = plan_rounds(day, waiting, solver)
        plans.append(plan)
        planned = {stop.reference for tour in plan.rounds for stop in tour.stops}
        waiting = [request for request in waiting if request.reference not in planned]
        if not waiting:
            break
    return (_with_later_days(plans, requests), *plans[1:])


def _with_later_days(plans: Sequence[Plan], requests: Sequence[VisitRequest]) -> Plan:
    later = {stop.reference: plan.date for plan in plans[1:] for tour in plan.rounds for stop in tour.stops}
    safe = {request.reference: request.last_safe_day for request in requests}
    left_out = tuple(_planned_for(left, later.get(left.reference), safe[left.reference]) for left in plans[0].left_out)
    return plans[0].model_copy(update={"left_out": left_out})


def _planned_for(left: LeftOut, day: date | None, last_safe_day: date) -> LeftOut:
    """The day on which it is planned instead of the next one that could be; that one may be too late."""
    if day is None:
        return left
    too_late = day > last_safe_day
    words = (
        without_the_lateness(words) + (late if too_late else "")
        for words, late in zip((left.explanation_indonesian, left.explanation_english), TOO_LATE, strict=True)
    )
    indonesian, english = words
    return left.model_copy(
        update={
            "next_chance": day,
            "planned_for": day,
            "too_late": too_late,
            "explanation_indonesian": indonesian,
            "explanation_english": english,
        }
    )
