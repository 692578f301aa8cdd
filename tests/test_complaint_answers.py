"""A complaint is answered in time, holds nothing up meanwhile, and can be undone by two."""

from datetime import timedelta

import pytest
from reported_events import barred, complain, complaint_form, report, undo, undo_form
from staff_changes import mandate_besides

from casework.letters.wording import date_in_words
from casework.lifecycle import Stage
from casework.registry.models import BarredOfficer, Letter
from casework.stages.closure import still_open

# --- the answer


@pytest.mark.parametrize(
    ("officers", "role"),
    [
        ("-", "section-head"),
        ("AP", "section-head"),
        ("EL", "head-of-office"),
        ("AP,RK", "regional-office"),
        ("HC", "directorate-general"),
        ("YP", "directorate-general"),
    ],
)
def test_the_answer_is_given_by_whoever_stands_above_those_complained_about(officers, role, at_stage):
    life = at_stage(Stage.WAITING_FOR_VISIT)
    complain(life, by_code=officers)
    assert life.question("complaint-answer").role == role


def test_the_answer_is_due_after_fourteen_working_days(at_stage):
    life = at_stage(Stage.PERMIT)
    today = life.clock.now.date()
    complain(life, "BS")
    due_on = life.question("complaint-answer").due_on
    assert due_on == life.office.calendar.add_working_days(today, 14)
    assert (due_on - today) > timedelta(days=14)


def test_its_days_run_from_the_arrival_however_long_it_took_to_put_it_on_record(at_stage):
    life = at_stage(Stage.PERMIT)
    arrived_on = life.clock.now.date()
    assert complaint_form(life) is None
    life.clock.pass_(days=5)
    life.decided("SH", "complaint-receipt", "registered", ground="delay", officers=(), others="-")
    assert life.question("complaint-answer").due_on == life.office.calendar.add_working_days(arrived_on, 14)
    life.decided("BS", "complaint-answer", "unfounded", ground="no-evidence", bar="lifted")
    life.send_all()
    assert date_in_words(arrived_on) in life.letter_text("complaint-answer")


def test_what_was_put_on_record_after_its_days_were_over_is_due_at_once(at_stage):
    life = at_stage(Stage.PERMIT)
    assert complaint_form(life) is None
    life.clock.pass_(days=40)
    life.decided("SH", "complaint-receipt", "registered", ground="delay", officers=(), others="-")
    assert life.question("complaint-answer").due_on == life.clock.now.date()


def test_the_guarantor_is_told_the_answer_by_the_letter_of_the_official_who_decided(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, life.team().lead_code)
    life.clock.pass_(days=2)
    life.decided("EL", "complaint-answer", "partly", ground="evidence-in-part", bar="stays")
    life.send_all()
    [letter] = life.rows(Letter, Letter.kind == "complaint-answer")
    assert (letter.state, letter.signatory_code) == ("issued", "EL")
    text = life.letter_text("complaint-answer")
    assert "terbukti sebagian" in text
    assert "Petugas yang diadukan tidak lagi menangani berkas ini" in text
    assert "Ombudsman" in text
    assert life.team().lead_code not in text
    assert barred(life) == {life.team().lead_code}


def test_the_head_of_office_answers_in_their_own_name_and_the_regional_office_in_its_own(at_stage):
    life = at_stage(Stage.WAITING_FOR_VISIT)
    complain(life, by_code="RK")
    life.decided("HC", "complaint-answer", "unfounded", ground="by-the-standard", bar="lifted")
    life.send_all()
    text = life.letter_text("complaint-answer")
    assert "Kepala Bidang Izin Tinggal, Kantor Wilayah Jawa Tengah" in text
    assert "a.n. Kepala Kantor" not in text


def test_a_bar_that_is_lifted_with_the_answer_lets_those_officers_act_again(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, "BS")
    life.decided("RK", "complaint-answer", "unfounded", ground="no-evidence", bar="lifted")
    assert barred(life) == set()
    assert life.entitled("permit-proposal") == ["BS", "EL"]
    assert [row.lifted_at is not None for row in life.rows(BarredOfficer)] == [True]
    life.send_all()
    assert "pembatasan tersebut dicabut" in life.letter_text("complaint-answer")


