"""Specimens of the letters: invented people, an invented signatory, CONTOH on each page."""

from datetime import date

from casework.letters.copies import in_words
from casework.letters.facts import LetterFacts, sample_facts
from casework.letters.facts.samples.invented import LETTER_DATE, SURVEY
from casework.letters.frame import Frame, Signatory, letterhead_on
from casework.letters.kinds import KINDS, LetterKind
from casework.letters.numbering import number_of
from casework.letters.order_in_time import date_that_fits
from casework.letters.rendering import RenderedLetter, render_letter
from casework.letters.template_set import TemplateSet

THE_COUNTER_OFFICER = Signatory(
    capacity="a.n. Kepala Kantor,",
    under="Kepala Seksi Lalu Lintas dan Izin Tinggal Keimigrasian",
    post="Petugas Loket",
    name="Sri Handayani",
    employee_number="199002112014022005",
)
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
# By whom each letter that an official signs is signed, as the process has it while everybody is there.
SIGNED_BY: dict[LetterKind, Signatory] = {
    LetterKind.INELIGIBLE: THE_SECTION_HEAD,
    LetterKind.TEAM_DECREE: THE_HEAD,
    LetterKind.ASSIGNMENT: THE_HEAD,
    LetterKind.VISIT_RECORD: THE_LEAD,  # attested by whoever was there
    LetterKind.PASSPORT_CUSTODY: THE_LEAD,
    LetterKind.GRANT: THE_HEAD,
    LetterKind.REFUSAL: THE_HEAD,
    LetterKind.COMPLAINT_ANSWER: THE_SECTION_HEAD,
    LetterKind.APPROVAL_REQUEST: THE_HEAD,
    LetterKind.PROCESS_ENDED: THE_COUNTER_OFFICER,
    LetterKind.REINSTATED: THE_SECTION_HEAD,
    LetterKind.OBJECTION_ADMITTED: THE_COUNTER_OFFICER,
    LetterKind.OBJECTION_TOO_LATE: THE_COUNTER_OFFICER,
    LetterKind.BREACH_NOTICE: THE_HEAD,
    LetterKind.BREACH_REPORT: THE_HEAD,
}


def sample_frame(kind: LetterKind, dated: date = LETTER_DATE) -> Frame:
    """A frame for the gallery and the tests: invented signatory and survey, each copy that may go out, CONTOH on each page."""
    head = letterhead_on(dated).model_copy(update={"survey": SURVEY})
    return Frame(
        number=number_of(kind, dated.year, 42) if KINDS[kind].numbered else None,
        dated=dated,
        place=head.place,
        letterhead=head,
        signatory=SIGNED_BY.get(kind),
        copies=in_words(KINDS[kind].copies_to, head),
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
