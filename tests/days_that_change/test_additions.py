"""Somebody who cannot wait is added to a day that is signed already; nobody else is moved, and nobody else hears of it."""

import pytest
from changes_of_a_day import prepared_plan
from clock_of_the_test import DISPATCH_AT, RELEASE_AT
from late_holidays import close, open_again
from reported_events import complain
from short_notices import (
    THURSDAY,
    again,
    cannot_wait,
    places,
    question,
)

from casework.briefing import briefings
from casework.registry.models import RoundPlan, Visit
from casework.stages.dispatch import planning
from casework.stages.dispatch.lapsing import lapse_unsigned_changes
from casework.stages.dispatch.subjects import rounds_subject


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
    assert signed.decide_as("WN", question(signed, THURSDAY), "revise").reason == "addition-not-revised"


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


def test_nobody_complained_of_comes_by_an_addition(signed):
    again(signed)
    signed.decide_as("WN", question(signed, THURSDAY), "approve", agreed=(signed.added,))
    asked = question(signed, THURSDAY, "assignment-signature")
    [tour] = [
        one
        for one in prepared_plan(signed, asked, "addition").rounds
        if signed.added in {s.reference for s in one.stops}
    ]
    signed.reference = signed.added
    complain(signed, by_code=tour.team.members[0])
    signed.decide_as("RK", asked, "sign")
    assert signed.rows(Visit, Visit.case_reference == signed.added) == []


def test_an_addition_that_nobody_answered_ends_with_its_day(signed):
    again(signed)
    asked = question(signed, THURSDAY)
    signed.clock.put(THURSDAY, DISPATCH_AT)
    with signed.change() as change:
        planning.note_missed_days(change, signed.office, THURSDAY)
    signed.decide_as("WN", asked, "reject", ground="times")
    assert signed.standing(asked.question_id).state != "open"


def test_a_day_that_is_opened_again_after_an_addition_can_be_planned(signed):
    again(signed)
    close(signed, THURSDAY)
    open_again(signed, THURSDAY)
    cannot_wait(signed, signed.added, THURSDAY)
    again(signed)
