"""Whatever facts a letter's model allows can be printed: no number is reserved for a letter that is too long for its pages."""

from typing import Any

import annotated_types
import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from casework.letters import FACTS, KINDS, LetterFacts, LetterKind, render_letter, sample_facts
from casework.letters.gallery import sample_frame
from casework.letters.text_checks import room_in

WORDS = "Wilhelmina Konstantinopolitanska Schimmelpenninck Raharjo Kusumadiningrat "
CLOSE = (LetterKind.MISSING_DOCUMENTS, LetterKind.BILLING)  # to their limits; the others are played by `make chaos`
LARGEST = 95_000  # bytes; the longest that a letter is expected to be stays below 80,000 (`make bench-letters`)


def widest_facts(kind: LetterKind) -> LetterFacts:
    """The sample with every list as long, and every text as long, as the model allows."""
    return FACTS[kind].model_validate(_grown(sample_facts(kind)))


def _grown(model: BaseModel) -> dict[str, Any]:
    return {name: _widest(getattr(model, name), field) for name, field in type(model).model_fields.items()}


def _widest(value: Any, field: FieldInfo) -> Any:
    room = room_in(field.annotation, *field.metadata)
    most = next((one.max_length for one in field.metadata if isinstance(one, annotated_types.MaxLen)), None)
    if isinstance(value, BaseModel):
        return _grown(value)
    if isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
        items = [_grown(one) for one in value]
        return tuple((items * (most or 1))[: most or len(items)])
    if isinstance(value, str) and room is not None:
        line = (WORDS * 9)[: room.characters // room.lines - 2]
        return "\n".join([line] * room.lines)
    return value


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=() if kind in CLOSE else pytest.mark.long) for kind in LetterKind]
)
def test_a_letter_with_the_widest_facts_its_model_allows_is_printed(kind):
    printed = render_letter(kind, widest_facts(kind), sample_frame(kind))
    assert printed.pages <= KINDS[kind].most_pages
    assert len(printed.pdf) <= LARGEST or kind is LetterKind.DISPATCH_REPORT
