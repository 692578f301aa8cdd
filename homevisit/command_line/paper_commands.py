"""``paper list``: the decisions that were made on paper, apart from all others."""

import json
import sys
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console

from casework.desk import Desk, open_desk
from casework.joint_decisions.paper_decisions import Paper, all_papers
from casework.questions import QUESTION_KINDS
from homevisit.command_line.tables import titled_table


def add_to(program: typer.Typer) -> None:
    """Register this command."""
    paper = typer.Typer(no_args_is_help=True, help="Decisions that were made on paper during an outage.")
    paper.callback()(lambda: None)
    paper.command("list")(list_papers)
    program.add_typer(paper, name="paper")


def list_papers(*, as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False) -> None:
    """Who decided what on paper and when, who entered and who countersigned it, and the fingerprint of its scan."""
    desk = open_desk()
    with desk.registry.reading() as reading:
        papers = all_papers(reading)
    if as_json:
        sys.stdout.write(json.dumps([_as_row(one, desk) for one in papers], ensure_ascii=False) + "\n")
        return
    columns = ("berkas · subject", "keputusan · decision", "oleh · by", "dimasukkan · entered", "pindaian · scan")
    table = titled_table(f"Keputusan kertas · decisions on paper ({len(papers)})", columns)
    for one in papers:
        table.add_row(
            one.subject,
            f"{QUESTION_KINDS[one.question].title}: {one.choice}{f' ({one.ground})' if one.ground else ''}",
            f"{one.officer} {_office_time(one, desk):%d-%m-%Y %H:%M} WIB",
            f"{one.entered_on:%d-%m-%Y} {one.entered_by}, {one.countersigned_by} ({one.act})",
            one.scan_sha256,
        )
    Console().print(table)


def _as_row(one: Paper, desk: Desk) -> dict[str, object]:
    told = {**asdict(one), "entered_on": one.entered_on.isoformat(), "decided_at": one.decided_at.isoformat()}
    return {**told, "office_time": _office_time(one, desk).isoformat()}


def _office_time(one: Paper, desk: Desk) -> datetime:
    return desk.office.moment_at(one.decided_at).office
