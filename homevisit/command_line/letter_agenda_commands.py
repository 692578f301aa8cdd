"""``letters register``, ``verify`` and the templates of the office: what needs the register."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from casework.desk import Desk, open_desk
from casework.letter_register import RegisteredLetter, gaps, letters_of
from casework.letter_verification import TOKEN, Verdict, verify_file, verify_token
from casework.letters import LetterKind, TemplateSet, shipped_templates
from casework.letters.signing import SigningRefused
from casework.registry import Event, Reading
from casework.stages.letter_templates import keep_template
from homevisit.command_line.errors import Trouble
from homevisit.command_line.letter_kinds import Kind, kind_meant
from homevisit.command_line.tables import titled_table

TemplateFile = Annotated[Path, typer.Argument(help="the changed letter.html", exists=True, dir_okay=False)]
SIGNATURES = {
    "intact": "tanda tangan elektronik utuh · its electronic signature is intact",
    "altered": "tanda tangan elektronik rusak · its electronic signature does not hold",
    "unsigned": "tanpa tanda tangan elektronik · without an electronic signature",
    "no-pdf": "bukan berkas PDF · no PDF file",
}
NOBODY_VOUCHES = "tidak ada penerbit yang dikenal kantor yang menjamin sertifikatnya · no issuer that the office knows vouches for its certificate"
STATES = {"reserved": "belum terbit · to be issued", "issued": "terbit · issued", "void": "batal · void"}


def add_to(letters: typer.Typer) -> None:
    """Register these commands."""
    letters.command("register")(register)
    letters.command("verify")(verify)
    letters.command("check-template")(check_template)
    letters.command("propose-template")(propose_template)


def register(
    year: Annotated[int | None, typer.Option(help="the year; this one by default")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="as JSON, for a program")] = False,
) -> None:
    """The agenda of outgoing letters: every number of a year and what became of it; exit code 1 where one is missing."""
    desk = open_desk()
    with desk.registry.reading() as reading:
        found = letters_of(reading, year or desk.office.now().office_date.year)
        missing = list(gaps(reading))
    if as_json:
        sys.stdout.write(json.dumps([_as_json(one) for one in found], ensure_ascii=False, indent=1) + "\n")
    else:
        _print_agenda(found)
    if missing:
        raise Trouble(missing[0])


def verify(what: Annotated[str, typer.Argument(help="a letter's PDF file, or the token of its QR code")]) -> None:
    """Whether a letter is genuine, altered, void or unknown; exit code 1 for all but a genuine one."""
    file, desk = Path(what), open_desk()
    token = what.rstrip("/").rpartition("/")[2]
    if not file.is_file() and not TOKEN.fullmatch(token):
        raise Trouble(
            "that is neither a file nor a token of 22 letters and digits: give the PDF, or what the QR code says"
        )
    with desk.registry.reading() as reading:
        verdict = verify_file(reading, file.read_bytes()) if file.is_file() else verify_token(reading, token)
        told = _signature_in_words(reading, desk, file.read_bytes()) if file.is_file() else ""
    sys.stdout.write(_in_words(verdict) + told)
    if verdict.outcome != "genuine":
        raise typer.Exit(1)


def check_template(kind: Kind, file: TemplateFile) -> None:
    """Whether a changed template could be used: every branch, each required fact seen in each language, no charge, its pages."""
    meant = kind_meant(kind)
    _require_good(meant, file)
    sys.stdout.write(f"{_checked(meant, file).version} in order\n")


def propose_template(kind: Kind, file: TemplateFile) -> None:
    """Put a template that was checked on record; two persons adopt it by the form 'office-letter-template'."""
    meant = kind_meant(kind)
    _require_good(meant, file)
    templates, desk = _checked(meant, file), open_desk()
    with desk.registry.change(desk.office.now()) as change:
        if keep_template(change, templates, "office") is not None:
            told = {"kind": meant.value, "version": templates.version}
            change.write(Event("letters:template:proposed", "office", facts=told))
    sys.stdout.write(f"{templates.version}\n")
    sys.stderr.write(
        f"homevisit: adopt it with 'homevisit office form letter-template --set letter={meant.value} "
        f"--set version={templates.version} --set valid_from=YYYY-MM-DD', or with the form in the Prefect UI\n"
    )


def _checked(kind: LetterKind, file: Path) -> TemplateSet:
    return shipped_templates(kind).with_template(file.read_text(encoding="utf-8"))


def _require_good(kind: LetterKind, file: Path) -> None:
    from casework.letters.gallery import sample_frame  # noqa: PLC0415 WeasyPrint is loaded only where it is needed
    from casework.letters.template_checks import faults_of_template  # noqa: PLC0415 see above

    try:
        template = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Trouble("the template is not written in UTF-8: save it as that") from None
    faults = faults_of_template(kind, template, sample_frame(kind))
    if faults:
        raise Trouble(f"{file.name} cannot be used for the letter '{kind.value}':\n- " + "\n- ".join(faults))


def _signature_in_words(reading: Reading, desk: Desk, content: bytes) -> str:
    from casework.letter_signatures import certificate_in_words, judge_file, known_issuers, todays_certificate_in_words  # noqa: PLC0415 pyHanko is loaded only where it is needed

    now = desk.office.now().recorded_at
    try:
        judged = judge_file(reading, content, known_issuers(desk.settings), now)
    except SigningRefused as refused:
        raise Trouble(str(refused)) from None
    told = SIGNATURES[judged.found]
    lines = [f"{told} ({judged.serial})" if judged.serial else told]
    if judged.certificate is not None and judged.by_register:
        lines.append(" · ".join(certificate_in_words(judged.certificate, now)))
    elif judged.certificate is not None:
        lines.append(" · ".join(todays_certificate_in_words(judged.certificate)))
    if judged.certificate is not None and not judged.is_vouched_for:
        lines.append(NOBODY_VOUCHES)
    return "".join(f"{line}\n" for line in lines)


def _print_agenda(found: list[RegisteredLetter]) -> None:
    table = titled_table(
        "Agenda surat keluar · letters that went out", ("nomor", "tanggal", "surat", "berkas", "keadaan")
    )
    for one in found:
        state = f"{STATES[one.state]} ({one.void_reason})" if one.void_reason else STATES[one.state]
        table.add_row(one.number, f"{one.dated:%d-%m-%Y}", one.title[0], one.subject, state)
    Console().print(table)


def _as_json(one: RegisteredLetter) -> dict[str, str | None]:
    return {
        "number": one.number,
        "dated": one.dated.isoformat(),
        "kind": one.kind.value,
        "subject": one.subject,
        "state": one.state,
        "void_reason": one.void_reason,
        "signed_by": one.signed_by,
        "signed_with": one.signed_with,
        "template": one.template,
    }


def _in_words(verdict: Verdict) -> str:
    told = " · ".join(verdict.sentence)
    if verdict.number is None or verdict.dated is None or verdict.title is None:
        return f"{verdict.outcome}: {told}\n"
    return f"{verdict.outcome}: {told}\n{verdict.number}, {verdict.dated:%d-%m-%Y}, {verdict.title[0]} · {verdict.title[1]}\n"
