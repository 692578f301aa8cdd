"""The solver behind a guard: it may fail, hang or talk nonsense, and the office still has its plan."""

import json
import subprocess
import sys
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from casework.rounds.calls import Call, Orders
from casework.rounds.problem import Problem, orders_of, problem_of
from casework.rounds.timetable import Timetable

# How thoroughly VROOM searches (its levels 0 to 5), up to so many calls: seconds each time, on one thread.
SEARCHES = ((60, 5), (250, 3))
QUICK = 0
ROUTES = TypeAdapter(list[list[int]])
COMMAND = (sys.executable, "-m", "casework.rounds.vroom_process")


@dataclass(frozen=True)
class GuardedSolver:
    """Asks VROOM for at most ``seconds``; whatever goes wrong is told in a sentence, never raised."""

    seconds: float = 30
    command: tuple[str, ...] = COMMAND

    def __call__(self, timetable: Timetable) -> Orders | str:
        """Orders that keep every hard rule, or why there are none; what breaks a rule on its own is taken out."""
        if not timetable.calls or not timetable.day.teams:
            return {team.code: () for team in timetable.day.teams}
        thoroughness = next((level for calls, level in SEARCHES if len(timetable.calls) <= calls), QUICK)
        answer = self._ask(problem_of(timetable), thoroughness)
        if isinstance(answer, str):
            return answer
        routes = _routes_in(answer, timetable)
        if routes is None:
            return "the solver's answer is none: the plain planner's plan is used"
        return what_fits(orders_of(routes, timetable), timetable)

    def _ask(self, problem: Problem, exploration_level: int) -> object:
        asked = json.dumps({"problem": problem, "exploration_level": exploration_level})
        try:
            done = subprocess.run(  # noqa: S603 - our own module, by this very interpreter
                self.command, input=asked, capture_output=True, text=True, timeout=self.seconds, check=True
            )
            return json.loads(done.stdout)
        except subprocess.TimeoutExpired:
            return f"the solver took more than {self.seconds:g} seconds: the plain planner's plan is used"
        except subprocess.CalledProcessError as failed:
            return f"the solver ended with {failed.returncode}: the plain planner's plan is used"
        except (OSError, ValueError) as trouble:
            return f"the solver could not be asked ({type(trouble).__name__}): the plain planner's plan is used"


def _routes_in(answer: object, timetable: Timetable) -> list[list[int]] | None:
    """The answer as routes: for each team known numbers, each at most once; None for anything else."""
    try:
        routes = ROUTES.validate_python(answer, strict=True)
    except ValidationError:
        return None
    numbers = [number for route in routes for number in route]
    known = all(0 <= number < len(timetable.calls) for number in numbers)
    whole = len(routes) == len(timetable.day.teams) and len(numbers) == len(set(numbers))
    return routes if known and whole else None


def what_fits(orders: Orders, timetable: Timetable) -> Orders:
    """A call at which an order no longer fits is taken out, so that it can be put in elsewhere."""
    kept: dict[str, tuple[Call, ...]] = {}
    for team in timetable.day.teams:
        kept[team.code] = ()
        for call in orders[team.code]:
            longer = (*kept[team.code], call)
            if timetable.may_make(call, team) and timetable.fits(longer) is not None:
                kept[team.code] = longer
    return kept
