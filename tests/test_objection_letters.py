"""What whoever objects is told: that it is decided, by whom and by when; or that it came too late, and what remains."""

from datetime import timedelta

import pytest
from demo_life import Life
from reported_events import ineligible_case, object_to_it, objection_form, refused_case, undo

from casework.deadlines import last_day_to_object, objection_rule_on
from casework.letters import LetterKind, sample_facts
from casework.letters.wording import date_in_words
from casework.lifecycle import Stage
from casework.registry.models import Letter


@pytest.fixture
def refused(at_stage):
    """A permit of the short chain, refused by the head of office."""
    return refused_case(at_stage(Stage.PERMIT))


@pytest.fixture
def ineligible(at_stage):
    """An application that a section head found ineligible."""
    return ineligible_case(at_stage(Stage.ASSESSMENT))


def let_the_days_pass(life: Life, days_after_the_last: int = 1):
    """Until so many days after the last one on which one could object; the day on which the decision was told."""
    told_on = life.clock.now.date()
    last = last_day_to_object(told_on, life.office.calendar)
    life.clock.pass_(days=(last - told_on).days + days_after_the_last)
    return told_on


def told(life: Life, kind: str) -> str:
    """The letter of a kind, signed by the counter officer, as it went out."""
    life.send_all()
    [letter] = life.rows(Letter, Letter.kind == kind)
    assert (letter.signatory_code, letter.signatory_capacity) == ("SH", "definitive:counter-officer")
    return life.letter_text(kind)


def test_an_admitted_objection_to_a_refusal_is_told_with_who_decides_it_and_by_which_day(refused):
    arrived_on = refused.clock.now.date()
    object_to_it(refused)
    text = told(refused, "objection-admitted")
    by = refused.office.calendar.add_working_days(arrived_on, objection_rule_on(arrived_on).decide_within)
    assert "Keberatan tertulis terhadap Keputusan Penolakan Permohonan Izin Tinggal" in text
    assert "Kepala Kantor Wilayah Direktorat Jenderal Imigrasi Jawa Tengah." in text
    assert f"<strong>{date_in_words(by)}</strong>, yaitu 10 (sepuluh) hari kerja" in text
    assert "keberatan dianggap dikabulkan (Pasal 77 Undang-Undang Nomor 30 Tahun 2014)" in text
    assert "di luar kuasa" not in text


def test_an_admitted_objection_to_a_verdict_is_decided_by_the_head_of_office(ineligible):
    object_to_it(ineligible)
    text = told(ineligible, "objection-admitted")
    assert "<li>Kepala Kantor Imigrasi Kelas I TPI Surakarta.</li>" in text
    assert "putusan bahwa permohonan kunjungan rumah tidak memenuhi syarat" in text


def test_one_that_was_admitted_late_is_told_why_that_does_not_stand_in_its_way(refused):
    let_the_days_pass(refused)
    objection_form(refused)
    refused.decided("SH", "objection-receipt", "admissible", ground="beyond-control")
    assert "terjadi di luar kuasa pemohon" in told(refused, "objection-admitted")


def test_one_that_came_too_late_is_told_how_the_days_were_reckoned_and_which_ways_remain(refused):
    told_on = let_the_days_pass(refused)
    arrived_on = refused.clock.now.date()
    objection_form(refused)
    refused.decided("SH", "objection-receipt", "too-late")
    text = told(refused, "objection-too-late")
    for day in (told_on, last_day_to_object(told_on, refused.office.calendar), arrived_on):
        assert date_in_words(day) in text
    assert "21 (dua puluh satu) hari kerja" in text
    assert "banding administratif</strong>, diajukan kepada Direktur Jenderal Imigrasi paling lama 10 (sepuluh)" in text
    assert f"sampai dengan <strong>{date_in_words(told_on + timedelta(days=90))}</strong>" in text


def test_a_court_whose_days_are_over_is_not_held_out_as_a_way_that_is_open(refused):
    told_on = let_the_days_pass(refused, 90)
    objection_form(refused)
    refused.decided("SH", "objection-receipt", "too-late")
    assert f"telah lewat pada {date_in_words(told_on + timedelta(days=90))}" in told(refused, "objection-too-late")


def test_what_was_no_objection_is_answered_by_no_letter(refused):
    objection_form(refused)
    refused.decided("SH", "objection-receipt", "dropped", ground="wrong-file")
    assert refused.planned() == []


def test_the_receipt_of_an_objection_that_was_admitted_by_mistake_does_not_go_out_any_more(refused):
    object_to_it(refused)
    undo(refused, "objection")
    refused.send_all()
    [letter] = refused.rows(Letter, Letter.kind == "objection-admitted")
    assert (letter.state, letter.void_reason) == ("void", "undone")


def test_what_came_in_time_is_never_told_to_be_late():
    facts = sample_facts(LetterKind.OBJECTION_TOO_LATE)
    with pytest.raises(ValueError, match="came in time"):
        type(facts).model_validate({**facts.model_dump(), "received_on": facts.last_day})
