"""``reconcile``: what the engine and the register do not agree about, at this moment."""

import json
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.console import Console

from casework.clock import OFFICE_TIME_ZONE
from casework.reconciliation.page import NO_DIFFERENCES, became_in_words, count_in_words, found_in_words
from casework.reconciliation.record import Reported
from casework.work_list import run_link
from homevisit.command_line.errors import Trouble
from homevisit.command_line.tables import titled_table


def add_to(program: typer.Typer) -> None:
    """Register this command."""
    program.command("reconcile")(reconcile)


def reconcile(*, as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False) -> None:
    """Compare Prefect with the register: what somebody did by hand there, and what does not fit; changes nothing.

    The nightly flow of the same name writes it to its page, and each finding to the ledger once.
    """
    from homevisit.engine import differences, engine_answers, screen_address  # noqa: PLC0415 loads Prefect, for this only

    if not engine_answers():
        raise Trouble("the Prefect server does not answer, so there is nothing to compare: run 'homevisit up' first")
    reported = differences()
    if as_json:
        screen = screen_address()
        sys.stdout.write(json.dumps([_as_row(one, screen) for one in reported], ensure_ascii=False) + "\n")
    else:
        _print(reported)


def _as_row(one: Reported, screen: str) -> dict[str, Any]:
    finding, question = one.finding, one.finding.question
    return {
        "kind": finding.kind.value,
        "subject": finding.subject,
        "run": finding.flow_run_id,
        "link": run_link(screen, finding.flow_run_id) if finding.flow_run_id else None,
        "question": question.kind if question else None,
        "cycle": question.cycle if question else None,
        "how": finding.how,
        "at": one.at.isoformat(),
        "since_then": finding.since_then.value,
        "waits_in": finding.other_run,
        "found": found_in_words(finding),
        "done": became_in_words(finding),
        "on_record": not one.is_new,
    }


def _print(reported: Sequence[Reported]) -> None:
    if not reported:
        sys.stdout.write(f"{NO_DIFFERENCES}\n")
        return
    columns = ("kapan · when", "berkas · case", "run", "ditemukan · found", "tindakan sistem · what the system did")
    table = titled_table(f"Rekonsiliasi · reconciliation ({count_in_words(reported)})", columns)
    for one in reported:
        when = f"{one.at.astimezone(OFFICE_TIME_ZONE):%d-%m-%Y %H:%M}"
        run = (one.finding.flow_run_id or "–")[:8]
        table.add_row(when, one.finding.subject, run, found_in_words(one.finding), became_in_words(one.finding))
    Console().print(table)
