"""A team that is out is late or goes no further: the rest of its day, by the dispatcher's word and the head's signature."""

from datetime import time, timedelta

from changes_of_a_day import (
    first_of,
    happens,
    prepared_plan,
    report_change,
    signature,
    team_of,
    told,
)
from clock_of_the_test import DISPATCH_AT
from demo_life import without_another_team

from casework.briefing import briefings
from casework.stages.dispatch import day_change, planning
from casework.stages.dispatch.subjects import team_subject


def test_a_late_team_comes_later_in_the_same_order_with_new_notices_once_the_head_has_signed(on_the_road):
    before, first, team = told(on_the_road), first_of(on_the_road), on_the_road.team()
    assert report_change(on_the_road, "late", at=time(9, 50), begun=(first,), free_from="11:00").granted
    assert told(on_the_road) == before
    assert on_the_road.decide_as("RK", signature(on_the_road, team), "sign").granted
    after = told(on_the_road)
    assert after[first] == before[first]
    assert all(after[one][1] >= before[one][1] for one in before)
    assert [one for one in before if after[one][0] == team.team_code and after[one][1] > before[one][1]]


def test_a_team_that_goes_no_further_keeps_what_it_began_and_another_does_the_rest(on_the_road):
    before, first, team = told(on_the_road), first_of(on_the_road), on_the_road.team()
    assert report_change(on_the_road, "stopped", at=time(9, 20), begun=(first,), ground="kit-failed").granted
    assert on_the_road.decide_as("RK", signature(on_the_road, team), "sign").granted
    after = told(on_the_road)
    assert after[first] == before[first]
    assert {after[one][0] for one in after if one != first} <= {"C1"}
    spare = team_of(on_the_road, "C1")
    assert set(spare.members).isdisjoint(team.members)
    assert spare.kit_code != team.kit_code
    on_the_road.reference = first
    assert on_the_road.decide_as(team.lead_code, on_the_road.question("visit-report"), "held").granted


def test_a_time_that_is_over_is_no_time_from_which_the_team_is_free(on_the_road):
    outcome = report_change(on_the_road, "late", at=time(9, 50), free_from="09:30")
    assert outcome.reason == "time-not-ahead"


def test_a_report_that_was_dropped_changes_nothing(on_the_road):
    before = told(on_the_road)
    assert report_change(on_the_road, "dropped", at=time(9, 50), ground=None).granted
    assert told(on_the_road) == before


def test_of_a_team_that_is_not_out_no_change_is_taken_up(announced):
    team = announced.team()
    subject = team_subject(team.day, team.team_code)
    with announced.registry.reading() as reading:
        assert day_change.why_the_day_cannot_change(reading, team.day, subject) == (
            f"{subject}: tim itu tidak sedang bertugas hari ini · that team is not out today"
        )


def test_the_briefing_shows_what_was_told_beside_what_is_proposed(on_the_road):
    before, first, team = told(on_the_road), first_of(on_the_road), on_the_road.team()
    report_change(on_the_road, "stopped", at=time(9, 20), begun=(first,), ground="kit-failed")
    question = signature(on_the_road, team)
    text = briefings.brief(on_the_road.registry, on_the_road.office, question, on_the_road.office.now()).markdown
    assert "tim tidak dapat melanjutkan · the team can go no further" in text
    moved = [one for one in before if f"{one}: {before[one][0]} {before[one][1]}, kini · now C1 " in text]
    assert moved
    assert first not in moved
    assert len([line for line in text.splitlines() if line]) <= briefings.LONGEST


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


def test_a_team_that_telephoned_is_not_to_be_telephoned_for_each_visit(on_the_road):
    without_another_team(on_the_road)
    team = on_the_road.team()
    happens(on_the_road, team, "stopped", time(8, 30))
    assert on_the_road.open(team_subject(team.day, team.team_code), "team-recall") == []
