"""``worklist`` and ``decide``: what waits for whom, and answering it without the Prefect UI."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any
from uuid import uuid4

import typer
from rich.console import Console
from rich.prompt import Prompt

from casework.briefing.briefings import brief
from casework.deadlocks import Deadlock, deadlocks_among
from casework.decisions import Submitted, decide
from casework.desk import Desk, open_desk
from casework.early_and_late import too_late_in_words, why_nothing_is_open
from casework.joint_decisions.carrying_out import carry_out
from casework.joint_decisions.tray_in_words import in_one_line
from casework.questions import QUESTION_KINDS, ROLE_NAMES, Extra, QuestionKind, as_asked, code_of
from casework.questions.by_code import CodedAnswer, NotOnTheForm, filled_in
from casework.questions.forms import asked_extras
from casework.refusals import TOO_LATE, refusal_in_words
from casework.registry.models import JointDecision, Officer
from casework.standing_questions import Standing, open_questions
from casework.work_list import WorkItem, run_link, work_items
from homevisit.command_line.errors import Trouble
from homevisit.command_line.tables import titled_table
from homevisit.house import api_address


def add_to(program: typer.Typer) -> None:
    """Register these commands."""
    program.command("worklist")(worklist)
    program.command("decide")(decide_command)


def worklist(
    *,
    role: Annotated[str | None, typer.Option(help=f"one of: {', '.join(ROLE_NAMES)}")] = None,
    mine: Annotated[str | None, typer.Option(help="your staff code: only what you may decide today")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> None:
    """Everything that waits for a person, what is late first."""
    if role is not None and role not in ROLE_NAMES:
        raise Trouble(f"there is no role '{role}': choose one of {', '.join(ROLE_NAMES)}")
    desk = open_desk()
    with desk.registry.reading() as reading:
        if mine is not None and reading.session.get(Officer, mine) is None:
            raise Trouble(f"there is no officer {mine}: 'homevisit officer list' shows the staff")
        items = work_items(reading, (today := desk.office.now().office_date), role=role, officer=mine)
        found = deadlocks_among(reading, [item.standing for item in items], today)
    stuck = {one.standing.question_id: one for one in found}
    if as_json:
        sys.stdout.write(json.dumps([_as_row(item, stuck, desk) for item in items], ensure_ascii=False) + "\n")
    else:
        _print_work(items, stuck)


def _as_row(item: WorkItem, stuck: Mapping[int, Deadlock], desk: Desk) -> dict[str, Any]:
    one, deadlock = item.standing, stuck.get(item.standing.question_id)
    screen = (api_address(desk.settings) or "").removesuffix("/api")
    return {
        "subject": one.subject,
        "question": one.kind,
        "cycle": one.cycle,
        "attempt": one.attempt,
        "role": one.role,
        "holder": one.holder,
        "opened": one.opened_on.isoformat(),
        "due": one.due_on.isoformat(),
        "late": item.is_late,
        "deadlock": {"cause": deadlock.cause, "cure": deadlock.cure} if deadlock else None,
        "run": run_link(screen, item.flow_run_id) if item.flow_run_id and screen else None,
        "case_sheet": desk.office.sheet_link(one.subject),
    }


def _print_work(items: Sequence[WorkItem], stuck: Mapping[int, Deadlock]) -> None:
    late = sum(item.is_late for item in items)
    ending = f", {late} terlambat · late" if late else ""
    columns = (
        "berkas · subject",
        "pertanyaan · question",
        "menunggu · waits for",
        "dipegang · in hand",
        "batas · due",
        "percobaan · attempt",
    )
    table = titled_table(f"Daftar kerja · work list ({len(items)}{ending})", columns)
    for item in items:
        one = item.standing
        due = f"{one.due_on:%d-%m-%Y}"
        table.add_row(
            one.subject,
            QUESTION_KINDS[one.kind].title,
            ROLE_NAMES[one.role],
            one.holder or "–",
            f"[bold red]{due} ⚠[/bold red]" if item.is_late else due,
            str(one.attempt),
        )
    console = Console()
    console.print(table)
    if stuck:
        console.print("[bold red]Tidak seorang pun berwenang memutuskan · nobody may decide:[/bold red]")
    for one in stuck.values():
        console.print(f"  {one.in_words}", markup=False, highlight=False)


def decide_command(
    subject: Annotated[
        str, typer.Argument(help="a case reference, a day's rounds or a team, as the work list names it")
    ],
    who: Annotated[str, typer.Option(help="your staff code, e.g. BS")],
    question: Annotated[str | None, typer.Option(help="which question, where more than one is open")] = None,
    choice: Annotated[str | None, typer.Option(help="the code of your answer; asked for when not given")] = None,
    ground: Annotated[str | None, typer.Option(help="the code of its ground")] = None,
    remark: Annotated[str, typer.Option(help="a short remark, without names")] = "",
) -> None:
    """Answer one open question; the one-time code is asked for, never taken as an argument."""
    desk, console = open_desk(), Console()
    standing = one_open(subject, question)
    kind = QUESTION_KINDS[standing.kind]
    moment = desk.office.now()
    console.print(brief(desk.registry, desk.office, standing, moment).markdown, markup=False)
    values = _ask_for_values(kind, standing, who, choice, ground, remark)
    values["code"] = Prompt.ask("Kode sekali pakai · one-time code", password=True)
    now, key = desk.office.now(), f"command-line:{uuid4()}"
    submitted = Submitted(standing.question_id, values, now.recorded_at, key, "command-line")
    outcome = decide(desk.registry, desk.office, submitted, now)
    if not outcome.granted:
        raise Trouble(_refused(desk, standing, outcome.reason or "malformed"))
    console.print(f"Tercatat · recorded: {outcome.choice}")
    items = _answer_its_items(desk, console, standing.question_id)
    wake_runs([standing.question_id, *items])


def _refused(desk: Desk, standing: Standing, reason: str) -> str:
    """Why an answer did not count; whoever came too late hears how the question had been settled."""
    if reason not in TOO_LATE:
        return refusal_in_words(reason)
    with desk.registry.reading() as reading:
        return too_late_in_words(reading, standing.question_id)


def one_open(subject: str, kind: str | None) -> Standing:
    """The open question that is meant; raises ``Trouble`` where there is none, or more than one and none was named."""
    if kind is not None and kind not in QUESTION_KINDS:
        raise Trouble(f"there is no question '{kind}': choose one of {', '.join(QUESTION_KINDS)}")
    with open_desk().registry.reading() as reading:
        waiting = [one for one in open_questions(reading, subject=subject) if kind is None or one.kind == kind]
        if not waiting:
            raise Trouble(why_nothing_is_open(reading, subject, kind))
    if len(waiting) > 1:
        raise Trouble(
            f"more than one question is open on {subject}: add --question with one of {', '.join(one.kind for one in waiting)}"
        )
    return waiting[0]


def _ask_for_values(
    kind: QuestionKind, standing: Standing, who: str, choice: str | None, ground: str | None, remark: str
) -> dict[str, Any]:
    kind = as_asked(kind, standing.options)
    chosen = _pick("decision", kind.choices, choice)
    extras = {
        one.name: _extra(one, tuple(standing.options.get(one.name, one.options)))
        for one in asked_extras(kind, standing.options)
    }
    if kind.grounds and (ground is not None or chosen in kind.needs_ground):
        ground = _pick(f"ground of '{chosen}'", kind.grounds_for(chosen), ground)
    answer = CodedAnswer(chosen, ground if kind.grounds else None, extras)
    try:
        return {**filled_in(kind, standing.options, who, answer), "remark": remark}
    except NotOnTheForm as fault:
        raise Trouble(str(fault)) from None


def _pick(name: str, shown: tuple[str, ...], given: str | None, *, default: str | None = None) -> str:
    """The code of what was chosen among what the form shows."""
    codes = [code_of(one) for one in shown]
    asked = f"{name} ({' / '.join(shown)})"
    wanted = given or Prompt.ask(asked, choices=codes, show_choices=False, default=default or ...)
    wanted = wanted or default or ""
    if wanted not in codes:
        raise Trouble(f"'{wanted}' is no {name} here: choose one of {', '.join(codes) or 'none'}")
    return wanted


def _extra(extra: Extra, options: tuple[str, ...]) -> str:
    """What was said in a further field, by its codes, several separated by commas; Enter alone chooses nothing, as on the form."""
    if not options:
        return Prompt.ask(extra.title)
    if not extra.several:
        return _pick(extra.name, options, None, default=code_of(options[0]) if extra.optional else None)
    codes = ", ".join(code_of(one) for one in options)
    return Prompt.ask(f"{extra.title}, dipisah koma · separated by commas ({codes})", default="")


def _answer_its_items(desk: Desk, console: Console, question_id: int) -> list[int]:
    """Where the answer stands for other questions, each of them is answered by itself; returns which."""
    with desk.registry.reading() as reading:
        if reading.session.get(JointDecision, question_id) is None:
            return []
    answered = carry_out(desk, question_id)
    console.print(in_one_line(answered), markup=False, highlight=False)
    return [one.question_id for one in answered]


def wake_runs(question_ids: Iterable[int]) -> None:
    """The runs that wait for these questions learn that they are answered, where the engine runs."""
    from homevisit.engine import engine_answers, wake_runs_of  # noqa: PLC0415 Prefect is loaded only where it is needed

    if engine_answers():
        for question_id in question_ids:
            wake_runs_of(question_id)
