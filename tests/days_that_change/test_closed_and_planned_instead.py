"""A holiday decreed late: whatever had become of the day's plan falls, and the next working day is planned instead."""

import pytest
from clock_of_the_test import DISPATCH_AT
from demo_life import Life, queue
from late_holidays import (
    AT_FOUR,
    FRIDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    announced,
    close,
    open_again,
)
from lives_by_stage import good_samples, sample_number

from casework.engine_runs import Needed, needed_runs
from casework.registry.models import Letter, Question, RoundPlan, TeamDay, Visit
from casework.rounds import Plan
from casework.stages.dispatch import planning
from casework.stages.dispatch.subjects import rounds_subject

ROUNDS = rounds_subject(WEDNESDAY)


def plans(life: Life) -> list[tuple]:
    """Every plan there is: its day, its revision, what became of it."""
    found = life.rows(RoundPlan, order_by=RoundPlan.day)
    return [(plan.day, plan.revision, plan.state) for plan in sorted(found, key=lambda one: (one.day, one.revision))]


@pytest.fixture
def at_four(life):
    """Tuesday at 16:00; Wednesday's visits are signed, announced and told."""
    life.references = announced(life)
    life.clock.put(TUESDAY, AT_FOUR)
    return life


@pytest.mark.parametrize("approved", [False, True], ids=["proposed", "approved"])
def test_a_plan_that_nobody_has_signed_falls_and_nobody_outside_hears_of_it(life, approved):
    references = queue(life, good_samples(3))
    subject = life.propose()
    if approved:
        life.decided("WN", "plan-approval", "approve", subject=subject)
    [asked] = life.open(subject)
    before = life.count(Letter)
    life.clock.put(TUESDAY, AT_FOUR)
    close(life)
    assert plans(life) == [(WEDNESDAY, 1, "closed")]
    assert life.standing(asked.question_id).void_reason == "office-closed"
    assert (life.count(Letter), life.rows(Visit), life.rows(Question, Question.state == "open")) == (before, [], [])
    assert {life.case(one).stage for one in references} == {"waiting-for-visit"}
    officer, choice = ("RK", "sign") if approved else ("WN", "approve")
    assert life.decide_as(officer, asked, choice).reason == "question-void"


def test_a_day_that_was_never_planned_is_closed_and_nothing_falls(life):
    queue(life, good_samples(1))
    close(life)
    assert (plans(life), life.rows(Visit)) == ([], [])
    assert life.events("office")[-1] == "office:calendar:day-set"


def test_where_the_plan_was_rejected_the_day_is_on_record_as_fallen_beside_it(life):
    queue(life, good_samples(1))
    subject = life.propose()
    life.decided("WN", "plan-approval", "reject", subject=subject, ground="officers")
    close(life)
    assert plans(life) == [(WEDNESDAY, 1, "rejected"), (WEDNESDAY, 2, "closed")]


def test_a_plan_that_was_missed_stays_missed(life):
    queue(life, good_samples(1))
    life.propose()
    life.clock.put(WEDNESDAY, DISPATCH_AT)
    life.propose()
    close(life)
    assert plans(life) == [(WEDNESDAY, 1, "missed"), (THURSDAY, 1, "proposed")]


def wanted(life: Life) -> list[Needed]:
    """The rounds for which a run is missing."""
    with life.registry.reading() as reading:
        return [one for one in needed_runs(reading) if one.flow == "dispatch"]


def test_the_next_working_day_is_planned_instead_with_everybody_who_was_called_off(at_four):
    assert wanted(at_four) == []
    close(at_four)
    assert wanted(at_four) == [Needed("ROUNDS-2026-11-26", "dispatch")]
    subject = at_four.propose()
    assert subject == rounds_subject(THURSDAY)
    plan = Plan.model_validate(at_four.rows(RoundPlan, RoundPlan.day == THURSDAY)[0].content["plan"])
    assert {stop.reference for tour in plan.rounds for stop in tour.stops} == set(at_four.references)
    at_four.decided("WN", "plan-approval", "approve", subject=subject)
    at_four.decided("RK", "assignment-signature", "sign", subject=subject)
    assert wanted(at_four) == []
    assert {visit.day for visit in at_four.rows(Visit, Visit.state == "announced")} == {THURSDAY}


def test_who_was_urgent_is_as_urgent_as_before_and_comes_first_on_the_next_day(life):
    [urgent] = queue(life, [sample_number(8)])  # the permit expires within the week
    references = announced(life, 12)
    assert life.case(urgent).stage == "visit"
    close(life)
    life.propose()
    plan = Plan.model_validate(life.rows(RoundPlan, RoundPlan.day == THURSDAY)[0].content["plan"])
    planned = {stop.reference for tour in plan.rounds for stop in tour.stops}
    assert urgent in planned
    assert set(references) - planned  # there was not room for everybody


def test_the_closed_day_is_neither_missed_nor_planned_by_anybody_who_starts_it_again(at_four):
    close(at_four)
    with at_four.change() as change:
        assert planning.propose(change, at_four.office, WEDNESDAY).state == "closed"
    at_four.clock.put(THURSDAY, DISPATCH_AT)
    with at_four.change() as change:
        assert planning.note_missed_days(change, at_four.office, THURSDAY) == [THURSDAY]
    assert plans(at_four) == [(WEDNESDAY, 1, "closed"), (THURSDAY, 1, "missed")]


def test_a_run_that_began_before_the_day_was_closed_plans_nothing_for_it(life):
    queue(life, good_samples(2))
    before = life.office
    close(life)
    with life.change() as change:
        assert planning.propose(change, before, WEDNESDAY).state == "closed"
    assert wanted(life) == [Needed("ROUNDS-2026-11-26", "dispatch")]
    assert life.open(ROUNDS) == []


def test_two_days_closed_one_after_the_other_leave_the_day_behind_both_to_be_planned(at_four):
    close(at_four)
    at_four.propose()
    close(at_four, THURSDAY)
    assert plans(at_four) == [(WEDNESDAY, 1, "closed"), (THURSDAY, 1, "closed")]
    assert wanted(at_four) == [Needed(rounds_subject(FRIDAY), "dispatch")]


def test_a_day_that_is_opened_again_is_planned_anew_and_its_teams_go_out_after_all(life):
    references = announced(life)
    close(life)
    open_again(life)
    assert wanted(life) == [Needed(ROUNDS, "dispatch")]
    assert life.announce() == ROUNDS
    assert plans(life) == [(WEDNESDAY, 1, "closed"), (WEDNESDAY, 2, "signed")]
    assert {team.state for team in life.rows(TeamDay)} == {"planned"}
    assert {life.case(one).stage for one in references} == {"visit"}
    assert life.ledger_holds()
