"""What a letter is called: as its kind, unless what it says makes it another."""

from casework.letters.facts.decision import ClosingFacts
from casework.letters.facts.parts import LetterFacts
from casework.letters.kinds import KINDS, LetterKind

WITHOUT_HAND_OVER = ("Pemberitahuan Penutupan Berkas", "Notice that the file is closed")


def title_of(kind: LetterKind, facts: LetterFacts) -> tuple[str, str]:
    """A closing letter is a receipt only where something was handed over."""
    if isinstance(facts, ClosingFacts) and not facts.handed_over:
        return WITHOUT_HAND_OVER
    return KINDS[kind].title
