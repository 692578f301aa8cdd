"""``key``: the office key's backup."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from casework.desk import open_desk
from casework.registry.key_backup import note_verified_backup, verify_backup


def add_to(program: typer.Typer) -> None:
    """Register these commands."""
    key = typer.Typer(no_args_is_help=True, help="The office key, without which nothing sealed opens.")
    key.command("verify-backup")(verify)
    program.add_typer(key, name="key")


def verify(file: Annotated[Path, typer.Argument(help="the copy of the office key that is kept elsewhere")]) -> None:
    """Compare a backup with the office key, and note in the ledger that it was seen today; 'doctor' asks after a year."""
    desk = open_desk()
    verify_backup(desk.registry.office_key, desk.settings.key_file, file)
    with desk.registry.change(desk.office.now()) as change:
        note_verified_backup(change)
    Console().print(
        "Cadangan cocok dengan kunci kantor · the backup holds the office key. Bring it back to where it is kept."
    )
