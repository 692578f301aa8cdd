"""The solver behind its guard: its plans keep every rule, the same input gives the same bytes, and its failures cost nothing."""

import random
import subprocess
import sys
from datetime import date, time, timedelta

import pytest
from invented_days import CALENDAR, WEDNESDAY, planned, team, visit

from casework.office_calendar import Window
from casework.regions import REGENCIES
from casework.rounds import Planner, Promise, check_plan, plan_rounds, working_day
from casework.rounds.calls import calls_of
from casework.rounds.guarded_solver import GuardedSolver
from casework.rounds.insertion import missing, plain_orders
from casework.rounds.mending import mended
from casework.rounds.objective import score
from casework.rounds.problem import problem_of
from casework.rounds.timetable import Timetable


def large_day(seed, visits=24, teams=5, **more):
    """A day with more visits than can be tried one by one: skills, barred officers, windows, households, promises."""
    drawn = random.Random(seed)
    crews = [
        team(number, languages=("id", *drawn.sample(["en", "ko", "ja", "nl"], 2))) for number in range(1, teams + 1)
    ]
    requests = []
    for number in range(visits):
        seat = REGENCIES[drawn.choice(sorted(REGENCIES))]
        requests.append(
            visit(
                f"{number:04}",
                seat.code,
                safe=WEDNESDAY + timedelta(days=drawn.randrange(14)),
                latitude=round(seat.seat_latitude + drawn.gauss(0, 0.05), 5),
                longitude=round(seat.seat_longitude + drawn.gauss(0, 0.05), 5),
                needs=("language:ko",) if drawn.random() < 0.15 else (),
                not_with=(f"A{drawn.randrange(1, teams + 1)}",) if drawn.random() < 0.1 else (),
                urgent=drawn.random() < 0.1,
                frail=drawn.random() < 0.3,
                windows=(Window(time(9, 0), time(11, 0)),) if drawn.random() < 0.15 else (),
                household="H1" if number in (3, 4) else None,
                promise=Promise(starts_at=time(10, 0), team=f"T{number + 1}") if number < 2 else None,
            )
        )
    together = requests[3].model_copy(
        update={name: getattr(requests[4], name) for name in ("regency_code", "latitude", "longitude")}
    )
    requests[3] = together
    return working_day(WEDNESDAY, crews, CALENDAR, **more), requests


@pytest.mark.parametrize("seed", range(6))
def test_the_solvers_plan_keeps_every_rule_and_leaves_nobody_out_who_would_fit(seed):
    day, requests = large_day(seed)
    plan = plan_rounds(day, requests, GuardedSolver())
    assert (plan.planner, plan.solver_trouble) == (Planner.SOLVER, None)
    assert [one for one in check_plan(plan, day, requests) if one.code != "promise-broken"] == []


@pytest.mark.parametrize("seed", range(3))
def test_the_plan_is_never_worse_than_the_plain_planners(seed):
    day, requests = large_day(seed)
    timetable = Timetable(day, calls_of(requests))
    solved = GuardedSolver()(timetable)
    assert not isinstance(solved, str)
    best = mended(solved, timetable)
    assert score(best, timetable) <= score(plain_orders(timetable), timetable)
    assert all(timetable.fits((*order, call)) is None for order in best.values() for call in missing(best, timetable))


def test_the_same_day_in_any_order_and_another_process_gives_the_same_bytes():
    day, requests = large_day(7)
    first = plan_rounds(day, requests, GuardedSolver())
    again = plan_rounds(day, random.Random(3).sample(requests, len(requests)), GuardedSolver())
    assert again.digest() == first.digest()
    told = "import sys; sys.path.insert(0, 'tests'); from test_rounds_solver import large_day, GuardedSolver, plan_rounds; print(plan_rounds(*large_day(7), GuardedSolver()).digest())"
    elsewhere = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, timeout=120)
    assert elsewhere.stdout.strip() == first.digest()


def test_a_problem_carries_no_reference_and_no_place():
    day, requests = large_day(1)
    told = str(problem_of(Timetable(day, calls_of(requests))))
    assert "SAHS" not in told
    assert str(requests[0].latitude) not in told


# --- the guard

SAYS = "import sys; sys.stdin.read(); print({!r})"


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("import time; time.sleep(60)", "the solver took more than 0.5 seconds"),
        ("raise SystemExit(3)", "the solver ended with 3"),
        ("import os; os.kill(os.getpid(), 9)", "the solver ended with -9"),
        (SAYS.format("no json"), "the solver could not be asked (JSONDecodeError)"),
        (SAYS.format("[[0]]"), "the solver's answer is none"),
        (SAYS.format("[[0], [0], [], [], []]"), "the solver's answer is none"),
        (SAYS.format("[[99], [], [], [], []]"), "the solver's answer is none"),
        (SAYS.format('[["0"], [], [], [], []]'), "the solver's answer is none"),
    ],
)
def test_whatever_the_solver_does_the_office_has_a_sound_plan_that_says_so(program, said):
    day, requests = large_day(2)
    plan = plan_rounds(day, requests, GuardedSolver(seconds=0.5, command=(sys.executable, "-c", program)))
    assert plan.solver_trouble == f"{said}: the plain planner's plan is used"
    assert plan.planner is Planner.PLAIN
    assert [one for one in check_plan(plan, day, requests) if one.code != "promise-broken"] == []
    assert planned(plan)


def test_a_solver_that_is_not_there_is_told_too():
    day, requests = large_day(2)
    plan = plan_rounds(day, requests, GuardedSolver(command=("/nowhere/solver",)))
    assert plan.solver_trouble == "the solver could not be asked (FileNotFoundError): the plain planner's plan is used"


def test_orders_that_break_a_rule_are_put_right_before_anything_else():
    day, requests = large_day(4)
    everything = [list(range(len(calls_of(requests)))), [], [], [], []]
    wild = SAYS.format(str(everything))
    plan = plan_rounds(day, requests, GuardedSolver(command=(sys.executable, "-c", wild)))
    assert plan.planner is Planner.SOLVER
    assert [one for one in check_plan(plan, day, requests) if one.code != "promise-broken"] == []


def test_a_day_without_teams_or_visits_asks_no_solver():
    nobody = GuardedSolver(command=("/nowhere/solver",))
    assert plan_rounds(working_day(WEDNESDAY, [team()], CALENDAR), [], nobody).rounds == ()
    many = [visit(f"{number:04}", safe=date(2021, 10, 20)) for number in range(12)]
    assert plan_rounds(working_day(WEDNESDAY, [], CALENDAR), many, nobody).solver_trouble is None
