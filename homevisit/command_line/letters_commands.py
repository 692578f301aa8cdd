"""``letters``: what the office's letters look like; no office, no register, and everything marked CONTOH.

What needs the register stands beside it, in ``letter_agenda_commands``.
"""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from casework.letters import FACTS, KINDS, LetterRefused, longest_facts, sample_facts
from homevisit.command_line import letter_agenda_commands
from homevisit.command_line.content_files import content_of
from homevisit.command_line.errors import Trouble
from homevisit.command_line.letter_kinds import Kind, kind_meant
from homevisit.command_line.tables import titled_table

COLUMNS = ("kode", "jenis", "judul", "kepada", "bahasa", "tanda tangan")
letters = typer.Typer(no_args_is_help=True, help="The office's letters: what they look like, and what became of each.")


def add_to(program: typer.Typer) -> None:
    """Register these commands."""
    letter_agenda_commands.add_to(letters)
    program.add_typer(letters, name="letters")


@letters.command("kinds")
def kinds(*, as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False) -> None:
    """Every kind of letter: its code and title, to whom it goes, in which languages, and who issues it."""
    from casework.letters.gallery_folder import ISSUERS, RECIPIENTS  # noqa: PLC0415 brings the pictures' library

    if as_json:
        rows = [
            {
                "code": row.code,
                "kind": row.kind.value,
                "title": row.title[0],
                "title_in_english": row.title[1],
                "recipient": row.recipient,
                "languages": list(row.languages),
                "issued_by": row.issued_by,
            }
            for row in KINDS.values()
        ]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
        return
    table = titled_table("Surat-surat kantor · the office's letters", COLUMNS)
    for whole in table.columns[:2]:
        whole.no_wrap = True
    table.columns[2].min_width = len("Pemberitahuan")
    for row in KINDS.values():
        told = (
            row.code,
            row.kind.value,
            row.title[0],
            RECIPIENTS[row.recipient][0],
            ", ".join(row.languages),
            ISSUERS[row.issued_by][0],
        )
        table.add_row(*map(escape, told))
    Console().print(table)


@letters.command("sample")
def sample(
    kind: Kind, *, longest: Annotated[bool, typer.Option("--longest", help="with texts as long as they may be")] = False
) -> None:
    """Facts about invented people, as JSON to be changed and given to 'letters render'."""
    meant = kind_meant(kind)
    facts = longest_facts(meant) if longest else sample_facts(meant)
    sys.stdout.write(json.dumps(facts.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n")


@letters.command("schema")
def schema(kind: Kind) -> None:
    """The JSON schema that the facts of this kind are held to."""
    described = FACTS[kind_meant(kind)].model_json_schema()
    sys.stdout.write(json.dumps(described, ensure_ascii=False, indent=2) + "\n")


@letters.command("render")
def render(
    kind: Kind,
    facts: Annotated[Path, typer.Option(help="the facts as JSON, or - for standard input; see 'letters sample'")],
    out: Annotated[Path, typer.Option(help="where the PDF is written")],
) -> None:
    """One letter about these facts, marked CONTOH, under an invented number; refused whole where a fact cannot be printed."""
    from casework.letters.gallery import specimen  # noqa: PLC0415 WeasyPrint is loaded only where it is needed
    from casework.letters.rendering import LetterNotPrinted  # noqa: PLC0415 see above

    meant = kind_meant(kind)
    told = content_of(
        facts, FACTS[meant], f"what a fact is held to says 'homevisit letters schema --kind {meant.value}'"
    )
    _require_engine()
    try:
        letter = specimen(meant, told)
    except (LetterRefused, LetterNotPrinted) as refused:
        raise Trouble(str(refused)) from None
    try:
        out.write_bytes(letter.pdf)
    except OSError as fault:
        raise Trouble(f"{out.name} cannot be written ({fault.strerror}): choose another place") from None
    sys.stdout.write(f"{out}\n")


@letters.command("gallery")
def gallery(out: Annotated[Path, typer.Option(help="folder for the PDFs, pictures and index.html")]) -> None:
    """Every kind of letter with invented facts: PDFs and pictures marked CONTOH, and an index.html to look at them."""
    from casework.letters.gallery_folder import write_gallery  # noqa: PLC0415 WeasyPrint is loaded only where it is needed

    _require_engine()
    try:
        written = write_gallery(out)
    except OSError as fault:
        raise Trouble(f"{out.name} cannot be written ({fault.strerror}): choose another folder") from None
    for path in written:
        sys.stdout.write(f"{path}\n")


def _require_engine() -> None:
    from casework.letters.rendering import load_engine  # noqa: PLC0415 WeasyPrint is loaded only where it is needed

    try:
        load_engine()
    except OSError:
        raise Trouble("the system libraries that print letters are missing: run 'make system-libraries'") from None
