"""What stands around a letter's facts: its number, its letterhead, as what an official signs."""

from datetime import date

import pytest

from casework.letters import Letterhead, LetterKind, letterhead_on, number_of, numbering_of, sample_facts
from casework.letters.facts.parts import BilingualText
from casework.letters.gallery import sample_frame
from casework.letters.rendering import letter_as_html

TRANSLATION = '<section class="translation"'


def test_letters_are_numbered_by_unit_classification_sequence_and_year():
    assert number_of(LetterKind.GRANT, 2026, 42) == "WIM.13.IMI.1-GR.01.01-0042 Tahun 2026"
    assert number_of(LetterKind.BILLING, 2021, 7) == "W13.IMI.IMI.1-KU.01.03-0007 Tahun 2021"
    counted = numbering_of(LetterKind.GRANT, date(2026, 11, 26))
    assert counted.pattern.format(sequence=42, year=2026) == number_of(LetterKind.GRANT, 2026, 42)


def test_a_decree_has_its_running_number_before_its_classification_and_its_year_in_capitals():
    assert number_of(LetterKind.TEAM_DECREE, 2026, 42) == "WIM.13.IMI.1-42-OT.02.01 TAHUN 2026"
    assert number_of(LetterKind.TEAM_DECREE, 2021, 829) == "W13.IMI.IMI.1-829-OT.02.01 TAHUN 2021"
    counted = numbering_of(LetterKind.TEAM_DECREE, date(2026, 11, 26))
    assert (counted.unit, counted.classification) == ("WIM.13.IMI.1", "OT.02.01")


def test_a_refusal_is_numbered_as_a_decree_and_counted_among_the_letters_of_its_classification():
    assert number_of(LetterKind.REFUSAL, 2026, 42) == "WIM.13.IMI.1-42-GR.01.01 TAHUN 2026"
    refusal, grant = (numbering_of(kind, date(2026, 11, 26)) for kind in (LetterKind.REFUSAL, LetterKind.GRANT))
    assert refusal[:2] == grant[:2] == ("WIM.13.IMI.1", "GR.01.01")


def test_a_number_below_one_and_a_year_without_a_pattern_are_refused():
    with pytest.raises(ValueError, match="starts at 1"):
        number_of(LetterKind.GRANT, 2026, 0)
    with pytest.raises(ValueError, match="add a row to NUMBER_PATTERNS"):
        number_of(LetterKind.GRANT, 2010, 1)


def test_the_letterhead_follows_the_ministry_of_the_day():
    assert "Hak Asasi Manusia" in letterhead_on(date(2021, 10, 6)).ministry
    assert "Imigrasi dan Pemasyarakatan" in letterhead_on(date(2026, 11, 26)).ministry
    with pytest.raises(ValueError, match="add a row to LETTERHEADS"):
        letterhead_on(date(1999, 1, 1))


def test_the_channels_for_complaints_are_told_in_each_language_by_the_letterhead():
    channel = BilingualText(indonesian="kotak pengaduan di lobi", english="the box in the entrance hall")
    for kind in (LetterKind.CLOSING, LetterKind.COMPLAINT_ANSWER, LetterKind.CONSENT, LetterKind.RECEIPT):
        frame = sample_frame(kind)
        head = frame.letterhead.model_copy(update={"complaint_channels": (channel,)})
        text = letter_as_html(kind, sample_facts(kind), frame.model_copy(update={"letterhead": head}))
        indonesian, _, english = text.partition(TRANSLATION)
        assert (channel.indonesian in indonesian, channel.english in indonesian) == (True, False)
        assert (channel.indonesian in english, channel.english in english) == (False, True)
        assert "LAPOR" not in text


def test_a_letterhead_names_the_channels_of_today_in_each_language():
    head = letterhead_on(date(2026, 11, 26))
    assert head.complaints == ("SP4N-LAPOR! (www.lapor.go.id)", "loket pengaduan kantor")
    assert head.complaints_in_english == ("SP4N-LAPOR! (www.lapor.go.id)", "the office's complaints counter")


def test_a_closing_letter_asks_to_judge_the_service_once_the_letterhead_says_where():
    frame = sample_frame(LetterKind.CLOSING)
    asked = letter_as_html(LetterKind.CLOSING, sample_facts(LetterKind.CLOSING), frame)
    assert 'menilai layanan ini di <span class="whole">surakarta.imigrasi.go.id/survei</span>' in asked
    assert 'rated this service at <span class="whole">surakarta.imigrasi.go.id/survei</span>' in asked
    without = frame.model_copy(update={"letterhead": letterhead_on(frame.dated)})
    assert letterhead_on(frame.dated).survey is None
    told = letter_as_html(LetterKind.CLOSING, sample_facts(LetterKind.CLOSING), without)
    assert ["menilai layanan" in told, "rated this service" in told] == [False, False]


def test_the_address_of_a_survey_has_room_on_one_line():
    head = letterhead_on(date(2026, 11, 26)).model_dump()
    for address in ("x" * 71, "with a space", ""):
        with pytest.raises(ValueError, match="survey"):
            Letterhead.model_validate(head | {"survey": address})


def test_each_kind_may_be_signed_only_by_a_signatory_with_a_capacity_or_a_post():
    signatory = sample_frame(LetterKind.GRANT).signatory
    with pytest.raises(ValueError, match="post or a capacity"):
        type(signatory).model_validate({**signatory.model_dump(), "capacity": "", "post": ""})
