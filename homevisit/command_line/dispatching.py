"""``dispatch``: a day's rounds tried, judged and compared from files; no office, no database, nothing booked."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.markup import escape

from casework.office_calendar import OfficeCalendar
from casework.rounds import Plan, WorkingDay, check_plan
from casework.rounds.capacity import Alternative, alternatives, waiting
from casework.rounds.day_file import DayFile
from casework.rounds.guarded_solver import GuardedSolver
from casework.rounds.horizon import plan_ahead
from homevisit.command_line.content_files import content_of
from homevisit.command_line.errors import Trouble
from homevisit.command_line.tables import titled_table

DAYS_AHEAD = 5
CAPACITY_COLUMNS = (
    "bila · if", "kunjungan\nvisits", "tak tertampung\nno place", "terlambat\ntoo late", "rata-rata hari\nmean days",
    "terlama\nlongest",
)  # fmt: skip
LEFT_OUT_COLUMNS = ("berkas · case", "alasan · reason", "berikutnya · next", "perubahan terkecil · smallest change")
Result = TypeVar("Result")
SCHEMAS: dict[str, type[BaseModel]] = {"day": DayFile, "plan": Plan}
dispatch = typer.Typer(
    no_args_is_help=True, help="Plan a day's rounds from a file, and judge a plan; nothing is booked."
)


def add_to(program: typer.Typer) -> None:
    """Register these commands."""
    program.add_typer(dispatch, name="dispatch")


@dispatch.command("plan")
def plan_day(
    day: Annotated[Path, typer.Option("--input", help="the day: see 'dispatch schema day'")],
    output: Annotated[
        Path | None, typer.Option("--output", help="where to write the plan; '-' or nothing: standard output")
    ] = None,
    budget: Annotated[
        float, typer.Option("--budget-s", min=0.1, max=3600, help="how long the solver may take, in seconds")
    ] = 30,
    seed: Annotated[
        int, typer.Option(help="taken for comparison's sake: nothing is drawn, every seed gives the same plan")
    ] = 0,
    *,
    alone: Annotated[bool, typer.Option("--plain", help="without the solver")] = False,
) -> None:
    """Plan a day, and the days after for whoever is left out; the plan is judged before it is written."""
    del seed
    told = content_of(day, DayFile)
    plan = _planned(told, None if alone else GuardedSolver(seconds=budget))
    written = json.dumps(plan.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
    if output is None or str(output) == "-":
        sys.stdout.write(written)
        return
    try:
        output.write_text(written, encoding="utf-8")
    except OSError as fault:
        raise Trouble(f"{output.name} cannot be written ({fault.strerror}): choose another place") from None
    _show(plan)


@dispatch.command("check")
def check(
    day: Annotated[Path, typer.Option("--input", help="the day")],
    plan: Annotated[Path, typer.Option(help="the plan that is judged")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> None:
    """Judge a plan, whoever made it, rule by rule; exit code 1 where a rule is broken."""
    told, judged = content_of(day, DayFile), content_of(plan, Plan)
    broken = _sayable(lambda: check_plan(judged, told.working_day(OfficeCalendar()), told.visits))
    if as_json:
        sys.stdout.write(json.dumps([vars(one) for one in broken], ensure_ascii=False) + "\n")
    else:
        for one in broken:
            where = ", ".join(filter(None, (one.team and f"team {one.team}", one.reference)))
            sys.stdout.write(f"{one.code}: {where + ': ' if where else ''}{one.explanation}\n")
        sys.stdout.write(f"{len(broken)} broken rules\n" if broken else "Every rule is kept.\n")
    if broken:
        raise typer.Exit(1)


@dispatch.command("capacity")
def capacity(
    day: Annotated[Path, typer.Option("--input", help="the first day; the days after have the same teams")],
    days: Annotated[int, typer.Option(min=1, max=10, help="how many working days are planned")] = 10,
    more: Annotated[
        int, typer.Option(min=1, max=400, help="so many percent more visits, e.g. from another age limit")
    ] = 10,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> None:
    """What one team more or less, one kit or vehicle more, or more visits would do to the waiting time."""
    told = content_of(day, DayFile)
    compared = _sayable(lambda: _compared(told, days - 1, more))
    solver = GuardedSolver()
    found = [(one, _sayable(lambda one=one: waiting(one.days, one.requests, solver))) for one in compared]
    if as_json:
        rows = [{"case": one.english, **vars(waits)} for one, waits in found]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
        return
    table = titled_table(f"{told.date:%d-%m-%Y}, {days} hari kerja · working days", CAPACITY_COLUMNS)
    for one, waits in found:
        table.add_row(
            f"{one.indonesian} · {one.english}", str(waits.visits), str(waits.visits - waits.planned),
            str(waits.too_late), f"{waits.mean_days:.2f}", str(waits.longest_days),
        )  # fmt: skip
    Console().print(table)


def _compared(told: DayFile, ahead: int, more: int) -> list[Alternative]:
    """The alternatives; a kit or a vehicle more only where the file says from which staff the teams are formed."""
    compared = list(alternatives(_days(told, ahead), told.visits, more))
    if told.staff is not None:
        kit, vehicle = (_days(told.with_one_more(what), ahead) for what in ("kits", "vehicles"))
        compared.append(Alternative("satu perangkat lagi", "one more kit", kit, told.visits))
        compared.append(Alternative("satu kendaraan lagi", "one more vehicle", vehicle, told.visits))
    return compared


@dispatch.command("schema")
def schema(which: Annotated[str, typer.Argument(help="day or plan")]) -> None:
    """The JSON schema that a day's file, or a plan, is held to."""
    if which not in SCHEMAS:
        raise Trouble(f"'{which}' has no schema: choose one of {', '.join(SCHEMAS)}")
    sys.stdout.write(json.dumps(SCHEMAS[which].model_json_schema(), ensure_ascii=False, indent=2) + "\n")


