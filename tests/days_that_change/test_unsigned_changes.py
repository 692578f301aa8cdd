"""A change that nobody signs in time lapses visit by visit, and no notice tells a time that is over."""

from datetime import time, timedelta

from changes_of_a_day import booked, calls, hold, lapse, replace, signature, team_of, told, unfit_operator
from clock_of_the_test import DISPATCH_AT

from casework.lifecycle import Stage
from casework.registry.models import Question
from casework.stages.dispatch import planning
from casework.stages.dispatch.subjects import team_subject


def test_a_change_that_nobody_signed_lapses_when_its_first_visit_would_begin_and_those_who_wait_are_told(announced):
    team = announced.team()
    subject = team_subject(team.day, team.team_code)
    hold(announced)
    question = signature(announced, team)
    announced.clock.put(team.day, time(8, 50))
    assert lapse(announced) == []
    announced.clock.put(team.day, time(14, 30))
    assert lapse(announced) == [subject]
    assert announced.standing(question.question_id).void_reason == "not-signed-in-time"
    assert (told(announced), booked(announced), announced.stage) == ({}, set(), Stage.WAITING_FOR_VISIT)
    assert calls(announced, team).state == "open"
    assert announced.decide_as("RK", question, "sign").reason == "question-void"
    assert lapse(announced) == []
    assert announced.ledger_holds()


def test_a_replacement_that_nobody_signed_holds_the_team(announced):
    team = announced.team()
    replace(announced, unfit=unfit_operator(announced), by="LA")
    announced.clock.put(team.day, time(14, 30))
    lapse(announced)
    assert (team_of(announced, team.team_code).state, told(announced)) == ("held", {})


def test_a_changed_assignment_of_yesterday_ends_somehow(announced):
    hold(announced)
    asked = signature(announced, announced.team())
    announced.clock.put(announced.team().day + timedelta(days=1), DISPATCH_AT)
    with announced.change() as change:
        planning.note_missed_days(change, announced.office, announced.clock.now.date())
    for choice, ground in (("sign", None), ("refuse", "emergency")):
        announced.decide_as("RK", asked, choice, ground=ground)
    assert (announced.standing(asked.question_id).choice, told(announced)) == ("refuse", {})


def test_nobody_is_sent_a_notice_for_a_time_that_is_over(announced):
    hold(announced)
    announced.clock.put(announced.team().day, time(16, 0))
    assert not announced.decide_as("RK", signature(announced, announced.team()), "sign").granted


def test_what_begins_unsigned_is_called_off_and_telephoned_and_the_head_can_still_sign_the_rest(announced):
    team, before = announced.team(), told(announced)
    hold(announced)
    first = min(before, key=lambda reference: before[reference][1])
    announced.clock.put(team.day, time(9, 5))
    assert lapse(announced) == []
    assert told(announced).keys() == before.keys() - {first}
    assert announced.rows(Question, Question.id == calls(announced, team).question_id)[0].prepared["cases"] == [first]
    assert announced.decide_as("RK", signature(announced, team), "sign").granted
    assert {code for code, _ in told(announced).values()} == {"C1"}


def test_what_begins_by_the_signature_is_called_off_and_stands_on_the_list_of_calls(announced):
    team, before = announced.team(), told(announced)
    hold(announced)
    first = min(before, key=lambda reference: before[reference][1])
    announced.clock.put(team.day, time(9, 5))
    assert announced.decide_as("RK", signature(announced, team), "sign").granted
    assert told(announced).keys() == before.keys() - {first}
    asked = announced.rows(Question, Question.id == calls(announced, team).question_id)[0]
    assert asked.prepared["cases"] == sorted(before)
