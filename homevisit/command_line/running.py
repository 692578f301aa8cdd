"""``up``, ``serve``, ``deploy``, ``doctor``, ``rehearse``: the office as a running thing."""

import json
import sys
from typing import Annotated

import typer
from rich.console import Console

from casework.settings import Settings
from homevisit.command_line.errors import Trouble
from homevisit.doctor import examine
from homevisit.opening import run_until_stopped
from homevisit.rehearsal import SCENARIOS, rehearse
from homevisit.serving import PARTS, prepare, serve


def add_to(program: typer.Typer) -> None:
    """Register these commands."""
    program.command()(up)
    program.command("serve")(serve_command)
    program.command("deploy")(deploy_command)
    program.command()(doctor)
    program.command("rehearse")(rehearse_command)


def up(
    *, samples: Annotated[bool, typer.Option(help="send the invented applications into an empty demo office")] = True
) -> None:
    """Start everything on this machine and say what waits for whom; Ctrl-C stops it all."""
    raise typer.Exit(run_until_stopped(Settings(), Console(), samples=samples))


def serve_command(
    part: Annotated[str, typer.Argument(help=f"one of: {', '.join(PARTS)}")],
    *,
    name: Annotated[str, typer.Option(help="a worker's name, unlike every other's")] = "worker",
) -> None:
    """Start one part of the office in the foreground, as the services of a production office do (see deploy/README.md)."""
    if part not in PARTS:
        raise Trouble(f"the office has no part '{part}': choose one of {', '.join(PARTS)}")
    serve(Settings(), part, name)


def deploy_command(
    *, demo: Annotated[bool, typer.Option("--demo", help="an empty register becomes the demo office's")] = False
) -> None:
    """Bring register, work pool and deployments to this version, once the server answers (see deploy/README.md)."""
    prepare(Settings(), demo=demo)


def doctor(*, as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False) -> None:
    """Look whether everything is there that the office needs, and say what to do; exit code 1 when something is amiss.

    Key and its backup, register, ledger, inbox, clock, disks, letters, server and who may speak to it.
    """
    findings = examine(Settings())
    if as_json:
        sys.stdout.write(json.dumps([finding.__dict__ for finding in findings], ensure_ascii=False) + "\n")
    else:
        for finding in findings:
            mark = "✓" if finding.in_order else "✗"
            sys.stdout.write(f"{mark} {finding.what}: {finding.told}\n")
    if not all(finding.in_order for finding in findings):
        raise typer.Exit(1)


def rehearse_command(
    *,
    cases: Annotated[
        int, typer.Option(min=1, max=500, help="how many invented cases to take through their whole life")
    ] = 5,
    scenario: Annotated[str, typer.Option(help=f"one of: {', '.join(SCENARIOS)}")] = "golden",
    as_json: Annotated[bool, typer.Option("--json", help="print the summary for a program to read")] = False,
) -> None:
    """Act as the demo office's staff through the real Prefect API until every case is closed (demo office only)."""
    if scenario not in SCENARIOS:
        raise Trouble(f"there is no scenario '{scenario}': choose one of {', '.join(SCENARIOS)}")
    summary = rehearse(Settings(), cases=cases, scenario=scenario, console=Console(stderr=True))
    if as_json:
        sys.stdout.write(json.dumps(summary.as_dict()) + "\n")
    else:
        Console().print(summary.as_table())
    if not summary.complete:
        raise typer.Exit(1)
