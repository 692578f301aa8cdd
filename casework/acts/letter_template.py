"""The office changes the text of one of its letters: checked, put on record, then adopted from a day on by two persons."""

from collections.abc import Iterator
from datetime import date
from difflib import ndiff
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from casework.acts.kinds import ActContent, ActKind, always
from casework.letters import KINDS, LetterKind, TemplateSet, shipped_templates
from casework.letters.template_set import OWN
from casework.office import Office
from casework.questions import SEPARATOR, code_of
from casework.registry import Change, Event, Reading
from casework.registry.models import LetterTemplate, TemplateAdoption
from casework.stages.deciding import Decided
from casework.stages.letter_templates import adopted_on, read_template

if TYPE_CHECKING:
    KindShown = str
else:
    KindShown = Literal[tuple(f"{row.title[0]}{SEPARATOR}{row.kind.value}" for row in KINDS.values())]


class LetterTemplateContent(
    ActContent,
    json_schema_extra={
        "description": "Naskah surat yang sudah diperiksa (homevisit letters propose-template) dipakai mulai suatu hari. · A template that was checked is used from a day on."
    },
):
    """Which checked template the office uses for which letter, from which day on."""

    letter: Annotated[KindShown, Field(title="Surat · letter", description="Jenis surat. · The kind of letter.")]
    version: Annotated[
        str,
        Field(
            title="Versi naskah · version",
            description="16 huruf dan angka dari pemeriksaan naskah. · As the check of the template printed it.",
            pattern=r"^[0-9a-f]{16}$",
        ),
    ]
    valid_from: Annotated[
        date,
        Field(
            title="Dipakai mulai · used from",
            description="Surat bertanggal sejak hari itu. · Letters dated from that day on.",
        ),
    ]


def _fault(change: Change, office: Office, content: LetterTemplateContent) -> str | None:
    del office
    kind = LetterKind(code_of(content.letter))
    row = change.session.get(LetterTemplate, content.version)
    if row is None or row.kind != kind.value:
        return (
            f"naskah versi {content.version} untuk surat ini belum diperiksa; jalankan homevisit letters propose-template · "
            "that version was never checked for this letter: propose it first"
        )
    if content.valid_from < change.moment.office_date:
        return "hari itu sudah lewat; surat yang sudah bernomor tidak berubah · that day is over: letters with a number do not change"
    present = _in_use(change, kind, content.valid_from).version
    return (
        "naskah itu sudah dipakai pada hari itu · that template is in use on that day already"
        if present == content.version
        else None
    )


def _apply(change: Change, office: Office, decided: Decided, content: LetterTemplateContent) -> None:
    del office
    kind = code_of(content.letter)
    row = TemplateAdoption(
        kind=kind, version=content.version, valid_from=content.valid_from, adopted_by=decided.question.id
    )
    told = {"kind": kind, "version": content.version, "valid_from": content.valid_from.isoformat()}
    change.write(Event("letters:template:adopted", "office", decided.officer.code, told), row)


def _what_changes(reading: Reading, content: LetterTemplateContent, today: date) -> list[str]:
    """How much of the letter becomes another, beside what is in use."""
    del today
    before, after = _before_and_after(reading, content)
    changed = sum(1 for _ in _changed_lines(before, after))
    around = sum(1 for name in after.files if name != OWN and after.files[name] != before.files.get(name))
    told = f"Baris naskah yang berubah · lines of the template that change: {changed}"
    return [
        told,
        *([f"Berkas kerangka yang berubah · files of frame and style that change: {around}"] if around else []),
        "Contoh surat dan baris yang berubah ada pada lembar berkas · specimen and changed lines are on the case sheet",
    ]


def changed_lines(reading: Reading, content: LetterTemplateContent) -> list[tuple[str, str]]:
    """Each line that goes (-) or comes (+) beside the template in use on that day, as it is written."""
    return [(line[0], line[2:]) for line in _changed_lines(*_before_and_after(reading, content))]


def _before_and_after(reading: Reading, content: LetterTemplateContent) -> tuple[TemplateSet, TemplateSet]:
    before = _in_use(reading, LetterKind(code_of(content.letter)), content.valid_from)
    return before, read_template(reading, content.version)


def _changed_lines(before: TemplateSet, after: TemplateSet) -> Iterator[str]:
    lines = ndiff(before.files[OWN].splitlines(), after.files[OWN].splitlines())
    return (line for line in lines if line.startswith(("+ ", "- ")))


def _in_use(reading: Reading, kind: LetterKind, day: date) -> TemplateSet:
    adopted = adopted_on(reading, kind, day)
    return read_template(reading, adopted.version) if adopted else shipped_templates(kind)


LETTER_TEMPLATE = ActKind(
    name="letter-template",
    title="Naskah surat",
    title_english="Template of a letter",
    content=LetterTemplateContent,
    proposed_by="administrator",
    approved_by=always("head-of-office"),
    fault=_fault,
    apply=_apply,
    notes=_what_changes,
)
