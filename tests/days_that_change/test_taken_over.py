"""The visits of a team that is held back go to another with the head's signature, or are called off and telephoned."""

from datetime import time, timedelta

from changes_of_a_day import (
    calls,
    hold,
    morning,
    prepared_plan,
    signature,
    team_of,
    told,
)
from demo_life import without_another_team
from reported_events import complain, report

from casework.briefing import briefings
from casework.lifecycle import Stage
from casework.registry.models import RoundPlan
from casework.stages.barring import barred_officers
from casework.stages.case_file import find_case
from casework.stages.dispatch import release
from casework.stages.dispatch.subjects import rounds_subject, team_subject
from casework.stages.ending import open_outside_event


def test_the_visits_of_a_team_that_is_held_are_proposed_to_a_team_formed_of_those_at_the_office(announced):
    before, team = told(announced), announced.team()
    assert hold(announced).granted
    assert told(announced) == before
    assert announced.decide_as("RK", signature(announced, team), "sign").granted
    after = told(announced)
    assert {code for code, _ in after.values()} == {"C1"}
    assert all(after[reference][1] >= start for reference, (_, start) in before.items())
    assert team_of(announced, "C1").kit_code != team.kit_code
    assert morning(announced, team_of(announced, "C1")).state == "open"


def test_the_team_that_takes_over_is_asked_like_any_other_before_it_leaves_and_reports(announced):
    team = announced.team()
    hold(announced)
    announced.decide_as("RK", signature(announced, team), "sign")
    spare = team_of(announced, "C1")
    assert announced.decide_as(spare.lead_code, morning(announced, spare), "release").granted
    announced.clock.put(team.day, time(14, 45))
    assert announced.decide_as(spare.lead_code, announced.question("visit-report"), "held").granted
    assert announced.ledger_holds()


def test_each_plan_of_the_day_stays_on_record(announced):
    team = announced.team()
    hold(announced)
    announced.decide_as("RK", signature(announced, team), "sign")
    assert [(row.revision, row.state) for row in announced.rows(RoundPlan, order_by=RoundPlan.revision)] == [
        (1, "revised"),
        (2, "signed"),
    ]
    assert announced.events(rounds_subject(team.day)).count("dispatch:plan:changed") == 1


def test_without_a_kit_for_anybody_else_all_visits_are_called_off_at_once_and_are_to_be_telephoned(announced):
    without_another_team(announced)
    references = sorted(told(announced))
    assert hold(announced).granted
    assert (told(announced), announced.stage) == ({}, Stage.WAITING_FOR_VISIT)
    text = briefings.brief(
        announced.registry, announced.office, calls(announced, announced.team()), announced.office.now()
    ).markdown
    assert [reference for reference in references if f"{reference}: kunjungan hari ini batal" not in text] == []


def test_a_case_that_ended_before_the_signature_keeps_its_place_free(announced):
    team = announced.team()
    hold(announced)
    ended = min(told(announced))
    announced.reference = ended
    with announced.change() as change:
        open_outside_event(change, announced.office, find_case(change, ended))
    announced.decided("SH", "outside-event", "withdrawn", ground="letter-of-withdrawal")
    assert announced.decide_as("RK", signature(announced, team), "sign").granted
    assert ended not in told(announced)
    assert len(told(announced)) == 2


def test_the_release_is_asked_once_also_after_a_change(announced):
    team = announced.team()
    hold(announced)
    announced.decide_as("RK", signature(announced, team), "sign")
    with announced.change() as change:
        subjects = [question.subject for question in release.open_release(change, announced.office, team.day)]
    assert subjects == [team_subject(team.day, "C1")]


def test_a_hold_that_is_answered_after_the_day_calls_its_visits_off(announced):
    asked = morning(announced)
    announced.clock.put(announced.team().day + timedelta(days=1), time(7, 0))
    assert announced.decide_as(
        announced.team().lead_code, asked, "hold", ground="kit-failed", kit_self_test="failed"
    ).granted
    assert told(announced) == {}


def test_nobody_telephones_the_family_of_the_dead_about_another_day(announced):
    hold(announced)
    announced.reference = min(told(announced))
    report(announced, "died")
    assert announced.decide_as("RK", signature(announced, announced.team()), "sign").granted
    text = briefings.brief(
        announced.registry, announced.office, calls(announced, announced.team()), announced.office.now()
    ).markdown
    assert announced.reference not in text


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
