"""How early a guarantor is told: two working days where that is possible, sooner only who cannot wait and who agreed."""

import json
from dataclasses import replace
from datetime import date

import pytest
from clock_of_the_test import RELEASE_AT
from short_notices import (
    FRIDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    again,
    cannot_wait,
    places,
    plan_of,
    question,
    signed_and_one_more,
    three_who_can_wait,
)

from casework.briefing import briefings
from casework.registry.models import LedgerEntry, RoundPlan
from casework.rounds.assumptions import VISIT_NOTICE
from casework.stages.dispatch import notice
from casework.stages.dispatch.lapsing import lapse_unsigned_changes
from casework.stages.dispatch.subjects import rounds_subject


@pytest.fixture
def two_days(monkeypatch):
    """The office tells everybody two working days before."""
    rule = replace(VISIT_NOTICE[0], working_days=2)
    monkeypatch.setattr(notice, "VISIT_NOTICE", (rule,))


@pytest.fixture
def waiting(situation, two_days):
    """Three cases that can wait, on Tuesday at 13:30."""
    life, life.everybody = situation(three_who_can_wait)
    return life


# --- which days


def test_with_a_notice_of_one_day_the_next_working_day_is_planned(life):
    assert notice.days_to_plan(life.office, TUESDAY) == (WEDNESDAY,)
    assert not notice.is_short(life.office, TUESDAY, WEDNESDAY)


def test_with_a_notice_of_two_days_the_day_after_next_is_planned_too_over_a_weekend_as_well(life, two_days):
    assert notice.days_to_plan(life.office, TUESDAY) == (WEDNESDAY, THURSDAY)
    assert notice.days_to_plan(life.office, THURSDAY) == (FRIDAY, date(2026, 11, 30))
    assert notice.is_short(life.office, TUESDAY, WEDNESDAY)
    assert not notice.is_short(life.office, TUESDAY, THURSDAY)


# --- who


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


# --- added to a day that is signed


@pytest.fixture
def signed(situation, two_days):
    """Thursday is signed with three visits; on Wednesday at 13:30 somebody waits who cannot wait beyond it."""
    life, (life.before, life.added) = situation(signed_and_one_more)
    return life


def test_somebody_who_cannot_wait_is_added_and_nobody_else_is_moved(signed):
    again(signed)
    asked = question(signed, THURSDAY)
    assert asked.cycle == 2
    assert signed.decide_as("WN", asked, "approve", agreed=(signed.added,)).granted
    assert signed.decide_as("RK", question(signed, THURSDAY, "assignment-signature"), "sign").granted
    after = places(signed)
    assert {reference: after[reference] for reference in signed.before} == signed.before
    assert signed.added in after
    assert [row.state for row in signed.rows(RoundPlan, RoundPlan.day == THURSDAY, order_by=RoundPlan.revision)] == [
        "revised",
        "signed",
    ]
    assert signed.ledger_holds()


def test_only_the_added_hear_of_it(signed):
    again(signed)
    signed.decide_as("WN", question(signed, THURSDAY), "approve", agreed=(signed.added,))
    before = {reference: signed.events(reference).count("letters:number:reserved") for reference in signed.before}
    signed.decide_as("RK", question(signed, THURSDAY, "assignment-signature"), "sign")
    assert {one: signed.events(one).count("letters:number:reserved") for one in signed.before} == before
    assert signed.events(signed.added).count("waiting-for-visit:visit:announced") == 1


def test_the_guarantors_consent_is_needed_for_an_addition_too(signed):
    again(signed)
    assert signed.decide_as("WN", question(signed, THURSDAY), "approve").reason == "consent-missing"


def test_it_is_proposed_once_however_often_the_day_is_started(signed):
    again(signed)
    again(signed)
    assert len(signed.open(rounds_subject(THURSDAY))) == 1


@pytest.mark.parametrize("refused_by", ["dispatcher", "head"])
def test_refused_the_day_stays_as_it_was(signed, refused_by):
    again(signed)
    if refused_by == "dispatcher":
        assert signed.decide_as("WN", question(signed, THURSDAY), "reject", ground="times").granted
    else:
        signed.decide_as("WN", question(signed, THURSDAY), "approve", agreed=(signed.added,))
        asked = question(signed, THURSDAY, "assignment-signature")
        assert signed.decide_as("RK", asked, "refuse", ground="times").granted
    assert places(signed) == signed.before
    assert [row.state for row in signed.rows(RoundPlan, RoundPlan.day == THURSDAY)] == ["signed"]


def test_a_signed_day_is_not_revised(signed):
    again(signed)
    outcome = signed.decide_as("WN", question(signed, THURSDAY), "revise", moved_visit="none")
    assert outcome.reason in ("nothing-to-revise", "addition-not-revised")


def test_the_briefing_names_who_is_added_and_that_the_others_stay(signed):
    again(signed)
    asked = question(signed, THURSDAY)
    text = briefings.brief(signed.registry, signed.office, asked, signed.office.now()).markdown
    assert f"{signed.added}: tim " in text
    assert "nobody else is moved" in text
    assert [one for one in signed.before if one in text] == []


def test_an_addition_that_nobody_decided_lapses_with_its_day(signed):
    again(signed)
    signed.clock.put(THURSDAY, RELEASE_AT)
    with signed.change() as change:
        assert lapse_unsigned_changes(change, signed.office) == [rounds_subject(THURSDAY)]
    assert signed.open(rounds_subject(THURSDAY)) == []
