"""After a holiday decreed late: what is counted in working days is counted anew, never earlier, and said so."""

from datetime import date, time, timedelta

import pytest
from clock_of_the_test import FIRST_MORNING
from demo_life import Life, question_row, queue
from late_holidays import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, announced, close, open_again, proposed
from lives_by_stage import good_samples, sample_number
from office_acts import calendar_now
from open_questions import refused_case
from reported_events import complain, object_to_it

from casework.case import PermitKind, Procedure
from casework.deadlines import last_safe_visit_day
from casework.lifecycle import Stage
from casework.registry import Event
from casework.registry.models import Question
from casework.stages.case_file import ask
from casework.stages.dispatch import planning


def to_be_assessed(life: Life, number: int = 1) -> int:
    """A case that waits for its verdict; the question's id."""
    life.receive(sample_number(number))
    life.check()
    return life.assess().question_id


def due(life: Life, question_id: int) -> date:
    return question_row(life, question_id).due_on


# --- due dates


def test_what_is_due_on_the_closed_day_is_due_on_the_next_working_day_and_an_event_says_so(life):
    asked = to_be_assessed(life)
    assert due(life, asked) == WEDNESDAY
    act = close(life)
    assert due(life, asked) == THURSDAY
    assert life.facts_of("assessment:question:due-moved") == [
        {
            "question": "eligibility-verdict",
            "cycle": 1,
            "from": "2026-11-25",
            "to": "2026-11-26",
            "act": act,
        }
    ]
    assert life.ledger_holds()


def test_a_term_of_several_working_days_is_counted_over_the_closed_one(at_stage):
    life = at_stage(Stage.PERMIT)
    life.decided("BS", "permit-proposal", "grant")
    asked = life.question("permit-decision")
    opened_on, before = question_row(life, asked.question_id).opened_on, asked.due_on
    closed = calendar_now(life).next_working_day(opened_on)
    assert before == calendar_now(life).add_working_days(opened_on, 2)
    close(life, closed)
    assert due(life, asked.question_id) == calendar_now(life).add_working_days(opened_on, 2) > before


@pytest.mark.parametrize("closed", [THURSDAY, FRIDAY])
def test_what_is_due_before_the_closed_day_stays_due(life, closed):
    asked = to_be_assessed(life)
    close(life, closed)
    assert due(life, asked) == WEDNESDAY
    assert life.facts_of("assessment:question:due-moved") == []


def test_a_term_that_begins_on_the_closed_day_never_counted_it(life):
    life.clock.put(WEDNESDAY, time(6, 50))
    asked = to_be_assessed(life)
    assert due(life, asked) == THURSDAY
    close(life)
    assert due(life, asked) == THURSDAY


def test_what_belongs_to_the_day_itself_does_not_move(life):
    """A plan is approved before its day or not at all, however few working days are left for it."""
    queue(life, good_samples(1))
    with life.change() as change:
        planning.propose(change, life.office, THURSDAY)
    asked = life.question("plan-approval", f"ROUNDS-{THURSDAY}")
    assert asked.due_on == WEDNESDAY
    close(life)
    assert due(life, asked.question_id) == WEDNESDAY


def test_what_was_overdue_before_stays_overdue(life):
    asked = to_be_assessed(life)
    life.clock.put(THURSDAY, time(9, 0))
    close(life, FRIDAY)
    assert due(life, asked) == WEDNESDAY


def test_the_answer_to_a_complaint_is_counted_anew_from_the_day_on_which_it_came(at_stage):
    life = at_stage(Stage.PERMIT)
    arrived_on = life.clock.now.date()
    complain(life, "BS")
    asked = life.question("complaint-answer")
    assert asked.due_on == calendar_now(life).add_working_days(arrived_on, 14)
    close(life, calendar_now(life).next_working_day(arrived_on))
    assert due(life, asked.question_id) == calendar_now(life).add_working_days(arrived_on, 14) > asked.due_on


def test_the_laws_term_for_an_objection_is_counted_anew_and_carried_on(at_stage):
    life = at_stage(Stage.PERMIT)
    refused_case(life)
    arrived_on = life.clock.now.date()
    object_to_it(life)
    [asked] = life.open()
    before = question_row(life, asked.question_id).prepared["decide_by"]
    closed = calendar_now(life).next_working_day(arrived_on)
    close(life, closed)
    after = question_row(life, asked.question_id).prepared["decide_by"]
    assert after == calendar_now(life).add_working_days(arrived_on, 10).isoformat() > before
    assert life.facts_of(f"{asked.stage}:question:due-moved")[-1]["decide_by"] == after