def test_an_answer_needs_its_ground_and_another_than_who_registered_the_complaint(at_stage):
    life = at_stage(Stage.PERMIT)
    with life.change() as change:
        mandate_besides(change, "SH", "section-head")
    complain(life)
    assert life.decide_as("EL", life.question("complaint-answer"), "founded", bar="stays").reason == "ground-missing"
    assert life.entitled("complaint-answer") == ["BS", "EL"]


def test_a_second_complaint_is_answered_with_the_first_by_the_first_ones_day_and_higher_up_where_it_must(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, life.team().lead_code)
    first = life.question("complaint-answer")
    life.clock.pass_(days=3)
    complain(life, "BS", ground="delay")
    [answer] = life.open(kind="complaint-answer")
    assert (answer.due_on, answer.role) == (first.due_on, "head-of-office")
    assert life.standing(first.question_id).void_reason == "joined"
    life.decided("RK", "complaint-answer", "unfounded", ground="no-evidence", bar="lifted")
    assert barred(life) == set()
    assert life.letters().count("complaint-answer") == 1


# --- the service goes on


def test_a_complaint_does_not_keep_a_case_from_being_closed_and_is_answered_all_the_same(at_stage):
    life = at_stage(Stage.CLOSING)
    complain(life, "BS")
    with life.registry.reading() as reading:
        case = reading.session.get_one(type(life.case()), life.reference)
        assert still_open(reading, case, life.question("delivery-receipt").question_id) == []
    life.decided("SH", "delivery-receipt")
    assert life.stage is Stage.CLOSED
    life.decided("RK", "complaint-answer", "founded", ground="evidence-supports", bar="stays")
    life.send_all()
    assert life.letters(state="issued")[-1] == "complaint-answer"


def test_a_closed_case_can_be_complained_about(at_stage):
    life = at_stage(Stage.CLOSED)
    complain(life, life.team().lead_code, ground="money-or-gift")
    assert life.question("complaint-answer").role == "section-head"


def test_a_withdrawal_leaves_the_complaint_to_be_answered(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, life.team().lead_code)
    report(life, "withdrawn")
    life.decided("EL", "complaint-answer", "founded", ground="evidence-supports", bar="stays")
    life.send_all()
    assert life.letters(state="issued")[-2:] == ["process-ended", "complaint-answer"]


def test_an_answer_that_is_on_its_way_is_not_stopped_by_a_withdrawal(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, life.team().lead_code)
    life.decided("EL", "complaint-answer", "founded", ground="evidence-supports", bar="stays")
    report(life, "withdrawn")
    life.send_all()
    assert set(life.letters(state="issued")) >= {"process-ended", "complaint-answer"}


def test_after_a_death_the_complaint_is_looked_into_and_nobody_is_written_to(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, life.team().lead_code)
    report(life, "died")
    life.decided("EL", "complaint-answer", "founded", ground="evidence-supports", bar="stays")
    life.send_all()
    assert (life.letters().count("complaint-answer"), life.letters(state="issued")[-1]) == (0, "process-ended")
    assert "any:complaint:answered" in life.events()


# --- undone


def test_a_bar_that_was_a_mistake_is_lifted_by_two_and_nobody_answers_it_any_more(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, "BS")
    undo(life, "complaint", approver="EL")
    assert (barred(life), life.open(kind="complaint-answer")) == (set(), [])
    life.decided("BS", "permit-proposal", "grant")


def test_a_complaint_of_which_nothing_is_left_cannot_be_undone(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, "BS")
    life.decided("RK", "complaint-answer", "unfounded", ground="no-evidence", bar="lifted")
    assert "it was answered" in undo_form(life, "complaint")


def test_undoing_one_of_two_complaints_leaves_the_other_to_be_answered(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, life.team().lead_code)
    complain(life, "BS")
    undo(life, "complaint", approver="EL")
    assert barred(life) == {life.team().lead_code}
    assert len(life.open(kind="complaint-answer")) == 1
    life.decided("RK", "complaint-answer", "founded", ground="evidence-supports", bar="stays")
    assert life.ledger_holds()
