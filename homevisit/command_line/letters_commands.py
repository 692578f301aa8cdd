"""``letters``: what the office's letters look like."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from homevisit.command_line import letter_agenda_commands


def add_to(program: typer.Typer) -> None:
    """Register these commands."""
    letters = typer.Typer(no_args_is_help=True, help="The office's letters.")
    letters.command("gallery")(gallery)
    letter_agenda_commands.add_to(letters)
    program.add_typer(letters, name="letters")


def gallery(out: Annotated[Path, typer.Option(help="folder for the PDFs")]) -> None:
    """Every kind of letter with invented facts, as PDFs marked CONTOH."""
    from casework.letters.gallery import write_gallery  # noqa: PLC0415 WeasyPrint is loaded only where it is needed

    for path in write_gallery(out):
        sys.stdout.write(f"{path}\n")
