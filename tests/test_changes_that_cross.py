"""Changes of a day that cross one another, or come too late: nobody is promised twice, nothing stays open for ever."""

from dataclasses import replace as otherwise
from datetime import time, timedelta

import pytest
from changed_days import (
    calls,
    hold,
    morning,
    released_team,
    replace,
    report_change,
    signature,
    team_of,
    three_announced_visits,
    told,
    unfit_operator,
)
from clock_of_the_test import DISPATCH_AT
from demo_life import Life, queue, without_another_team
from late_holidays import close, open_again
from lives_by_stage import good_samples
from reported_events import complain, report
from short_notices import (
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    again,
    cannot_wait,
    plan_of,
    question,
    signed_and_one_more,
    three_who_can_wait,
)

from casework.briefing import briefings
from casework.registry.models import Question, RoundPlan, TeamDay, Visit
from casework.rounds import Plan
from casework.rounds.assumptions import VISIT_NOTICE
from casework.stages.barring import barred_officers
from casework.stages.dispatch import day_change, notice, planning
from casework.stages.dispatch.subjects import team_subject


def prepared_plan(life, asked, key="plan"):
    return Plan.model_validate(life.rows(Question, Question.id == asked.question_id)[0].prepared[key])


def teams(life):
    return life.rows(TeamDay, order_by=TeamDay.team_code)


def held(life, team):
    assert life.decide_as(
        team.lead_code, morning(life, team), "hold", ground="kit-failed", kit_self_test="failed"
    ).granted


def released(life, team):
    assert life.decide_as(team.lead_code, morning(life, team), "release").granted


def happens(life, team, choice, at, free_from="23:50"):
    life.clock.put(team.day, at)
    with life.change() as change:
        day_change.open_day_change(change, life.office, team_subject(team.day, team.team_code))
    asked = life.question("day-change", team_subject(team.day, team.team_code))
    return life.decide_as("WN", asked, choice, ground="road", begun=(), free_from=free_from)


@pytest.fixture
def announced(situation):
    """Three announced visits of one team, in its morning; another team and two spare officers are at the office."""
    return situation(three_announced_visits)[0]


@pytest.fixture
def on_the_road(situation):
    """The same team, released."""
    return situation(released_team)[0]


@pytest.fixture
def two_days(monkeypatch):
    """The office tells everybody two working days before."""
    rule = otherwise(VISIT_NOTICE[0], working_days=2)
    monkeypatch.setattr(notice, "VISIT_NOTICE", (rule,))


@pytest.fixture
def waiting(situation, two_days):
    """Three cases that can wait, on Tuesday at 13:30."""
    life, life.everybody = situation(three_who_can_wait)
    return life


@pytest.fixture
def signed(situation, two_days):
    """Thursday is signed with three visits; on Wednesday at 13:30 somebody waits who cannot wait beyond it."""
    life, (life.before, life.added) = situation(signed_and_one_more)
    return life


def two_teams_in_their_morning(life: Life) -> None:
    queue(life, good_samples(8))
    life.send_all(life.announce())
    life.ask_morning()


@pytest.fixture
def two_teams(situation):
    """T1 with two visits, T2 with four, in their morning."""
    return situation(two_teams_in_their_morning)[0]


# --- two changes of one day, proposed on the same facts, both signed


def test_nobody_is_told_two_visits_of_one_team_at_the_same_time(two_teams):
    first, second = teams(two_teams)
    released(two_teams, first)
    held(two_teams, second)  # T2's afternoon is proposed to T1
    assert happens(two_teams, first, "late", time(8, 0), "08:55").reason == "another-change-waits"
    two_teams.decide_as("RK", signature(two_teams, second), "sign")
    assert happens(
        two_teams, first, "late", time(8, 0), "08:55"
    ).granted  # T1's own visits become later, and those it took
    two_teams.decide_as("RK", signature(two_teams, first), "sign")
    places = list(told(two_teams).values())
    assert len(places) == len(set(places)), places


def test_a_team_that_stopped_gets_nobody_s_visits(two_teams):
    first, second = teams(two_teams)
    released(two_teams, first)
    held(two_teams, second)
    happens(two_teams, first, "stopped", time(8, 0))
    before = {one for one, (team, _) in told(two_teams).items() if team == "T1"}
    two_teams.decide_as("RK", signature(two_teams, second), "sign")
    assert {one for one, (team, _) in told(two_teams).items() if team == "T1"} <= before


