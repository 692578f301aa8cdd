"""The morning: no team leaves unless its officers are fit, PPE is issued, the kit passed and the line is secured."""

import pytest
from demo_life import Life, without_another_team

from casework.lifecycle import Stage
from casework.registry.models import Booking, TeamDay, Visit


def test_each_team_is_asked_about_once_and_only_a_lead_of_the_decree_answers(at_stage):
    life = at_stage(Stage.VISIT)
    question = life.ask_morning()
    assert life.ask_morning().question_id == question.question_id
    assert life.decide_as("NR", question, "release").reason == "not-entitled"
    assert life.decide_as(life.team().lead_code, question, "release").granted


@pytest.mark.parametrize(
    "failing",
    [{"fit_officers": ()}, {"protective_equipment": "no"}, {"kit_self_test": "failed"}, {"secured_line": "no"}],
    ids=lambda one: next(iter(one)),
)
def test_no_team_leaves_while_anything_is_amiss(at_stage, failing):
    life = at_stage(Stage.VISIT)
    question = life.ask_morning()
    assert life.decide_as(life.team().lead_code, question, "release", **failing).reason == "not-consistent"
    assert life.team().state == "planned"


def test_a_team_of_which_one_is_unfit_does_not_leave(at_stage):
    life = at_stage(Stage.VISIT)
    question = life.ask_morning()
    team = life.team()
    assert (
        life.decide_as(team.lead_code, question, "release", fit_officers=tuple(team.members[:2])).reason
        == "not-consistent"
    )


def test_a_held_team_gives_its_visits_back_to_the_queue_and_tells_by_letter_without_counting(at_stage):
    life = at_stage(Stage.VISIT)
    report = life.question("visit-report")
    without_another_team(life)
    question = life.ask_morning()
    assert life.decide_as(life.team().lead_code, question, "hold", ground="kit-failed", kit_self_test="failed").granted
    visit = life.rows(Visit)[0]
    assert (life.stage, visit.state, visit.counted, life.rows(Booking)) == (
        Stage.WAITING_FOR_VISIT,
        "failed",
        False,
        [],
    )
    assert life.standing(report.question_id).void_reason == "team-held"
    life.send_all()
    assert life.letters(state="issued")[-1] == "failed-visit"
    assert life.decide_as(report_officer(life), report, "held").reason == "question-void"
    life.announce()
    assert life.rows(Visit, order_by=Visit.occurrence)[-1].occurrence == 2


def report_officer(life: Life) -> str:
    return life.rows(TeamDay)[0].lead_code


def test_a_team_that_was_held_cannot_be_released_any_more(at_stage):
    life = at_stage(Stage.VISIT)
    question = life.ask_morning()
    assert life.decide_as(life.team().lead_code, question, "hold", ground="kit-failed", fit_officers=()).granted
    assert life.decide_as(life.team().lead_code, question, "release").reason == "already-decided"
    assert life.team().state == "held"
