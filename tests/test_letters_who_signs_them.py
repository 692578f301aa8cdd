"""Under which letter an official's name may stand, and what the closing letter tells instead."""

import pytest
from demo_life import Life

from casework.letters import KINDS, LetterKind, LetterRefused, render_letter, sample_facts
from casework.letters.gallery import THE_HEAD, sample_frame
from casework.lifecycle import Stage
from casework.registry.models import Letter
from casework.stages import correspondence

ISSUED_BY_THE_SYSTEM = [kind for kind in LetterKind if KINDS[kind].issued_by == "system"]


# --- who signs


def test_the_closing_letter_is_issued_by_the_system_and_tells_who_recorded_the_hand_over_as_a_fact(at_stage):
    life = at_stage(Stage.CLOSING)
    life.decided("SH", "delivery-receipt")
    life.send_all()
    [closing] = life.rows(Letter, Letter.kind == "closing")
    assert (closing.signatory_code, closing.signed_by_decision) == (None, None)
    text = life.letter_text("closing")
    assert "sah tanpa tanda tangan" in text
    assert "a.n. Kepala Kantor" not in text
    assert "Penyerahan dicatat oleh" in text


@pytest.mark.parametrize("kind", ISSUED_BY_THE_SYSTEM)
def test_no_letter_of_the_system_is_printed_with_a_signatory(kind):
    frame = sample_frame(kind).model_copy(update={"signatory": THE_HEAD})
    with pytest.raises(LetterRefused, match="signatory is named, but the system issues this letter"):
        render_letter(kind, sample_facts(kind), frame)


def test_no_letter_of_the_system_is_planned_as_an_officers_and_none_of_an_official_without(at_stage):
    life = at_stage(Stage.CLOSING)
    with life.change() as change, pytest.raises(LetterRefused, match="signatory is missing"):
        correspondence.plan_letter(change, life.reference, LetterKind.GRANT, sample_facts(LetterKind.GRANT))
    assert life.letters().count("grant") == 1


def test_each_letter_of_a_case_is_signed_as_its_kind_says(at_stage):
    life: Life = at_stage(Stage.CLOSED)
    for letter in life.rows(Letter):
        is_signed = letter.signed_by_decision is not None
        assert is_signed is (KINDS[LetterKind(letter.kind)].issued_by == "official"), letter.kind
