"""A passport that leaves the home with the team (L15): receipted at once, promised back, and the case not closed before it is."""

import json
from datetime import date, timedelta

import pytest
from demo_life import Life
from open_questions import outside

from casework.engine_runs import Needed, needed_runs
from casework.lifecycle import Stage
from casework.registry import Event
from casework.registry.models import Letter, Question
from casework.registry.models.questions import Asking
from casework.staff_mail.reminders import due_reminders
from casework.stages.custody import is_in_custody, last_custody


@pytest.fixture
def visiting(at_stage) -> Life:
    """A visit that was announced, its team released."""
    life = at_stage(Stage.VISIT)
    life.release()
    return life


@pytest.fixture
def taken(visiting) -> Life:
    """The visit was held, and the passport went along with the team."""
    visiting.report("held", passport="taken", started_at="09:00", ended_at="09:30")
    return visiting


def facts_of(life: Life, kind: str) -> dict:
    letter = life.rows(Letter, Letter.kind == kind, Letter.subject == life.reference, order_by=Letter.id)[-1]
    with life.registry.reading() as reading:
        return json.loads(reading.unseal(letter.sealed_facts, "letter.sealed_facts", letter.subject, letter.number))


def granted(life: Life) -> None:
    life.send_all()
    life.decided("BS", "permit-proposal", "grant")
    life.decided("RK", "permit-decision", "grant")
    life.send_all()


def test_the_holder_has_a_receipt_in_the_name_of_whoever_took_it_with_the_day_by_which_it_is_back(taken):
    told = facts_of(taken, "passport-custody")
    assert (told["taken_at"], told["back_by"]) == ("2026-11-25T09:30:00+07:00", "2026-12-04")
    assert taken.office.calendar.add_working_days(date(2026, 11, 25), 4 + 3) == date(
        2026, 12, 4
    )  # ITAS, and the hand-over
    (letter,) = taken.rows(Letter, Letter.kind == "passport-custody")
    assert letter.signatory_code == taken.team().lead_code
    taken.send_all()
    text = taken.letter_text("passport-custody")
    assert "paling lambat Jumat, 4 Desember 2026" in text
    assert "a.n. Kepala Kantor" not in text


def test_a_visit_on_which_no_passport_is_taken_has_no_receipt_and_asks_for_no_return(visiting):
    visiting.report("held")
    assert "passport-custody" not in visiting.letters()
    assert visiting.open(kind="passport-return") == []


def test_the_return_is_due_on_the_promised_day_and_asked_of_the_counter(taken):
    (question,) = taken.rows(Question, Question.kind == "passport-return")
    assert (question.role, question.due_on.isoformat()) == ("counter-officer", "2026-12-04")
    assert taken.stage is Stage.PERMIT
    assert facts_of(taken, "visit-record")["passport"] == "taken"


def test_a_passport_may_come_back_long_before_the_case_is_concluded(taken):
    taken.decided("SH", "passport-return", "returned", receiver="guarantor", means="collected")
    with taken.registry.reading() as reading:
        assert not is_in_custody(reading, taken.reference)
        custody = last_custody(reading, taken.reference)
    assert (custody.returned_on, custody.returned_to) == (date(2026, 11, 25), "guarantor")
    assert taken.facts_of("closing:passport:returned") == [{"receiver": "guarantor", "means": "collected"}]


def test_the_hand_over_is_asked_about_only_when_the_passport_is_back_and_the_closing_letter_lists_it(taken):
    granted(taken)
    taken.close()
    assert (taken.stage, [one.kind for one in taken.open()]) == (Stage.CLOSING, ["passport-return"])
    taken.decided("SH", "passport-return", "returned", receiver="applicant", means="brought")
    taken.close()
    taken.decided("SH", "delivery-receipt")
    taken.send_all()
    assert taken.stage is Stage.CLOSED
    told = facts_of(taken, "closing")
    assert (told["passport_returned_on"], told["passport_returned_to"]) == ("2026-11-25", "applicant")
    assert told["passport_back_by"] is None
    assert "Paspor yang dititipkan telah dikembalikan kepada pemegang izin tinggal" in taken.letter_text("closing")


