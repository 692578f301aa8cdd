"""``officer``: who works here, and a demo officer's one-time code."""

import json
import sys
from datetime import UTC, date, datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from sqlalchemy import select

from casework.clock import OFFICE_TIME_ZONE
from casework.desk import open_desk
from casework.eligibility import rules_in_force
from casework.office import require_demo
from casework.questions import ROLE_NAMES
from casework.registry import Reading
from casework.registry.authority import Staff, delegations_in_force, mandates_in_force
from casework.registry.models import Officer
from casework.registry.officers import current_code, is_serving, rank_on
from homevisit.command_line.errors import Trouble
from homevisit.command_line.tables import titled_table


def add_to(program: typer.Typer) -> None:
    """Register these commands."""
    officer = typer.Typer(no_args_is_help=True, help="The staff, by short code and post.")
    officer.command("list")(list_officers)
    officer.command("code")(code)
    program.add_typer(officer, name="officer")
    program.command("rules")(rules)
    program.command("mandate")(mandate)


def list_officers(*, as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False) -> None:
    """The officers with post and rank, and the roles in which they may act today; no names."""
    desk = open_desk()
    with desk.registry.reading() as reading:
        today = desk.office.now().office_date
        staff = Staff(reading, today)
        officers = list(reading.session.scalars(select(Officer).order_by(Officer.code)))
        ranks = {one.code: rank_on(reading, one, today) for one in officers}
    rows = [
        {
            "code": one.code,
            "post": one.post,
            "rank": ranks[one.code],
            "roles": list(staff.roles_of(one.code)),
            "serves_from": one.serves_from and one.serves_from.isoformat(),
            "serves_until": one.serves_until and one.serves_until.isoformat(),
        }
        for one in officers
    ]
    if as_json:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
        return
    table = titled_table("Petugas · officers", ("kode · code", "jabatan · post", "gol. · grade", "peran · roles"))
    for one in officers:
        table.add_row(one.code, one.post, ranks[one.code] or "–", ", ".join(staff.roles_of(one.code)))
    Console().print(table)


def rules(
    *,
    at: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="a day; today when not given")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> None:
    """The eligibility rules that were in force on a day, each with its version and legal basis."""
    day = at.date() if at else open_desk().office.now().office_date
    if as_json:
        rows = [{"id": one.id, "version": one.version, "legal_basis": one.legal_basis} for one in rules_in_force(day)]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
        return
    table = titled_table(
        f"Aturan kelayakan · eligibility rules, {day:%d-%m-%Y}",
        ("aturan · rule", "versi · version", "dasar hukum · legal basis"),
    )
    for rule in rules_in_force(day):
        table.add_row(f"{rule.id}: {rule.title_indonesian} · {rule.title_english}", rule.version, rule.legal_basis)
    Console().print(table)


def mandate(
    *,
    at: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d", "%Y-%m-%d %H:%M"], help="a day, or a moment of it in WIB; now when not given"
        ),
    ] = None,
    role: Annotated[str | None, typer.Option(help=f"one of: {', '.join(ROLE_NAMES)}")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> None:
    """Who was entitled to which role at a moment, by which decree, and who acted for whom."""
    if role is not None and role not in ROLE_NAMES:
        raise Trouble(f"there is no role '{role}': choose one of {', '.join(ROLE_NAMES)}")
    desk = open_desk()
    office_time = at.replace(tzinfo=OFFICE_TIME_ZONE) if at else desk.office.now().office
    with desk.registry.reading() as reading:
        rows = _entitled_at(reading, office_time.date(), office_time - desk.office.ahead, role)
    if as_json:
        sys.stdout.write(json.dumps(rows) + "\n")
        return
    columns = ("peran · role", "petugas · officer", "SK, surat · by", "dari · from", "sampai · to")
    table = titled_table(f"Kewenangan · mandates, {office_time:%d-%m-%Y %H:%M} WIB", columns)
    for row in rows:
        table.add_row(*_as_cells(row))
    console = Console()
    console.print(table)
    if any(row["has_left"] for row in rows):
        console.print("✗ tidak bertugas lagi pada hari itu · had left by that day")


def _entitled_at(reading: Reading, on: date, at: datetime, role: str | None) -> list[dict[str, Any]]:
    mandates = [
        {
            "role": one.role,
            "officer": one.officer_code,
            "capacity": one.capacity,
            "signs_for": one.signs_for,
            "for": None,
            "decree": one.decree_number,
            "from": one.valid_from.isoformat(),
            "to": one.valid_to.isoformat(),
            "has_left": not is_serving(officer, on),
        }
        for one, officer in mandates_in_force(reading, on, at)
    ]
    delegations = [
        {
            "role": one.role,
            "officer": one.delegate_code,
            "capacity": "delegate",
            "signs_for": None,
            "for": one.principal_code,
            "decree": one.letter_number,
            "from": one.valid_from.isoformat(),
            "to": one.valid_to.isoformat(),
            "has_left": not is_serving(reading.session.get_one(Officer, one.delegate_code), on),
        }
        for one in delegations_in_force(reading, on, at)
    ]
    return [row for row in (*mandates, *delegations) if role is None or row["role"] == role]


def _as_cells(row: dict[str, Any]) -> tuple[str, ...]:
    how = {"plh": "Plh.", "plt": "Plt.", "delegate": f"untuk {row['for']}"}.get(row["capacity"], "")
    signing = {"an": "a.n.", "ub": "u.b."}.get(row["signs_for"], "")
    added = ", ".join(filter(None, (how, signing)))
    told = ROLE_NAMES[row["role"]] + (f" ({added})" if added else "")
    left = " ✗" if row["has_left"] else ""
    return (told, f"{row['officer']}{left}", row["decree"], row["from"], row["to"])


def code(officer_code: Annotated[str, typer.Argument(metavar="CODE", help="a demo officer's short code")]) -> None:
    """A demo officer's one-time code of this moment; refused in a real office."""
    desk = open_desk()
    require_demo(desk.office, "a one-time code can be printed")
    with desk.registry.reading() as reading:
        officer = reading.session.get(Officer, officer_code)
        if officer is None:
            raise Trouble(f"there is no officer {officer_code}: 'homevisit officer list' shows who works here")
        sys.stdout.write(current_code(reading, officer, datetime.now(UTC)) + "\n")
