"""Every kind of letter as a PDF, about invented people: ``python -m casework.letters.gallery OUT_DIR``."""

import sys
from datetime import date
from pathlib import Path

from casework.letters.facts import longest_facts, sample_facts
from casework.letters.facts.samples import LETTER_DATE
from casework.letters.frame import Frame, Signatory, letterhead_on
from casework.letters.kinds import KINDS, LetterKind, number_of
from casework.letters.rendering import render_letter
from casework.letters.template_set import TemplateSet

THE_SECTION_HEAD = Signatory(
    capacity="a.n. Kepala Kantor,",
    post="Kepala Seksi Lalu Lintas dan Izin Tinggal Keimigrasian",
    name="Ratna Kusumawardhani",
    employee_number="197903152005012004",
)
THE_LEAD = Signatory(
    capacity="", post="Analis Keimigrasian Pertama", name="Bagus Prasetyo", employee_number="198504122010121001"
)
OF_THE_TEAM = frozenset({LetterKind.VISIT_RECORD, LetterKind.PASSPORT_CUSTODY})  # attested by whoever was there


def sample_frame(kind: LetterKind, dated: date = LETTER_DATE) -> Frame:
    """A frame for the gallery and the tests: an invented signatory where an official must sign, CONTOH on each page."""
    head = letterhead_on(dated)
    signatory = THE_LEAD if kind in OF_THE_TEAM else THE_SECTION_HEAD
    return Frame(
        number=number_of(kind, dated.year, 42) if KINDS[kind].numbered else None,
        dated=dated,
        place=head.place,
        letterhead=head,
        signatory=signatory if KINDS[kind].issued_by == "official" else None,
        verification="http://127.0.0.1:4210/verify/Jq3b0mXo1sVdW8pT5uYzKA" if KINDS[kind].numbered else None,
        specimen=True,
    )


def print_sample(kind: LetterKind, templates: TemplateSet | None = None) -> bytes:
    """The sample letter of a kind, with templates that may not be in use yet."""
    return render_letter(kind, sample_facts(kind), sample_frame(kind), templates).pdf


def write_gallery(folder: Path) -> list[Path]:
    """Each kind twice, as it usually is and as long as it may be; answers the files that were written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind in LetterKind:
        for suffix, facts in (("", sample_facts(kind)), ("-longest", longest_facts(kind))):
            path = folder / f"{KINDS[kind].code}-{kind.value}{suffix}.pdf"
            path.write_bytes(render_letter(kind, facts, sample_frame(kind)).pdf)
            written.append(path)
    return written


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("tell where the letters shall lie: python -m casework.letters.gallery OUT_DIR")
    for letter in write_gallery(Path(sys.argv[1])):
        print(letter)  # noqa: T201 - the command's answer
