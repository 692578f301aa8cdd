"""A day that changes after its visits were announced: replaced, taken over, later or called off, with the head's signature."""

from datetime import time

import pytest
from changed_days import (
    booked,
    calls,
    first_of,
    hold,
    lapse,
    morning,
    released_team,
    replace,
    report_change,
    signature,
    swap,
    team_of,
    three_announced_visits,
    told,
    unfit_operator,
)
from demo_life import queue, without_another_team
from lives_by_stage import good_samples

from casework.briefing import briefings
from casework.lifecycle import Stage
from casework.registry.models import Letter, Officer, Question, RoundPlan, TeamDay
from casework.stages.case_file import find_case
from casework.stages.dispatch import day_change, release
from casework.stages.dispatch.out_of_action import out_of_action
from casework.stages.dispatch.subjects import rounds_subject, team_subject
from casework.stages.ending import open_outside_event


@pytest.fixture
def announced(situation):
    """Three announced visits of one team, in its morning; another team and two spare officers are at the office."""
    return situation(three_announced_visits)[0]


# --- replaced in the morning


def test_the_form_offers_whoever_of_the_decree_goes_out_with_nobody(announced):
    busy = set(announced.team().members)
    offered = {one.rpartition(" · ")[2] for one in morning(announced).options["replacements"]}
    assert offered == {"AP", "NR", "JP", "DK", "FH", "MS", "LA", "TS"} - busy
    spare_kit = {"K1", "K2"} - {announced.team().kit_code}
    assert morning(announced).options["spare_kit"] == ["tidak perlu · none", *spare_kit]


def test_an_unfit_officer_is_replaced_from_the_decree_and_the_team_leaves_with_the_head_s_signature(announced):
    team, unfit = announced.team(), unfit_operator(announced)
    assert replace(announced, unfit=unfit, by="LA").granted
    assert team_of(announced, team.team_code).state == "planned"
    assert announced.decide_as("RK", signature(announced, team), "sign").granted
    renewed = team_of(announced, team.team_code)
    assert (renewed.state, set(renewed.members)) == ("released", {*team.members, "LA"} - {unfit})
    assert booked(announced) == {
        *(f"officer:{code}" for code in renewed.members),
        f"kit:{team.kit_code}",
        f"vehicle:{team.vehicle_code}",
    }


def test_the_letters_name_the_replacement_and_nobody_who_stays_at_home(announced):
    unfit, team = unfit_operator(announced), announced.team()
    names = {row.code: row for row in announced.rows(Officer)}
    before = len(announced.rows(Letter))
    replace(announced, unfit=unfit, by="LA")
    announced.decide_as("RK", signature(announced, team), "sign")
    announced.send_all(rounds_subject(team.day))
    announced.send_all()
    new = announced.rows(Letter, order_by=Letter.id)[before:]
    assert sorted(letter.kind for letter in new) == ["assignment"] + ["visit-notice"] * 3
    assert {letter.signatory_code for letter in new if letter.kind == "assignment"} == {"RK"}
    assert names["LA"] is not None


def test_the_guarantors_are_to_be_telephoned_for_the_names_at_the_door_have_changed(announced):
    team = announced.team()
    replace(announced, unfit=unfit_operator(announced), by="LA")
    announced.decide_as("RK", signature(announced, team), "sign")
    question = calls(announced, team)
    assert question.role == "dispatcher"
    text = briefings.brief(announced.registry, announced.office, question, announced.office.now()).markdown
    for reference, (code, start) in told(announced).items():
        assert f"{reference}: tim {code} datang pukul {start} WIB" in text
    assert announced.decide_as("WN", question, "phoned").granted


def test_the_report_is_asked_of_the_new_lead_where_the_lead_is_replaced(announced):
    team = announced.team()
    assert announced.decide_as(
        "LA",
        morning(announced),
        "replace",
        fit_officers=tuple(c for c in team.members if c != team.lead_code),
        replacements=("LA",),
    ).granted
    announced.decide_as("RK", signature(announced, team), "sign")
    assert team_of(announced, team.team_code).lead_code == "LA"
    announced.clock.put(team.day, time(14, 45))
    assert announced.decide_as("LA", announced.question("visit-report"), "held").granted


