"""Specimens of the letters: invented people, an invented signatory, CONTOH on each page."""

from datetime import date

from casework.letters.facts import LetterFacts, sample_facts
from casework.letters.facts.samples.invented import LETTER_DATE, SURVEY
from casework.letters.frame import Frame, Signatory, letterhead_on
from casework.letters.kinds import KINDS, LetterKind
from casework.letters.numbering import number_of
from casework.letters.order_in_time import date_that_fits
from casework.letters.rendering import RenderedLetter, render_letter
from casework.letters.template_set import TemplateSet

THE_SECTION_HEAD = Signatory(
    capacity="a.n. Kepala Kantor,",
    post="Kepala Seksi Lalu Lintas dan Izin Tinggal Keimigrasian",
    name="Bagus Setiadi",
    employee_number="197911232004121902",
)
THE_HEAD = Signatory(
    capacity="", post="Kepala Kantor", name="Ratna Kusumawardhani", employee_number="197903152005012004"
)
THE_LEAD = Signatory(
    capacity="", post="Analis Keimigrasian Pertama", name="Bagus Prasetyo", employee_number="198504122010121001"
)
OF_THE_HEAD = frozenset({LetterKind.TEAM_DECREE, LetterKind.APPROVAL_REQUEST, LetterKind.GRANT, LetterKind.REFUSAL})
OF_THE_TEAM = frozenset({LetterKind.VISIT_RECORD, LetterKind.PASSPORT_CUSTODY})  # attested by whoever was there


def sample_frame(kind: LetterKind, dated: date = LETTER_DATE) -> Frame:
    """A frame for the gallery and the tests: invented signatory and survey, CONTOH on each page."""
    head = letterhead_on(dated).model_copy(update={"survey": SURVEY})
    signatory = THE_LEAD if kind in OF_THE_TEAM else THE_HEAD if kind in OF_THE_HEAD else THE_SECTION_HEAD
    return Frame(
        number=number_of(kind, dated.year, 42) if KINDS[kind].numbered else None,
        dated=dated,
        place=head.place,
        letterhead=head,
        signatory=signatory if KINDS[kind].issued_by == "official" else None,
        verification="http://127.0.0.1:4210/s/Jq3b0mXo1sVdW8pT5uYzKA" if KINDS[kind].numbered else None,
        specimen=True,
    )


def specimen(kind: LetterKind, facts: LetterFacts, templates: TemplateSet | None = None) -> RenderedLetter:
    """A letter about whatever facts, marked CONTOH, under an invented number and signatory; raises as ``render_letter``."""
    dated = date_that_fits(kind, facts, LETTER_DATE)
    return render_letter(kind, facts, sample_frame(kind, dated), templates)


def print_sample(kind: LetterKind, templates: TemplateSet | None = None) -> bytes:
    """The sample letter of a kind, with templates that may not be in use yet."""
    return specimen(kind, sample_facts(kind), templates).pdf