def test_a_case_that_was_refused_is_not_closed_while_its_passport_is_with_the_office(taken):
    taken.send_all()
    taken.decided("BS", "permit-proposal", "refuse", ground="activities")
    taken.decided("RK", "permit-decision", "refuse", ground="activities")
    taken.send_all()
    taken.close()
    assert taken.stage is Stage.CLOSING
    taken.decided("SH", "passport-return", "returned")
    taken.close()
    taken.send_all()
    assert (taken.stage, facts_of(taken, "closing")["passport_returned_to"]) == (Stage.CLOSED, "applicant")


@pytest.mark.parametrize(("ending", "ground"), [("withdrawn", "letter-of-withdrawal"), ("died", "family-report")])
def test_a_case_that_ends_at_once_leaves_the_passport_to_be_given_back(taken, ending, ground):
    outside(taken)
    taken.decided("SH", "outside-event", ending, ground=ground)
    assert (taken.stage, [one.kind for one in taken.open()]) == (Stage.CLOSED, ["passport-return"])
    assert facts_of(taken, "process-ended")["passport_back_by"] == "2026-12-04"
    taken.send_all()
    assert "masih kami simpan dan dikembalikan paling lambat" in taken.letter_text("process-ended")
    taken.decided("SH", "passport-return", "returned", receiver="family", means="collected")
    assert taken.open() == []


def test_a_passport_taken_on_a_visit_that_is_repeated_stays_receipted_and_is_not_taken_twice(visiting):
    visiting.report("held", "worn-ridges", biometrics="exception", passport="taken")
    visiting.decided("FH", "biometric-exception", "repeat", ground="evidence")
    assert visiting.letters().count("passport-custody") == 1
    visiting.send_all()
    visiting.announce()
    visiting.release()
    lead = visiting.team().lead_code
    assert (
        visiting.decide_as(lead, visiting.question("visit-report"), "held", passport="taken").reason == "not-consistent"
    )
    visiting.report("held")
    assert (visiting.stage, visiting.letters().count("passport-custody")) == (Stage.PERMIT, 1)


def test_nothing_leaves_the_home_from_a_visit_that_was_not_held(visiting):
    outcome = visiting.decide_as(
        visiting.team().lead_code, visiting.question("visit-report"), "ill", ground="health-screening",
        biometrics="not-taken", interview="incomplete", consent="none", passport="taken", evidence=("door-photo",),
    )  # fmt: skip
    assert outcome.reason == "not-consistent"


def test_whoever_took_it_does_not_confirm_that_it_was_given_back(taken):
    question = taken.question("passport-return")
    assert taken.team().lead_code not in taken.may_decide(question.question_id)
    assert "SH" in taken.may_decide(question.question_id)


def put_before_staff(life: Life, question_id: int) -> None:
    with life.change() as change:
        asking = Asking(question_id=question_id, flow_run_id="a-run", attempt=1, asked_at=life.clock.now)
        change.write(Event("closing:question:put", life.reference), asking)


def test_the_run_that_waits_for_the_passport_waits_beside_the_permits(taken):
    put_before_staff(taken, taken.question("passport-return").question_id)
    with taken.registry.reading() as reading:
        needed = {one for one in needed_runs(reading) if one.subject == taken.reference}
    assert needed == {Needed(taken.reference, "permit"), Needed(taken.reference, "closure")}


def test_the_return_is_reminded_of_like_any_other_question_once_its_day_has_passed(taken):
    taken.clock.now += timedelta(days=12)
    with taken.registry.reading() as reading:
        due = due_reminders(reading, taken.office.calendar, taken.office.now())
        kinds = {reading.session.get_one(Question, one.question_id).kind for one in due}
    assert "passport-return" in kinds