def test_an_unfit_officer_who_was_replaced_does_not_come_back_with_another_signature(two_teams):
    first, second = teams(two_teams)
    fit = tuple(code for code in first.members if code != "LA")
    assert two_teams.decide_as(
        first.lead_code, morning(two_teams, first), "replace", fit_officers=fit, replacements=("NR",)
    ).granted
    assert two_teams.decide_as("RK", signature(two_teams, first), "sign").granted
    held(two_teams, second)
    for asked in two_teams.open(team_subject(second.day, "T2"), "changed-assignment"):
        two_teams.decide_as("RK", asked, "sign")
    assert "LA" not in team_of(two_teams, "T1").members  # state: released


# --- questions that nobody can answer any more


def test_a_changed_assignment_of_yesterday_ends_somehow(announced):
    hold(announced)
    asked = signature(announced, announced.team())
    announced.clock.put(announced.team().day + timedelta(days=1), DISPATCH_AT)
    with announced.change() as change:
        planning.note_missed_days(change, announced.office, announced.clock.now.date())
    for choice, ground in (("sign", None), ("refuse", "emergency")):
        announced.decide_as("RK", asked, choice, ground=ground)
    assert (announced.standing(asked.question_id).state, told(announced)) != ("open", told(announced))


def test_a_hold_that_is_answered_after_the_day_calls_its_visits_off(announced):
    asked = morning(announced)
    announced.clock.put(announced.team().day + timedelta(days=1), time(7, 0))
    assert announced.decide_as(
        announced.team().lead_code, asked, "hold", ground="kit-failed", kit_self_test="failed"
    ).granted
    assert told(announced) == {}


def test_a_day_change_of_yesterday_ends_somehow(on_the_road):
    team = on_the_road.team()
    with on_the_road.change() as change:
        day_change.open_day_change(change, on_the_road.office, team_subject(team.day, team.team_code))
    asked = on_the_road.question("day-change", team_subject(team.day, team.team_code))
    on_the_road.clock.put(team.day + timedelta(days=1), DISPATCH_AT)
    with on_the_road.change() as change:
        planning.note_missed_days(change, on_the_road.office, on_the_road.clock.now.date())
    on_the_road.decide_as("WN", asked, "dropped", free_from="23:50")
    assert on_the_road.standing(asked.question_id).state != "open"


def test_an_addition_that_nobody_answered_ends_with_its_day(signed):
    again(signed)
    asked = question(signed, THURSDAY)
    signed.clock.put(THURSDAY, DISPATCH_AT)
    with signed.change() as change:
        planning.note_missed_days(change, signed.office, THURSDAY)
    signed.decide_as("WN", asked, "reject", ground="times")
    assert signed.standing(asked.question_id).state != "open"


# --- a time that is over is announced


def test_nobody_is_sent_a_notice_for_a_time_that_is_over(announced):
    hold(announced)
    announced.clock.put(announced.team().day, time(16, 0))
    assert not announced.decide_as("RK", signature(announced, announced.team()), "sign").granted


# --- what is known of a stop, a failed kit, an unfit officer is forgotten by the next trouble


def test_a_team_that_stopped_does_not_get_its_visits_back_when_the_spare_team_is_held(on_the_road):
    team = on_the_road.team()
    assert report_change(on_the_road, "stopped", at=time(8, 20), ground="road").granted
    assert on_the_road.decide_as("RK", signature(on_the_road, team), "sign").granted
    held(on_the_road, team_of(on_the_road, "C1"))
    found = on_the_road.open(team_subject(team.day, "C1"), "changed-assignment")
    assert [
        tour.team.code
        for one in found
        for tour in prepared_plan(on_the_road, one).rounds
        if tour.team.code == team.team_code
    ] == []


def test_officers_without_protection_and_a_kit_that_failed_are_in_no_spare_team(two_teams):
    first, second = teams(two_teams)
    for team in (first, second):
        extras = {"kit_self_test": "failed", "protective_equipment": "no"}
        assert two_teams.decide_as(
            team.lead_code, morning(two_teams, team), "hold", ground="kit-failed", **extras
        ).granted
    found = two_teams.open(team_subject(second.day, "T2"), "changed-assignment")
    out = {
        code
        for one in found
        for tour in prepared_plan(two_teams, one).rounds
        for code in (*tour.team.members, tour.team.kit)
    }
    assert out & {*first.members, first.kit_code} == set()


# --- bars between proposal and signature