def _planned(told: DayFile, solver: GuardedSolver | None) -> Plan:
    days = _sayable(lambda: _days(told, DAYS_AHEAD))
    plan = _sayable(lambda: plan_ahead(days, told.visits, solver))
    broken = check_plan(plan, days[0], told.visits)
    kept = [one for one in broken if not one.code.startswith("promise")]  # one that cannot be kept is told as left out
    if kept:
        raise Trouble(f"the plan breaks {kept[0].code}: nothing was written; report this with the day's file")
    return plan


def _days(told: DayFile, ahead: int) -> list[WorkingDay]:
    calendar = OfficeCalendar()
    first = told.working_day(calendar)
    return [first, *(told.working_day(calendar, later) for later in first.following[:ahead])]


def _show(plan: Plan) -> None:
    console = Console()
    rounds = titled_table(
        f"{plan.date:%d-%m-%Y} · {plan.planner.value}", ("tim · team", "kunjungan · visits", "kembali · back")
    )
    for tour in plan.rounds:
        stops = ", ".join(f"{stop.starts_at:%H.%M} {stop.reference}" for stop in tour.stops)
        rounds.add_row(tour.team.code, escape(stops), f"{tour.returns_at:%H.%M}")
    console.print(rounds)
    if plan.left_out:
        left_out = titled_table("tidak terencana · left out", LEFT_OUT_COLUMNS)
        for left in plan.left_out:
            when = f"{left.next_chance:%d-%m-%Y}{'' if left.planned_for else ' ?'}"
            left_out.add_row(escape(left.reference), left.reason.value, when, escape(left.change_english or "–"))
        console.print(left_out)
    for reserve in plan.reserves:
        console.print(f"Cadangan darurat · kept for an emergency: {reserve.team}, {reserve.starts_at:%H.%M}")
    if plan.solver_trouble:
        console.print(escape(plan.solver_trouble))


def _sayable(asked: Callable[[], Result]) -> Result:
    """What the planner refuses is said in its own sentence."""
    try:
        return asked()
    except ValueError as refused:
        raise Trouble(str(refused)) from None
