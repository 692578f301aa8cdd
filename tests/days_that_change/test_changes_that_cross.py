"""Changes of a day that cross one another: one at a time, each on the day as it is signed, and nothing that failed goes out again."""

from datetime import time

from changes_of_a_day import (
    happens,
    held,
    morning,
    prepared_plan,
    released,
    report_change,
    signature,
    swap,
    team_of,
    teams,
    told,
)
from demo_life import queue
from lives_by_stage import good_samples
from reported_events import report

from casework.registry.models import TeamDay
from casework.stages.dispatch.subjects import team_subject


def test_a_second_change_of_the_day_waits_until_the_head_has_answered_the_first(life):
    queue(life, good_samples(9))
    life.send_all(life.announce())
    life.ask_morning()
    first, second = life.rows(TeamDay, order_by=TeamDay.team_code)
    assert swap(life, first, "MS", "TS").granted
    refused = swap(life, second, "FH", "NR")
    assert refused.reason == "another-change-waits"
    assert life.decide_as("RK", signature(life, first), "sign").granted
    assert swap(life, second, "FH", "NR").granted
    assert life.decide_as("RK", signature(life, second), "sign").granted
    assert {team.state for team in life.rows(TeamDay)} == {"released"}
    assert life.ledger_holds()


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


def test_who_is_unfit_and_what_failed_goes_out_with_no_other_team_that_day(two_teams):
    first, second = teams(two_teams)
    assert hold_without(two_teams, first, "DK", kit_self_test="failed").granted
    assert two_teams.open(team_subject(first.day, "T1"), "changed-assignment") == []  # T2 has no room, nobody a kit
    assert hold_without(two_teams, second, "AP").granted
    proposed = prepared_plan(two_teams, signature(two_teams, second))
    [spare] = [tour.team for tour in proposed.rounds if tour.team.code == "C1"]
    assert {"DK", "AP"}.isdisjoint(spare.members)
    assert spare.kit == second.kit_code != first.kit_code


def test_a_team_without_protection_goes_out_in_no_other_team_either(two_teams):
    first, second = teams(two_teams)
    assert hold_without(two_teams, first, "DK", protective_equipment="no").granted
    assert hold_without(two_teams, second, "AP").granted  # LA, who could lead, has no protection
    assert two_teams.open(team_subject(second.day, "T2"), "changed-assignment") == []
    assert told(two_teams) == {}


def hold_without(life, team, unfit, **extras):
    fit = tuple(code for code in team.members if code != unfit)
    return life.decide_as(
        team.lead_code, morning(life, team), "hold", ground="officer-unfit", fit_officers=fit, **extras
    )
