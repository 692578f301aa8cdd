"""How early a guarantor is told: two working days where that is possible, sooner only who cannot wait and who agreed."""

import json
from datetime import date, time

from clock_of_the_test import DISPATCH_AT
from late_holidays import close
from short_notices import (
    FRIDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    cannot_wait,
    plan_of,
    question,
)

from casework.registry.models import LedgerEntry, RoundPlan, Visit
from casework.stages.dispatch import notice, planning


def test_with_a_notice_of_one_day_the_next_working_day_is_planned(life):
    assert notice.days_to_plan(life.office, TUESDAY) == (WEDNESDAY,)
    assert not notice.is_short(life.office, TUESDAY, WEDNESDAY)


def test_with_a_notice_of_two_days_the_day_after_next_is_planned_too_over_a_weekend_as_well(life, two_days):
    assert notice.days_to_plan(life.office, TUESDAY) == (WEDNESDAY, THURSDAY)
    assert notice.days_to_plan(life.office, THURSDAY) == (FRIDAY, date(2026, 11, 30))
    assert notice.is_short(life.office, TUESDAY, WEDNESDAY)
    assert not notice.is_short(life.office, TUESDAY, THURSDAY)


def test_whoever_can_wait_is_planned_for_the_day_after_next(waiting):
    waiting.propose(WEDNESDAY)
    waiting.propose(THURSDAY)
    assert plan_of(waiting, WEDNESDAY).references == frozenset()
    assert plan_of(waiting, THURSDAY).references == set(waiting.everybody)


def test_whoever_cannot_wait_is_planned_for_the_next_day_with_the_guarantors_consent(waiting):
    urgent = cannot_wait(waiting, waiting.everybody[0])
    waiting.propose(WEDNESDAY)
    assert plan_of(waiting, WEDNESDAY).references == {urgent}
    asked = question(waiting, WEDNESDAY)
    assert [one.rpartition(" · ")[2] for one in asked.options["agreed"]] == [urgent]
    assert waiting.decide_as("WN", asked, "approve").reason == "consent-missing"
    assert waiting.decide_as("WN", question(waiting, WEDNESDAY), "approve", agreed=(urgent,)).granted
    told = [json.loads(row.body) for row in waiting.rows(LedgerEntry)]
    assert [one["facts"]["agreed"] for one in told if one["event"] == "dispatch:plan:approved"] == [[urgent]]


def test_with_full_notice_nobody_needs_to_agree(waiting):
    waiting.propose(THURSDAY)
    assert waiting.decide_as("WN", question(waiting, THURSDAY), "approve").granted


def test_whoever_cannot_wait_is_not_visited_later_because_the_later_day_was_signed_first(waiting):
    urgent = cannot_wait(waiting, waiting.everybody[0])
    waiting.propose(WEDNESDAY)
    waiting.propose(THURSDAY)
    waiting.decide_as("WN", question(waiting, WEDNESDAY), "approve", agreed=(urgent,))
    waiting.decide_as("WN", question(waiting, THURSDAY), "approve")
    for day in (THURSDAY, WEDNESDAY):
        waiting.decide_as("RK", question(waiting, day, "assignment-signature"), "sign")
    assert [visit.day for visit in waiting.rows(Visit, Visit.case_reference == urgent)] == [WEDNESDAY]


def test_putting_one_off_the_next_day_leaves_the_others_in_the_plan(waiting):
    waiting.propose(THURSDAY)
    [one, *others] = sorted(plan_of(waiting, THURSDAY).references)
    waiting.clock.put(WEDNESDAY, time(9, 0))
    assert waiting.decide_as("WN", question(waiting, THURSDAY), "revise", postponed=(one,)).granted
    assert plan_of(waiting, THURSDAY).references == set(others)


def test_approved_a_day_late_the_notice_is_short_and_consent_is_needed(waiting):
    waiting.propose(THURSDAY)
    waiting.clock.put(WEDNESDAY, time(15, 0))
    assert waiting.decide_as("WN", question(waiting, THURSDAY), "approve").reason == "consent-missing"


def test_a_day_whose_own_run_failed_is_on_record_as_missed(waiting):
    waiting.propose(TUESDAY)
    waiting.propose(THURSDAY)  # Wednesday's run broke
    waiting.clock.put(THURSDAY, DISPATCH_AT)
    with waiting.change() as change:
        planning.note_missed_days(change, waiting.office, THURSDAY)
    assert [row.state for row in waiting.rows(RoundPlan, RoundPlan.day == WEDNESDAY)] == ["missed"]


def test_the_day_after_next_that_is_closed_before_its_run_comes_is_on_record_as_closed(waiting):
    close(waiting, THURSDAY)
    waiting.propose(THURSDAY)
    assert [row.state for row in waiting.rows(RoundPlan, RoundPlan.day == THURSDAY)] == ["closed"]
