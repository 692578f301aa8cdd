"""What a letter is called: as its kind, unless what it says makes it another."""

from casework.letters.facts.application import IneligibleFacts
from casework.letters.facts.decision import ClosingFacts, RefusalFacts
from casework.letters.facts.parts import LetterFacts
from casework.letters.kinds import KINDS, LetterKind

WITHOUT_HAND_OVER = ("Pemberitahuan Penutupan Berkas", "Notice that the file is closed")
OBJECTION_TO_A_REFUSAL_REJECTED = (
    "Keputusan Penolakan Keberatan atas Penolakan Permohonan Izin Tinggal",
    "Decision rejecting the objection to the refusal of the stay permit",
)
OBJECTION_TO_A_VERDICT_REJECTED = (
    "Penolakan Keberatan atas Putusan Tidak Memenuhi Syarat",
    "Notice that the objection is rejected and a home visit cannot be offered",
)


def title_of(kind: LetterKind, facts: LetterFacts) -> tuple[str, str]:
    """A closing letter is a receipt only where something was handed over; a "no" to an objection says so."""
    if isinstance(facts, ClosingFacts) and not facts.handed_over:
        return WITHOUT_HAND_OVER
    if isinstance(facts, RefusalFacts) and facts.objected_to is not None:
        return OBJECTION_TO_A_REFUSAL_REJECTED
    if isinstance(facts, IneligibleFacts) and facts.objected_to is not None:
        return OBJECTION_TO_A_VERDICT_REJECTED
    return KINDS[kind].title