def test_nobody_complained_of_comes_by_a_changed_assignment(announced):
    team = announced.team()
    fit = tuple(code for code in team.members if code != team.lead_code)
    assert hold(announced, ground="officer-unfit", fit_officers=fit, kit_self_test="passed").granted
    asked = signature(announced, team)
    new = next(code for code in prepared_plan(announced, asked).rounds[0].team.members if code not in team.members)
    announced.reference = min(told(announced))
    complain(announced, by_code=new)
    announced.decide_as("RK", asked, "sign")
    come = (
        team_of(announced, told(announced)[announced.reference][0]).members
        if announced.reference in told(announced)
        else []
    )
    with announced.registry.reading() as reading:
        assert barred_officers(reading, announced.reference).isdisjoint(come)


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


# --- a visit that was made, its exception still open


def test_a_visit_that_was_reported_is_not_moved_to_another_team(on_the_road):
    team = on_the_road.team()
    assert report_change(on_the_road, "late", at=time(8, 20), free_from="08:50").granted
    asked = signature(on_the_road, team)
    on_the_road.reference = next(
        s.reference for t in prepared_plan(on_the_road, asked).rounds if t.team.code == "C1" for s in t.stops
    )
    on_the_road.clock.put(team.day, time(13, 45))
    on_the_road.decided(team.lead_code, "visit-report", "held", ground="worn-ridges", biometrics="exception")
    on_the_road.send_all(on_the_road.reference)
    assert on_the_road.decide_as("RK", asked, "sign").reason == "time-not-ahead"
    assert told(on_the_road)[on_the_road.reference][0] == team.team_code
    assert on_the_road.planned() == []


# --- the family of somebody who died


def test_nobody_telephones_the_family_of_the_dead_about_another_day(announced):
    hold(announced)
    announced.reference = min(told(announced))
    report(announced, "died")
    assert announced.decide_as("RK", signature(announced, announced.team()), "sign").granted
    text = briefings.brief(
        announced.registry, announced.office, calls(announced, announced.team()), announced.office.now()
    ).markdown
    assert announced.reference not in text


# --- a change without any conflict that the head cannot sign


def test_a_change_in_which_one_round_takes_over_from_another_can_be_signed(life):
    queue(life, good_samples(5))
    life.send_all(life.announce())
    life.ask_morning()
    first, second = teams(life)
    released(life, first)
    released(life, second)
    life.reference = next(one for one, place in told(life).items() if place == ("T2", "13:10"))
    report(life, "withdrawn")
    happens(life, first, "late", time(8, 10), "10:30")
    assert life.decide_as("RK", signature(life, first), "sign").reason is None


# --- replacing


def test_replace_where_nobody_is_visited_any_more_is_refused_and_does_not_break(announced):
    for reference in list(told(announced)):
        announced.reference = reference
        report(announced, "withdrawn")
    assert not replace(announced, unfit=unfit_operator(announced), by="LA").granted


def test_an_officer_who_has_gone_with_one_team_replaces_nobody_in_another(two_teams):
    first, second = teams(two_teams)
    for team, unfit in ((first, "LA"), (second, "FH")):
        fit = tuple(code for code in team.members if code != unfit)
        outcome = two_teams.decide_as(
            team.lead_code, morning(two_teams, team), "replace", fit_officers=fit, replacements=("NR",)
        )
        if team is first:
            assert two_teams.decide_as("RK", signature(two_teams, first), "sign").granted
    assert not outcome.granted  # else only the head finds out, and can only refuse: then T2's visits are off


# --- notice of two days


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


# --- closed and opened again after an addition


def test_a_day_that_is_opened_again_after_an_addition_can_be_planned(signed):
    again(signed)
    close(signed, THURSDAY)
    open_again(signed, THURSDAY)
    cannot_wait(signed, signed.added, THURSDAY)
    again(signed)


# --- smaller


def test_a_plan_emptied_by_hand_is_not_proposed_again_with_whoever_was_put_off(life):
    [reference] = queue(life, good_samples(1))
    subject = life.propose()
    life.decided("WN", "plan-approval", "revise", subject=subject, postponed=(reference,))
    with life.change() as change:
        planning.propose(change, life.office, life.rows(RoundPlan)[0].day)  # the run again, after a crash
    assert life.open(subject) == []


def test_a_team_that_telephoned_is_not_to_be_telephoned_for_each_visit(on_the_road):
    without_another_team(on_the_road)
    team = on_the_road.team()
    happens(on_the_road, team, "stopped", time(8, 30))
    assert on_the_road.open(team_subject(team.day, team.team_code), "team-recall") == []
