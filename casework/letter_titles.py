"""What a letter of the register calls itself: its mail, its line on the case sheet and the page that verifies it say the same."""

from pydantic import ValidationError

from casework.letters import FACTS, KINDS, LetterKind, title_of
from casework.registry import Reading
from casework.registry.models import Letter
from casework.registry.vault import SealBroken

# Of these the facts may make another letter than their kind: the others are not opened for it.
CALLED_BY_THEIR_FACTS = frozenset({LetterKind.CLOSING, LetterKind.REFUSAL, LetterKind.INELIGIBLE})


def title_told(reading: Reading, letter: Letter) -> tuple[str, str]:
    """The title that stands on the letter, in both languages; its kind's where its facts are erased or are read no more."""
    kind = LetterKind(letter.kind)
    if kind not in CALLED_BY_THEIR_FACTS:
        return KINDS[kind].title
    try:
        opened = reading.unseal(letter.sealed_facts, "letter.sealed_facts", letter.subject, letter.number)
        return title_of(kind, FACTS[kind].model_validate_json(opened))
    except (SealBroken, ValidationError):
        return KINDS[kind].title
