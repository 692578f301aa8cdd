"""Facts of the letter that answers a complaint about the service."""

from datetime import date

from casework.deadlines import complaint_rule_on
from casework.letters.facts.complaint import ComplaintAnswerFacts
from casework.letters.facts.parts import Ground
from casework.registry import Change
from casework.registry.models import Case
from casework.stages.case_file import read_application
from casework.stages.letter_facts.parties import parties_of

# Why a complaint was found as it was, in the words of a letter.
GROUNDS_IN_WORDS: dict[str, tuple[str, str, str]] = {
    "evidence-supports": (
        "Bukti atau keterangan yang kami peroleh mendukung pengaduan ini",
        "What we found out supports the complaint",
        "UU 25/2009 Pasal 50",
    ),
    "evidence-in-part": (
        "Sebagian dari yang diadukan dapat dibuktikan",
        "A part of what was complained about could be proved",
        "UU 25/2009 Pasal 50",
    ),
    "no-evidence": (
        "Tidak ditemukan bukti yang mendukung pengaduan ini",
        "We found nothing that supports the complaint",
        "UU 25/2009 Pasal 50",
    ),
    "by-the-standard": (
        "Pelayanan telah diberikan sesuai standar pelayanan",
        "The service was given as its standard says",
        "UU 25/2009 Pasal 20",
    ),
}


def complaint_answer(
    change: Change, case: Case, *, received_on: date, found: tuple[str, str], named: bool, bar_stays: bool
) -> ComplaintAnswerFacts:
    """L19: what was found about a complaint; ``found`` is the outcome and its ground, in codes.

    ``named`` is whether officers were complained about, ``bar_stays`` whether they are kept from the file further on.
    """
    outcome, ground = found
    indonesian, english, basis = GROUNDS_IN_WORDS[ground]
    return ComplaintAnswerFacts(
        **parties_of(case, read_application(change, case)),
        received_on=received_on,
        outcome=outcome,  # one of the coded outcomes; the facts model refuses any other
        grounds=(Ground(indonesian=indonesian, english=english, legal_basis=basis),),
        officers="none-named" if not named else "stay-away" if bar_stays else "may-return",
        legal_basis=complaint_rule_on(received_on).legal_basis,
    )
