"""``intake`` and ``case``: taking an application in, looking at cases, verifying the ledger."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from casework.case_history import history_of
from casework.desk import open_desk
from casework.inbox import Refused, read_laid, submit
from casework.lifecycle import NEUTRAL_SENTENCE, Stage
from casework.reading import json_schema
from casework.registry import ledger
from casework.registry.models import Case
from homevisit.command_line.errors import Trouble
from homevisit.command_line.tables import titled_table

AS_JSON = Annotated[bool, typer.Option("--json", help="for a program to read")]


def add_to(program: typer.Typer) -> None:
    """Register these commands."""
    intake = typer.Typer(no_args_is_help=True, help="Take an application in.")
    intake.command("submit")(submit_application)
    intake.command("schema")(print_schema)
    program.add_typer(intake, name="intake")
    case = typer.Typer(no_args_is_help=True, help="Look at cases; personal data stays on the case sheet.")
    case.command("list")(list_cases)
    case.command("show")(show_case)
    program.add_typer(case, name="case")
    book = typer.Typer(no_args_is_help=True, help="The audit log.")
    book.command("verify")(verify_ledger)
    program.add_typer(book, name="ledger")


def submit_application(
    file: Annotated[str, typer.Argument(help="application.json with its documents beside it, or - for stdin")],
) -> None:
    """Take one application in, whole or not at all; prints its receipt, or each fault with exit code 1."""
    desk = open_desk()
    path = None if file == "-" else Path(file)
    if path is not None and not path.is_file():
        raise Trouble(
            f"there is no file {path}: give the path of an application.json, or - to read it from standard input"
        )
    raw = sys.stdin.buffer.read() if path is None else read_laid(path, "the application")
    outcome = submit(desk.registry, desk.office, raw, path.parent if path else None, desk.office.now())
    if isinstance(outcome, Refused):
        sys.stdout.write(outcome.as_json() + "\n")
        raise Trouble(f"the application was refused for {len(outcome.faults)} reasons, and nothing was stored")
    answer = {"arrival": outcome.arrival, "reference": outcome.reference, "receipt": outcome.receipt_number}
    sys.stdout.write(json.dumps(answer) + "\n")
    _start_intake(outcome.reference)


def print_schema() -> None:
    """The JSON schema of an application, for whoever sends one."""
    sys.stdout.write(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n")


def list_cases(*, as_json: AS_JSON = False) -> None:
    """All cases, the newest last: reference, stage, result, permit's end."""
    with open_desk().registry.reading() as reading:
        cases = list(reading.session.scalars(select(Case).order_by(Case.received_at)))
    rows = [
        {
            "reference": case.reference,
            "stage": case.stage,
            "result": case.result,
            "permit": case.permit_kind,
            "procedure": case.procedure,
            "regency": case.regency_code,
            "permit_expires_on": case.permit_expires_on.isoformat() if case.permit_expires_on else None,
            "received_on": case.received_on.isoformat(),
        }
        for case in cases
    ]
    _print(rows, as_json=as_json)


def show_case(reference: str, *, as_json: AS_JSON = False) -> None:
    """One case: timeline, decisions, letters, deadlines, and a sentence that may be told to the guarantor."""
    history = history_of(open_desk().registry, reference)
    indonesian, english = NEUTRAL_SENTENCE[Stage(history.stage)]
    if as_json:
        told = {**history.as_dict(), "may_be_told": {"id": indonesian, "en": english}}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        return
    console = Console()
    console.print(f"[bold]{history.reference}[/bold] · {history.stage} · {history.result or 'belum selesai · open'}")
    console.print(f"Boleh disampaikan · may be told: {indonesian} · {english}")
    for title, rows in history.tables():
        console.print(_table(title, rows))


def verify_ledger(*, as_json: AS_JSON = False) -> None:
    """Read the whole audit log; exit code 1 and the first row that does not fit, if there is one.

    Note rows and head outside the register: only by them is it seen, the next time, that the last rows were cut off.
    """
    found = ledger.verify(open_desk().registry.engine)
    if as_json:
        told = {"rows": found.rows, "holds": found.holds, "head": found.head, "fault": found.fault}
        sys.stdout.write(json.dumps(told) + "\n")
    elif found.holds:
        sys.stdout.write(f"{found.rows} rows, every one as it was written, up to {found.head}\n")
    if not found.holds:
        raise Trouble(found.fault or "the ledger does not hold")


def _start_intake(reference: str) -> None:
    from homevisit.engine import engine_answers, start  # noqa: PLC0415 Prefect is loaded only where it is needed

    if engine_answers():
        start(reference, "intake")
    else:
        sys.stderr.write(
            "homevisit: the Prefect server is not running; the case goes on as soon as it is ('homevisit up')\n"
        )


def _print(rows: list[dict[str, str | None]], *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
    else:
        Console().print(_table("Berkas · cases", rows))


def _table(title: str, rows: list[dict[str, str | None]]) -> Table:
    table = titled_table(title, [name.replace("_", " ") for name in rows[0]] if rows else ["–"])
    for row in rows:
        table.add_row(*(value or "" for value in row.values()))
    return table
