"""What makes one plan better than another: whom it serves counts first, then the minutes it costs the office."""

from typing import NamedTuple

from casework.effective_dates import the_one_in_force
from casework.rounds.assumptions import PLAN_WEIGHTS, PlanWeights
from casework.rounds.calls import Call, Order, Orders
from casework.rounds.model import VisitRequest, WorkingDay
from casework.rounds.reserves import is_a_reserve
from casework.rounds.timetable import TimedOrder, Timetable, minute_of, starts_within


class Cost(NamedTuple):
    """Minutes on the road, unfair load and frail people waiting; among equal ones, when the teams are back. The less the better."""

    minutes: int
    returns: int

    def __add__(self, other: "Cost") -> "Cost":  # type: ignore[override]
        """Of two teams."""
        return Cost(self.minutes + other.minutes, self.returns + other.returns)

    def __sub__(self, other: "Cost") -> "Cost":
        """What it costs more."""
        return Cost(self.minutes - other.minutes, self.returns - other.returns)


NOTHING = Cost(0, 0)


class Score(NamedTuple):
    """The less the better: the weight of those who are not visited comes first."""

    not_visited: int
    cost: Cost


def score(orders: Orders, timetable: Timetable) -> Score:
    """How good a plan is; every order in it must fit."""
    planned = {call for order in orders.values() for call in order}
    lost = sum(weight(call, timetable.day) for call in timetable.calls if call not in planned)
    return Score(lost, sum((cost_of(order, timetable) for order in orders.values()), NOTHING))


def cost_of(order: Order, timetable: Timetable) -> Cost:
    """What an order costs; one that stays in the office costs nothing, and so does one that does not fit."""
    timed = timetable.fits(order) if order else None
    return cost_if(order, timed, timetable.day) if timed is not None else NOTHING


def cost_if(order: Order, timed: TimedOrder, day: WorkingDay) -> Cost:
    """A call more than a colleague's weighs like a drive, and so does each hour a frail person waits."""
    weights = weights_on(day)
    unfair = weights.fairness_minutes * len(order) ** 2
    return Cost(timed.travel + unfair + _frail_waiting(order, timed, weights, day), timed.returns)


def weight(call: Call, day: WorkingDay) -> int:
    """What it weighs to leave a call out of this day's plan."""
    return sum(_weight(request, day) for request in call.visits)


def _weight(request: VisitRequest, day: WorkingDay) -> int:
    weights = weights_on(day)
    if is_a_reserve(request):
        return weights.reserve
    if request.promise is not None:
        return weights.promised
    if request.last_safe_day < day.following[0]:
        return weights.too_late_tomorrow
    if request.urgent:
        return weights.urgent
    days_to_spare = sum(following <= request.last_safe_day for following in day.following)
    return weights.waiting + weights.waiting_a_day * (len(day.following) - days_to_spare)


def _frail_waiting(order: Order, timed: TimedOrder, weights: PlanWeights, day: WorkingDay) -> int:
    first = minute_of(day.hours.first_start)
    return sum(
        (starts - first) * weights.frail_minutes_an_hour // 60
        for call, begins in zip(order, timed.starts, strict=True)
        if any(request.frail for request in call.visits)
        for request, starts in zip(call.visits, starts_within(call, begins, day), strict=True)
        if request.frail
    )


def weights_on(day: WorkingDay) -> PlanWeights:
    """The weights in force on the day that is planned."""
    return the_one_in_force(PLAN_WEIGHTS, day.date, "the weights of a plan")