def test_another_form_that_would_close_the_same_day_is_not_put_off_by_it(life):
    first, second = proposed(life), proposed(life)
    assert life.question("act-approval", second).due_on == WEDNESDAY
    life.decided("RK", "act-approval", "approve", subject=first)
    assert life.question("act-approval", second).due_on == WEDNESDAY


# --- opened again


def test_a_day_that_is_opened_again_makes_nothing_due_earlier_for_whoever_was_told_a_day(life):
    asked = to_be_assessed(life)
    close(life)
    open_again(life)
    assert due(life, asked) == THURSDAY
    assert len(life.facts_of("assessment:question:due-moved")) == 1


def test_closed_a_second_time_nothing_is_put_off_twice(life):
    asked = to_be_assessed(life)
    for change_of_mind in (close, open_again, close):
        change_of_mind(life)
        life.clock.pass_(minutes=2)
    assert due(life, asked) == THURSDAY


def test_a_saturday_that_is_opened_makes_nothing_due_earlier(life):
    life.clock.put(FRIDAY, time(9, 0))
    asked = to_be_assessed(life)
    assert due(life, asked) == MONDAY
    open_again(life, FRIDAY + timedelta(days=1))
    assert due(life, asked) == MONDAY


# --- the last safe visit day


def expires_so_that_safe_is(life: Life, day: date) -> str:
    """A case that waits for its visit, whose last safe visit day is this one."""
    [reference] = queue(life, good_samples(1))
    case = life.case(reference)
    expires_on = next(
        expiry
        for expiry in (day + timedelta(days=n) for n in range(1, 40))
        if safe_day(life, expiry, case.permit_kind, case.procedure) == day
    )
    with life.change() as change:
        row = change.session.get_one(type(case), reference)
        row.permit_expires_on, row.last_safe_visit_day = expires_on, day
        change.write(Event("test:case:expires", reference))
    return reference


def safe_day(life: Life, expires_on: date, kind: str, procedure: str) -> date:
    return last_safe_visit_day(expires_on, PermitKind(kind), Procedure(procedure), calendar_now(life))


def test_a_last_safe_visit_day_that_falls_on_the_closed_day_is_the_working_day_before_and_an_event_says_so(life):
    reference = expires_so_that_safe_is(life, THURSDAY)
    act = close(life, THURSDAY)
    assert life.case(reference).last_safe_visit_day == WEDNESDAY
    assert life.facts_of("waiting-for-visit:case:safe-day-moved", reference) == [
        {"from": "2026-11-26", "to": "2026-11-25", "is_earlier": True, "act": act}
    ]


def test_a_closed_day_between_the_safe_day_and_the_expiry_brings_it_forward_too(life):
    reference = expires_so_that_safe_is(life, THURSDAY)
    close(life, FRIDAY)
    assert life.case(reference).last_safe_visit_day == WEDNESDAY


def test_opened_again_the_last_safe_visit_day_is_what_it_was(life):
    reference = expires_so_that_safe_is(life, THURSDAY)
    close(life, FRIDAY)
    open_again(life, FRIDAY)
    assert life.case(reference).last_safe_visit_day == THURSDAY
    assert life.facts_of("waiting-for-visit:case:safe-day-moved", reference)[-1]["is_earlier"] is False


def test_a_case_that_was_visited_already_has_no_safe_day_to_move(at_stage):
    life = at_stage(Stage.PERMIT)
    before = life.case().last_safe_visit_day
    close(life, calendar_now(life).next_working_day(life.clock.now.date()))
    assert life.case().last_safe_visit_day == before


def test_every_case_before_its_visit_is_planned_by_the_calendar_as_it_stands(life):
    announced(life, 3)
    to_be_assessed(life, 8)
    close(life)
    for case in life.rows(type(life.case())):
        anew = safe_day(life, case.permit_expires_on, case.permit_kind, case.procedure)
        assert case.last_safe_visit_day == anew


def test_a_question_that_is_asked_after_the_day_was_closed_is_due_by_the_new_calendar(life):
    close(life)
    assert life.clock.now.date() == TUESDAY == FIRST_MORNING.date()
    life.receive(sample_number(1))
    with life.change() as change:
        asked = ask(change, life.office, "eligibility-verdict", life.reference, 1).id
    assert life.rows(Question, Question.id == asked)[0].due_on == THURSDAY
