"""In the morning who is unfit and what fails is replaced within the decree, with the head's signature."""

from datetime import time

import pytest
from changes_of_a_day import (
    booked,
    calls,
    morning,
    replace,
    signature,
    team_of,
    teams,
    told,
    unfit_operator,
)
from reported_events import report

from casework.briefing import briefings
from casework.registry.models import Letter, Officer
from casework.stages.dispatch.subjects import rounds_subject


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
