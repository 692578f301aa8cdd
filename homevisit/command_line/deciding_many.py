"""``decide-many``: the same answer to many questions, shown first, then given with one code."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any
from uuid import uuid4

import typer
from rich.console import Console
from rich.prompt import Prompt

from casework.decisions import Submitted, decide
from casework.desk import Desk, open_desk
from casework.joint_decisions.bulk import BULK, DECIDED, matching_questions, never_in_bulk, open_bulk_decision
from casework.joint_decisions.bulk_forecast import forecast
from casework.joint_decisions.carrying_out import carry_out
from casework.questions import QUESTION_KINDS, ROLE_NAMES
from casework.questions.by_code import CodedAnswer, filled_in
from casework.refusals import refusal_in_words
from casework.registry.models import Decision, Officer, Question
from casework.stages.case_file import void_question
from casework.stages.joint_decision import to_be_carried_out
from homevisit.command_line.deciding import wake_runs
from homevisit.command_line.errors import Trouble
from homevisit.command_line.tables import titled_table


@dataclass(frozen=True)
class Line:
    """One question of those that were asked for: why it is not decided, or None."""

    question_id: int
    subject: str
    question: str
    cycle: int
    due: str
    reason: str | None


def add_to(program: typer.Typer) -> None:
    """Register this command."""
    program.command("decide-many")(decide_many)


def decide_many(  # noqa: PLR0913 each is an option of the command
    *,
    who: Annotated[str, typer.Option(help="your staff code, e.g. BS")],
    choice: Annotated[str, typer.Option(help="the code of the answer")],
    role: Annotated[str | None, typer.Option(help="what waits for this role")] = None,
    kind: Annotated[str | None, typer.Option(help="questions of this kind")] = None,
    subject: Annotated[list[str] | None, typer.Option(help="only on this subject; may be repeated")] = None,
    ground: Annotated[str | None, typer.Option(help="the code of its ground")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="a further field, as name=code; repeatable")] = None,
    go: Annotated[bool, typer.Option("--go", help="decide; without it nothing is written")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> None:
    """Give the same answer to many questions with one code; without --go it only shows what would become of each.

    At most fifty at once. Refusals, permits, overrides and outside events are decided one by one.
    """
    desk = open_desk()
    _refuse_what_cannot_be(desk, who, role, kind, choice)
    answer = CodedAnswer(choice, ground, _extras(set_ or []))
    if go:
        _finish_what_was_cut_off(desk, who)
    lines = _lines(desk, who, role, kind, subject or [], answer)
    if not lines:
        raise Trouble("nothing of that kind waits: 'homevisit worklist' shows what does")
    bulk = None
    if go and any(line.reason is None for line in lines):
        if not as_json:
            _print(lines, "Yang akan diputuskan · what is going to be decided")
        bulk, lines = _decide(desk, who, lines, answer)
    _tell(lines, bulk, as_json=as_json, written=go)
    if any(line.reason is not None for line in lines):
        raise typer.Exit(1)


def _refuse_what_cannot_be(desk: Desk, who: str, role: str | None, kind: str | None, choice: str) -> None:
    """What can be said without looking at any question, in one sentence."""
    if (role is None) == (kind is None):
        raise Trouble("say whose questions, or which: give either --role or --kind")
    if role is not None and role not in ROLE_NAMES:
        raise Trouble(f"there is no role '{role}': choose one of {', '.join(ROLE_NAMES)}")
    if kind is not None and kind not in QUESTION_KINDS:
        raise Trouble(f"there is no question '{kind}': choose one of {', '.join(QUESTION_KINDS)}")
    knowing = [one for one in QUESTION_KINDS.values() if choice in one.choice_codes() and kind in (None, one.name)]
    if not knowing:
        raise Trouble(f"no such question knows the answer '{choice}'")
    never = [never_in_bulk(one.name, choice) for one in knowing]
    if None not in never:
        raise Trouble(str(never[0]))
    with desk.registry.reading() as reading:
        if reading.session.get(Officer, who) is None:
            raise Trouble(f"there is no officer {who}: 'homevisit officer list' shows the staff")


def _extras(given: Sequence[str]) -> dict[str, str]:
    faulty = next((one for one in given if "=" not in one), None)
    if faulty is not None:
        raise Trouble(f"'{faulty}' says nothing about a field: write it as name=code")
    return dict(one.split("=", 1) for one in given)


def _lines(
    desk: Desk, who: str, role: str | None, kind: str | None, subjects: Sequence[str], answer: CodedAnswer
) -> list[Line]:
    """Every question that was asked for, in the order of its urgency, and what would become of it."""
    with desk.registry.reading() as reading:
        questions = matching_questions(reading, role, kind, answer.choice, subjects)
        asked = [(one.id, one.subject, one.kind, one.cycle, one.due_on.isoformat()) for one in questions]
    reasons = forecast(desk.registry, desk.office, [one[0] for one in asked], who, answer, desk.office.now())
    return [Line(*one, reasons[one[0]]) for one in asked]


def _finish_what_was_cut_off(desk: Desk, who: str) -> None:
    """What this officer decided together before, and what a crash left undone of it, is done first."""
    with desk.registry.reading() as reading:
        begun = [one.id for one in to_be_carried_out(reading) if one.kind == BULK]
        theirs = [one for one in begun if reading.session.get_one(Decision, one).officer_code == who]
    for question_id in theirs:
        carry_out(desk, question_id)


def _decide(desk: Desk, who: str, lines: Sequence[Line], answer: CodedAnswer) -> tuple[str, list[Line]]:
    """The code is asked for before anything is written; then one question for all of them, and each by itself."""
    code = Prompt.ask("Kode sekali pakai · one-time code", password=True)
    items = [line.question_id for line in lines if line.reason is None]
    with desk.registry.change(desk.office.now()) as change:
        bulk = open_bulk_decision(change, desk.office, items, answer)
        question_id, subject = bulk.id, bulk.subject
    values = {**filled_in(QUESTION_KINDS[BULK], {}, who, CodedAnswer(DECIDED)), "code": code}
    key = f"command-line:{uuid4()}"
    moment = desk.office.now()
    submitted = Submitted(question_id, values, moment.recorded_at, key, "command-line")
    outcome = decide(desk.registry, desk.office, submitted, moment)
    if not outcome.granted:
        _give_up(desk, question_id)
        raise Trouble(refusal_in_words(outcome.reason or "malformed"))
    became = {one.question_id: one.reason for one in carry_out(desk, question_id)}
    wake_runs(items)
    return subject, [replace(line, reason=became.get(line.question_id, line.reason)) for line in lines]


def _give_up(desk: Desk, question_id: int) -> None:
    """A code that was refused decides nothing: what it was to answer is void at once, and the items stand as they stood."""
    with desk.registry.change(desk.office.now()) as change:
        question = change.session.get_one(Question, question_id)
        if question.state == "open":
            void_question(change, question, "code-refused")


def _tell(lines: Sequence[Line], bulk: str | None, *, as_json: bool, written: bool) -> None:
    if as_json:
        told: dict[str, Any] = {"written": written, "subject": bulk, "items": [_as_row(line) for line in lines]}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    elif bulk is None:
        _print(lines, "Yang akan diputuskan · what would be decided (--go)")
    else:
        _print(lines, f"{bulk}: hasil · what became of each")


def _as_row(line: Line) -> dict[str, Any]:
    return {
        "subject": line.subject,
        "question": line.question,
        "cycle": line.cycle,
        "due": line.due,
        "refused": line.reason,
    }


def _print(lines: Sequence[Line], title: str) -> None:
    refused = sum(line.reason is not None for line in lines)
    columns = ("berkas · subject", "pertanyaan · question", "batas · due", "hasil · outcome")
    table = titled_table(f"{title}: {len(lines) - refused}, ditolak · refused {refused}", columns)
    for line in sorted(lines, key=lambda one: one.reason is not None):
        said = "✓" if line.reason is None else f"✗ {refusal_in_words(line.reason)}"
        table.add_row(line.subject, QUESTION_KINDS[line.question].title, line.due, said)
    Console().print(table)
