"""A day's rounds against what others would do on the same day: ``python -m benchmarks.dispatch_plans``.

Cost: hours on the road, and for each visit left out the hours that it weighs (3 to 20). Every plan is made by the same
hard rules; ours is judged by the independent checker besides.
"""

import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.dispatch_days import SyntheticDay, synthetic_day
from benchmarks.dispatch_rivals import Rival, by_priority, first_come_first_served, nearest_neighbour
from benchmarks.dispatch_solvers import by_or_tools, by_pyvrp
from benchmarks.reporting import options, spread, tell
from casework.rounds import Plan, check_plan, plan_rounds
from casework.rounds.calls import Orders, calls_of
from casework.rounds.guarded_solver import GuardedSolver
from casework.rounds.insertion import missing
from casework.rounds.timetable import Timetable

SIZES = ((20, 3), (100, 15))
RIVALS: dict[str, Rival] = {
    "first come, first served": first_come_first_served,
    "nearest neighbour": nearest_neighbour,
    "greedy by priority": by_priority,
    "OR-Tools, 5 s": by_or_tools,
    "pyvrp, 5 s": by_pyvrp,
}


@dataclass(frozen=True)
class Result:
    """One day: what our plan costs in hours, how long it took, what broke, and the ratio to each rival's cost."""

    hours: float
    seconds: float
    broken: int
    promises_lost: int
    left_out: int
    ratios: dict[str, float]


def main() -> None:
    """Measure and print."""
    parser = options(__doc__, repeats=10)
    parser.add_argument("--size", action="append", help="visits/teams, e.g. 500/60")
    parser.add_argument("--alone", action="store_true", help="without the rivals: for a thousand days")
    chosen = parser.parse_args()
    rivals = {} if chosen.alone else RIVALS
    sizes = [tuple(map(int, size.split("/"))) for size in chosen.size] if chosen.size else SIZES
    measured = {f"{visits}/{teams}": _days(visits, teams, chosen.repeats, rivals) for visits, teams in sizes}
    rows = [_row(size, results, rivals) for size, results in measured.items()]
    columns = (
        "visits/teams",
        "hours",
        "left out",
        "broken, promises lost",
        "seconds",
        *(f"to {name}" for name in rivals),
    )
    figures = {size: [vars(result) for result in results] for size, results in measured.items()}
    tell(f"Rounds of a day, {chosen.repeats} days each", columns, rows, as_json=chosen.json, figures=figures)


def _days(visits: int, teams: int, number: int, rivals: Mapping[str, Rival]) -> list[Result]:
    return [_measured(synthetic_day(visits, teams, seed), rivals) for seed in range(number)]


def _measured(synthetic: SyntheticDay, rivals: Mapping[str, Rival]) -> Result:
    before = time.monotonic()
    plan = plan_rounds(synthetic.day, synthetic.visits, GuardedSolver(seconds=120))
    seconds = time.monotonic() - before
    if plan.solver_trouble:
        raise RuntimeError(plan.solver_trouble)
    timetable = Timetable(synthetic.day, calls_of(synthetic.visits))
    hours = _hours(synthetic, _orders(plan, timetable), timetable)
    promised = {visit.reference for visit in synthetic.visits if visit.promise is not None}
    lost = promised & {left.reference for left in plan.left_out}
    broken = [one for one in check_plan(plan, synthetic.day, synthetic.visits) if one.reference not in lost]
    others = {name: _hours(synthetic, rival(synthetic, timetable), timetable) for name, rival in rivals.items()}
    return Result(
        hours,
        seconds,
        len(broken),
        len(lost),
        len(plan.left_out),
        {name: hours / other for name, other in others.items()},
    )


def _orders(plan: Plan, timetable: Timetable) -> Orders:
    call_of = {request.reference: call for call in timetable.calls for request in call.visits}
    return {tour.team.code: tuple(call_of[stop.reference] for stop in tour.stops) for tour in plan.rounds}


def _hours(synthetic: SyntheticDay, orders: Orders, timetable: Timetable) -> float:
    timed = [timetable.fits(order) for order in orders.values() if order]
    if None in timed:
        raise RuntimeError("an order does not fit: the rival breaks a rule")
    left = sum(synthetic.hours_if_left_out[call.first.reference] for call in missing(orders, timetable))
    return sum(one.travel for one in timed if one is not None) / 60 + left


def _row(size: str, results: Sequence[Result], rivals: Mapping[str, Rival]) -> list[str]:
    return [
        size,
        f"{statistics.mean(result.hours for result in results):.1f}",
        str(sum(result.left_out for result in results)),
        f"{sum(result.broken for result in results)}, {sum(result.promises_lost for result in results)}",
        spread([result.seconds for result in results], 1),
        *(f"{statistics.mean(result.ratios[name] for result in results):.2f}" for name in rivals),
    ]


if __name__ == "__main__":
    main()
