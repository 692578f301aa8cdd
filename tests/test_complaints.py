"""A complaint keeps the officers complained about from the case at once, does not hold it up, and is answered in time."""

from demo_life import Life, queue
from lives_by_stage import good_samples
from reported_events import barred, complain, complaint_form, report, undo_form

from casework.deadlocks import deadlocks
from casework.lifecycle import Stage
from casework.registry.models import Booking, RoundPlan, TeamDay, Visit
from casework.stages.dispatch.subjects import team_subject

# --- put on record


def test_whoever_acted_on_the_case_or_came_to_the_door_is_offered_as_complained_about(at_stage):
    life = at_stage(Stage.PERMIT)
    assert complaint_form(life) is None
    assert life.question("complaint-receipt").options["officers"] == sorted({"BS", *life.team().members})


def test_where_nobody_has_acted_yet_everybody_is_offered(at_stage):
    life = at_stage(Stage.RECEIVED)
    complaint_form(life)
    assert {"SH", "BS", "RK", "AP"} <= set(life.question("complaint-receipt").options["officers"])


def test_one_form_is_one_complaint_however_often_it_is_taken_up(at_stage):
    life = at_stage(Stage.PERMIT)
    assert (complaint_form(life, "a-run"), complaint_form(life, "a-run")) == (None, None)
    assert "is being put on record" in complaint_form(life, "another-run")
    life.decided("SH", "complaint-receipt", "dropped")
    assert complaint_form(life, "a-run") is None
    assert life.open(kind="complaint-receipt") == []


def test_a_case_that_is_not_there_is_answered_in_one_sentence(at_stage):
    life = at_stage(Stage.PERMIT)
    life.reference = "SAHS-2222"
    assert complaint_form(life) == "berkas SAHS-2222 tidak ada · there is no case SAHS-2222"


def test_what_is_no_complaint_changes_nothing(at_stage):
    life = at_stage(Stage.PERMIT)
    complaint_form(life)
    life.decided("SH", "complaint-receipt", "dropped")
    assert (barred(life), life.open(kind="complaint-answer")) == (set(), [])
    assert "any:complaint:dropped" in life.events()


def test_a_code_that_nobody_has_is_a_mistake_in_the_form(at_stage):
    life = at_stage(Stage.PERMIT)
    complaint_form(life)
    refused = life.decide_as(
        "SH", life.question("complaint-receipt"), "registered", ground="delay", officers=(), others="QQ"
    )
    assert (refused.reason, barred(life)) == ("unknown-officer", set())


# --- kept from the case


def test_an_officer_complained_about_decides_nothing_more_on_that_case_and_every_other_as_before(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, "BS")
    assert life.entitled("permit-proposal") == ["EL"]
    assert life.decide_as("BS", life.question("permit-proposal"), "grant").reason == "four-eyes"
    life.decided("EL", "permit-proposal", "grant")
    life.receive(good_samples(1)[0])
    life.check()
    life.assess()
    assert life.entitled("eligibility-verdict") == ["BS", "EL"]


def test_an_officer_may_be_named_by_code_who_had_no_part_in_the_case_yet(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, by_code="EL,RK")
    assert barred(life) == {"EL", "RK"}
    assert life.entitled("permit-proposal") == ["BS"]


def test_a_barred_officer_does_not_decide_an_act_about_the_case_either(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, "BS")
    report(life, "withdrawn")
    subject = undo_prepared(life)
    assert life.entitled("act-approval", subject) == ["EL"]


def undo_prepared(life: Life) -> str:
    subject = undo_form(life, "withdrawn")
    life.decided("SH", "act-proposal", "propose", subject=subject)
    return subject


def test_where_nobody_is_left_who_may_decide_the_question_is_found_with_its_cure(at_stage):
    life = at_stage(Stage.PERMIT)
    life.decided("BS", "permit-proposal", "grant")
    complain(life, by_code="RK")
    with life.registry.reading() as reading:
        [stuck] = deadlocks(reading, life.clock.now.date())
    assert (stuck.standing.kind, stuck.cause) == ("permit-decision", "four-eyes")


# --- at the door


def test_an_announced_visit_of_a_team_with_that_officer_is_called_off_and_another_team_comes(at_stage):
    life = at_stage(Stage.VISIT)
    [first] = life.rows(Visit)
    member = life.team().members[-1]
    complain(life, member)
    assert (life.stage, life.rows(Booking)) == (Stage.WAITING_FOR_VISIT, [])
    assert [(row.state, row.counted) for row in life.rows(Visit)] == [("failed", False)]
    life.send_all()
    assert life.letters(state="issued")[-1] == "failed-visit"
    assert life.open(kind="visit-report") == []
    life.clock.pass_(days=1)
    life.announce()
    second = life.rows(Visit, Visit.occurrence == 2)[0]
    [team] = life.rows(TeamDay, TeamDay.day == second.day, TeamDay.team_code == second.team_code)
    assert member not in team.members
    assert first.team_code != second.team_code


def test_a_team_under_way_with_that_officer_is_telephoned(at_stage):
    life = at_stage(Stage.VISIT)
    life.release()
    team = life.team()
    complain(life, team.lead_code)
    assert life.open(team_subject(team.day, team.team_code), "team-recall")


def test_a_complaint_about_somebody_else_calls_no_visit_off(at_stage):
    life = at_stage(Stage.VISIT)
    complain(life, "BS")
    assert (life.stage, [row.state for row in life.rows(Visit)]) == (Stage.VISIT, ["announced"])


def test_a_visit_that_was_reported_stands_though_a_second_officer_has_yet_to_accept_its_exception(at_stage):
    life = at_stage(Stage.VISIT)
    life.release()
    life.report("held", "worn-ridges", biometrics="exception")
    complain(life, life.team().lead_code)
    assert (life.stage, [row.state for row in life.rows(Visit)]) == (Stage.VISIT, ["announced"])
    assert life.open(kind="biometric-exception")


def test_a_plan_that_was_made_before_the_complaint_does_not_bring_that_officer_to_the_door(life):
    references = queue(life, good_samples(2))
    subject = life.propose()
    life.decided("WN", "plan-approval", "approve", subject=subject)
    [plan] = life.rows(RoundPlan)
    tour = plan.content["plan"]["rounds"][0]
    life.reference = tour["stops"][0]["reference"]
    others = {stop["reference"] for one in plan.content["plan"]["rounds"] for stop in one["stops"]} - {life.reference}
    complain(life, by_code=tour["team"]["members"][1])
    life.decided("RK", "assignment-signature", "sign", subject=subject)
    assert {row.case_reference for row in life.rows(Visit)} == others
    assert life.stage is Stage.WAITING_FOR_VISIT
    assert len(references) == 2


def test_the_planner_says_when_every_team_has_an_officer_who_may_not_come(at_stage):
    life = at_stage(Stage.WAITING_FOR_VISIT)
    complain(life, by_code="AP,DK,LA")
    life.propose()
    [plan] = life.rows(RoundPlan)
    assert [left["reason"] for left in plan.content["plan"]["left_out"]] == ["every-team-barred"]
