"""A team is lost after the day was planned: who else is moved? ``python -m benchmarks.dispatch_changes``.

Ours keeps everybody of the other teams where they were told; the rival plans the same day anew without the lost team.
"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.dispatch_days import SyntheticDay, synthetic_day
from benchmarks.reporting import options, tell
from casework.rounds import BrokenRule, Plan, check_plan, plan_rounds
from casework.rounds.differences import differences
from casework.rounds.editing import Edit, edited
from casework.rounds.guarded_solver import GuardedSolver

SIZE = (100, 15)


@dataclass(frozen=True)
class Result:
    """One lost team: its visits, how many of them another took, whom it moved beside them; ours and planned anew."""

    others: int
    lost: int
    taken: int
    taken_anew: int
    moved: int
    moved_anew: int
    broken: int


def main() -> None:
    """Measure and print."""
    chosen = options(__doc__, repeats=10).parse_args()
    results = [_measured(synthetic_day(*SIZE, seed)) for seed in range(chosen.repeats)]
    rows = [
        ["ours", *_row(results, "taken", "moved")],
        ["planned anew", *_row(results, "taken_anew", "moved_anew")],
    ]
    columns = ("after a team was lost", "other visits", "moved", "the team's own visits", "taken over")
    figures = {"results": [vars(result) for result in results]}
    title = f"{SIZE[0]} visits, {SIZE[1]} teams, one lost, {chosen.repeats} days; {sum(one.broken for one in results)} rules broken"
    tell(title, columns, rows, as_json=chosen.json, figures=figures)


def _measured(synthetic: SyntheticDay) -> Result:
    plan = plan_rounds(synthetic.day, synthetic.visits, GuardedSolver(seconds=120))
    lost = plan.rounds[0]
    own = {stop.reference for stop in lost.stops}
    left = synthetic.day.model_copy(
        update={"teams": tuple(team for team in synthetic.day.teams if team.code != lost.team.code)}
    )
    asked = tuple(
        one.model_copy(update={"promise": None}) if one.reference in own and one.promise else one
        for one in synthetic.visits
    )  # a promise of the lost team cannot be kept: the dispatcher releases it
    ours = edited([left], asked, plan, Edit())
    if isinstance(ours, BrokenRule):  # the generator is at fault
        raise RuntimeError(f"the day could not be kept: {ours.code}")  # noqa: TRY004 - no fault of a type
    anew = plan_rounds(left, asked, GuardedSolver(seconds=120))
    return Result(
        others=len(plan.references - own),
        lost=len(own),
        taken=len(ours.plan.references & own),
        taken_anew=len(anew.references & own),
        moved=_moved(plan, ours.plan, own),
        moved_anew=_moved(plan, anew, own),
        broken=len(check_plan(ours.plan, left, ours.requests)),
    )


def _moved(before: Plan, after: Plan, own: set[str]) -> int:
    """Whoever was planned, and has another team or time now, or none."""
    return sum(one.before is not None and one.reference not in own for one in differences(before, after))


def _row(results: Sequence[Result], taken: str, moved: str) -> list[str]:
    return [
        f"{statistics.mean(one.others for one in results):.1f}",
        f"{statistics.mean(getattr(one, moved) for one in results):.1f}",
        f"{statistics.mean(one.lost for one in results):.1f}",
        f"{statistics.mean(getattr(one, taken) for one in results):.1f}",
    ]


if __name__ == "__main__":
    main()