def test_a_kit_that_failed_is_replaced_by_one_that_no_team_takes_along(announced):
    team = announced.team()
    [spare] = {"K1", "K2"} - {team.kit_code}
    assert replace(announced, spare_kit=spare).granted
    announced.decide_as("RK", signature(announced, team), "sign")
    assert team_of(announced, team.team_code).kit_code == spare
    assert f"kit:{team.kit_code}" not in booked(announced)


@pytest.mark.parametrize(
    ("unfit", "by", "extras", "reason"),
    [
        (None, None, {}, "replacement-not-chosen"),
        (True, "TS", {"protective_equipment": "no"}, "not-consistent"),
        (True, "TS", {"secured_line": "no"}, "not-consistent"),
        (True, None, {"spare_kit": "K?"}, "replacement-incomplete"),
        (None, "LA", {}, "replacement-incomplete"),
        (True, "JP|MS", {}, "replacement-incomplete"),
    ],
)
def test_a_replacement_must_make_a_whole_team_of_the_decree(announced, unfit, by, extras, reason):
    team = announced.team()
    if "spare_kit" in extras:
        extras = {"spare_kit": next(iter({"K1", "K2"} - {team.kit_code}))}
    if by == "JP|MS":  # no biometric operator
        by = next(code for code in ("JP", "MS") if code not in team.members)
    outcome = replace(announced, unfit=unfit_operator(announced) if unfit else None, by=by, **extras)
    assert outcome.reason == reason
    assert team_of(announced, team.team_code).state == "planned"


def test_release_with_a_replacement_chosen_is_refused(announced):
    outcome = announced.decide_as(announced.team().lead_code, morning(announced), "release", replacements=("LA",))
    assert outcome.reason == "replacement-not-chosen"


def test_without_the_head_s_signature_the_visits_are_called_off_and_the_guarantors_telephoned(announced):
    team = announced.team()
    replace(announced, unfit=unfit_operator(announced), by="LA")
    assert announced.decide_as("RK", signature(announced, team), "refuse", ground="team").granted
    assert (team_of(announced, team.team_code).state, told(announced), booked(announced)) == ("held", {}, set())
    assert calls(announced, team).state == "open"


def test_whoever_reported_the_morning_does_not_sign_the_change(announced):
    replace(announced, unfit=unfit_operator(announced), by="LA")
    team = announced.team()
    assert announced.decide_as(team.lead_code, signature(announced, team), "sign").reason == "not-entitled"


# --- held back, and taken over


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


# --- late, or no further


@pytest.fixture
def on_the_road(situation):
    """The same team, released."""
    return situation(released_team)[0]


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


def test_the_release_is_asked_once_also_after_a_change(announced):
    team = announced.team()
    hold(announced)
    announced.decide_as("RK", signature(announced, team), "sign")
    with announced.change() as change:
        subjects = [question.subject for question in release.open_release(change, announced.office, team.day)]
    assert subjects == [team_subject(team.day, "C1")]


# --- one change at a time


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


def test_a_kit_that_failed_and_an_officer_who_is_unfit_go_out_with_no_other_team_that_day(life):
    queue(life, good_samples(9))
    life.send_all(life.announce())
    life.ask_morning()
    first, second = life.rows(TeamDay, order_by=TeamDay.team_code)
    for team in (first, second):
        fit = tuple(team.members[1:])
        assert (
            life.decide_as(
                team.lead_code,
                morning(life, team),
                "hold",
                ground="officer-unfit",
                kit_self_test="failed",
                fit_officers=fit,
            ).granted
            or life.standing(morning(life, team).question_id).refusals[-1] == "another-change-waits"
        )
    with life.registry.reading() as reading:
        gone = out_of_action(reading, first.day)
    assert {first.members[0], first.kit_code} <= gone
    proposed = [row.prepared["plan"] for row in life.rows(Question, Question.kind == "changed-assignment")]
    sent = {
        code
        for plan in proposed
        for tour in plan["rounds"]
        if tour["team"]["code"] == "C1"
        for code in (*tour["team"]["members"], tour["team"]["kit"])
    }
    assert sent.isdisjoint(gone)


# --- not signed in time


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
