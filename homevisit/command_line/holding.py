"""``claim``, ``release``, ``reassign``, ``take-over``: a question in somebody's hands, without the case sheet."""

from collections.abc import Callable
from typing import Annotated
from uuid import uuid4

import typer
from rich.console import Console
from rich.prompt import Prompt

from casework import holding
from casework.desk import open_desk
from casework.holding import HELD_IN_WORDS, Held
from casework.refusals import REFUSALS
from casework.registry import Change
from homevisit.command_line.deciding import one_open
from homevisit.command_line.errors import Trouble

Subject = Annotated[
    str, typer.Argument(help="a case reference, a day's rounds, a team or an act, as the work list names it")
]
Who = Annotated[str, typer.Option(help="your staff code, e.g. BS")]
Which = Annotated[str | None, typer.Option(help="which question, where more than one is open")]


def add_to(program: typer.Typer) -> None:
    """Register these commands."""
    program.command("claim")(claim)
    program.command("release")(release)
    program.command("reassign")(reassign)
    program.command("take-over")(take_over)


def claim(subject: Subject, who: Who, question: Which = None) -> None:
    """Take a question on that several may decide; the one-time code is asked for, never taken as an argument."""
    _hold(subject, who, question, lambda change, one: holding.claim(change, one, who))


def release(subject: Subject, who: Who, question: Which = None) -> None:
    """Put a question back for everybody who may decide it."""
    _hold(subject, who, question, lambda change, one: holding.release(change, one, who))


def reassign(
    subject: Subject,
    who: Who,
    to: Annotated[str, typer.Option(help="the staff code of the colleague who is to have it")],
    question: Which = None,
) -> None:
    """Hand a question that is in your hands to a colleague who may decide it."""
    _hold(subject, who, question, lambda change, one: holding.reassign(change, one, who, to))


def take_over(subject: Subject, who: Who, question: Which = None) -> None:
    """Take over what a colleague holds who is recorded as absent."""
    _hold(subject, who, question, lambda change, one: holding.take_over(change, one, who))


def _hold(subject: str, who: str, kind: str | None, act: Callable[[Change, int], Held]) -> None:
    desk, standing = open_desk(), one_open(subject, kind)
    code = Prompt.ask("Kode sekali pakai · one-time code", password=True)
    with desk.registry.change(desk.office.now()) as change:
        refusal = holding.refuse_code(change, standing.question_id, who, code, "command-line", str(uuid4()))
        held = act(change, standing.question_id) if refusal is None else None
    if refusal is not None:
        raise Trouble(REFUSALS[refusal])
    if held is not None and held != "done":
        raise Trouble(HELD_IN_WORDS[held])
    Console().print(HELD_IN_WORDS["done"])
