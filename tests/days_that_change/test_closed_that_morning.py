"""A holiday decreed on the morning itself: teams are held or telephoned once, and so are those who wait; what was reported stands."""

from datetime import time

import pytest
from clock_of_the_test import REPORT_AT
from demo_life import Life
from late_holidays import (
    THURSDAY,
    WEDNESDAY,
    announced,
    ask_the_teams,
    close,
    let_leave,
    visits_of,
)
from office_acts import briefed
from reported_events import report

from casework.lifecycle import Stage
from casework.registry.models import Question, TeamDay
from casework.stages.dispatch.subjects import rounds_subject, team_subject

ROUNDS = rounds_subject(WEDNESDAY)


@pytest.fixture
def this_morning(life):
    """Wednesday at 07:30; its teams are asked whether they may leave."""
    life.references = announced(life)
    life.teams = ask_the_teams(life)
    assert len(life.teams) == 2
    return life


def recalls(life: Life) -> dict[str, list[str]]:
    """Who is to be telephoned now, about which cases."""
    found = life.rows(Question, Question.kind == "team-recall", Question.state == "open", order_by=Question.subject)
    return {question.subject: question.prepared["cases"] for question in found}


def test_at_seven_nobody_has_been_asked_yet_and_each_team_is_telephoned_once_about_all_its_visits(life):
    announced(life)
    life.clock.put(WEDNESDAY, time(7, 0))
    close(life)
    teams = life.rows(TeamDay, order_by=TeamDay.team_code)
    assert recalls(life) == {team_subject(team.day, team.team_code): visits_of(life, team) for team in teams}
    assert {team.state for team in teams} == {"held"}
    assert {question.due_on for question in life.rows(Question, Question.kind == "team-recall")} == {WEDNESDAY}


def test_before_it_leaves_a_team_is_held_asked_no_more_and_telephoned(this_morning):
    asked = [one for team in this_morning.teams for one in this_morning.open(team_subject(WEDNESDAY, team.team_code))]
    close(this_morning)
    assert {this_morning.standing(one.question_id).void_reason for one in asked} == {"office-closed"}
    assert {team.state for team in this_morning.rows(TeamDay)} == {"held"}
    assert len(recalls(this_morning)) == 2
    lead, question = this_morning.teams[0].lead_code, asked[0]
    assert this_morning.decide_as(lead, question, "release").reason == "question-void"


def test_at_eight_a_team_under_way_is_telephoned_and_stays_on_record_as_released(this_morning):
    first, second = this_morning.teams
    let_leave(this_morning, first)
    this_morning.clock.put(WEDNESDAY, time(8, 0))
    close(this_morning)
    assert {team.team_code: team.state for team in this_morning.rows(TeamDay)} == {"T1": "released", "T2": "held"}
    subject = team_subject(WEDNESDAY, first.team_code)
    assert recalls(this_morning)[subject] == visits_of(this_morning, first)
    this_morning.decided("WN", "team-recall", "phoned", subject=subject)
    assert this_morning.facts_of("dispatch:team:phoned", subject) == [{"cases": visits_of(this_morning, first)}]
    assert second.team_code == "T2"


def test_whoever_telephones_reads_which_doors_will_not_open(this_morning):
    close(this_morning)
    team = this_morning.teams[0]
    told = briefed(this_morning, team_subject(WEDNESDAY, team.team_code), "team-recall")
    assert f"kunjungan {', '.join(visits_of(this_morning, team))} batal; telepon ketua tim **{team.lead_code}**" in told


def test_a_visit_that_was_reported_stands_and_the_others_of_its_team_are_called_off(this_morning):
    team = max(this_morning.teams, key=lambda one: len(visits_of(this_morning, one)))
    let_leave(this_morning, team)
    done, *others = visits_of(this_morning, team)
    assert others
    this_morning.clock.put(WEDNESDAY, REPORT_AT)
    this_morning.decided(team.lead_code, "visit-report", "held", subject=done)
    close(this_morning)
    assert this_morning.case(done).stage == Stage.PERMIT.value
    assert this_morning.letters(done).count("failed-visit") == 0
    assert {this_morning.case(one).stage for one in others} == {"waiting-for-visit"}
    assert recalls(this_morning)[team_subject(WEDNESDAY, team.team_code)] == others


def test_a_visit_that_was_reported_and_waits_for_a_second_officer_stands_too(this_morning):
    team = this_morning.teams[0]
    let_leave(this_morning, team)
    done = visits_of(this_morning, team)[0]
    this_morning.clock.put(WEDNESDAY, REPORT_AT)
    this_morning.decided(
        team.lead_code, "visit-report", "held", subject=done, ground="worn-ridges", biometrics="exception"
    )
    close(this_morning)
    assert this_morning.case(done).stage == Stage.VISIT.value
    assert this_morning.question("biometric-exception", done).due_on == THURSDAY
    assert this_morning.letters(done).count("failed-visit") == 0


def test_who_is_to_be_telephoned_because_somebody_died_is_telephoned_all_the_same(this_morning):
    team = max(this_morning.teams, key=lambda one: len(visits_of(this_morning, one)))
    let_leave(this_morning, team)
    this_morning.reference, *others = visits_of(this_morning, team)
    report(this_morning, "died")
    close(this_morning)
    asked = this_morning.rows(Question, Question.kind == "team-recall", Question.state == "open", order_by=Question.id)
    of_the_team = [one.prepared for one in asked if one.subject == team_subject(WEDNESDAY, team.team_code)]
    assert [one.get("case") or one["cases"] for one in of_the_team] == [this_morning.reference, others]


def test_on_the_same_day_those_who_wait_for_a_team_are_telephoned_too_for_a_letter_may_come_too_late(this_morning):
    close(this_morning)
    for team in this_morning.teams:
        subject, waiting = team_subject(WEDNESDAY, team.team_code), visits_of(this_morning, team)
        told = briefed(this_morning, subject, "visit-calls")
        assert "kantor tutup hari ini · the office is closed today" in told
        for reference in waiting:
            assert f"- {reference}: kunjungan hari ini batal, akan dijadwalkan lagi" in told
        this_morning.decided("WN", "visit-calls", "phoned", subject=subject)
        assert this_morning.facts_of("dispatch:guarantors:phoned", subject) == [{"cases": waiting}]
