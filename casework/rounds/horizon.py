"""The days after: whoever cannot be visited on a day gets the best later one, by the same rules."""

from collections.abc import Sequence

from casework.rounds.explaining import with_a_later_day
from casework.rounds.model import VisitRequest, WorkingDay
from casework.rounds.plan import Plan
from casework.rounds.planner import Solver, plan_rounds


def plan_ahead(days: Sequence[WorkingDay], requests: Sequence[VisitRequest], solver: Solver | None = None) -> Plan:
    """The plan of the first day; whoever is left out is told the day after it that has room.

    The solver is asked about the first day only, so that its time is the whole's. Raises ``ValueError`` where the days do
    not follow one another.
    """
    _refuse_disorder(days)
    plan = plan_rounds(days[0], requests, solver)
    asked = {request.reference: request for request in requests}
    later = plan_each(days[1:], [asked[left.reference] for left in plan.left_out])
    planned_for = {reference: one.date for one in later for reference in one.references}
    left_out = tuple(
        with_a_later_day(left, asked[left.reference], planned_for[left.reference])
        if left.reference in planned_for
        else left
        for left in plan.left_out
    )
    return plan.model_copy(update={"left_out": left_out})


def plan_each(
    days: Sequence[WorkingDay], requests: Sequence[VisitRequest], solver: Solver | None = None
) -> tuple[Plan, ...]:
    """A plan for each day in turn: whoever is left out on one waits for the next, and nobody is planned twice.

    Raises ``ValueError`` where the days do not follow one another.
    """
    _refuse_disorder(days)
    waiting, plans = list(requests), list[Plan]()
    for day in days:
        if not waiting:
            break
        plans.append(plan_rounds(day, waiting, solver))
        waiting = [request for request in waiting if request.reference not in plans[-1].references]
    return tuple(plans)


def _refuse_disorder(days: Sequence[WorkingDay]) -> None:
    if [day.date for day in days] != sorted({day.date for day in days}):
        raise ValueError("the days to be planned must follow one another: sort them")
