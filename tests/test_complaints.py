"""A complaint keeps the officers complained about from the case at once, does not hold it up, and is answered in time."""

from datetime import timedelta

import pytest
from demo_life import Life, queue
from lives_by_stage import good_samples
from reported_events import complain, complaint_form, report, undo, undo_form
from staff_changes import mandate_besides

from casework.deadlocks import deadlocks
from casework.entitlement import entitled_to
from casework.lifecycle import Stage
from casework.registry.models import BarredOfficer, Booking, Letter, Question, RoundPlan, TeamDay, Visit
from casework.stages.barring import barred_officers
from casework.stages.closure import still_open
from casework.stages.dispatch.subjects import team_subject


def barred(life: Life) -> set[str]:
    with life.registry.reading() as reading:
        return set(barred_officers(reading, life.reference))


def entitled(life: Life, kind: str, subject: str | None = None) -> list[str]:
    with life.registry.reading() as reading:
        question = reading.session.get_one(Question, life.question(kind, subject).question_id)
        return [officer.code for officer in entitled_to(reading, question, life.clock.now.date())]


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
    assert entitled(life, "permit-proposal") == ["EL"]
    assert life.decide_as("BS", life.question("permit-proposal"), "grant").reason == "four-eyes"
    life.decided("EL", "permit-proposal", "grant")
    life.receive(good_samples(1)[0])
    life.check()
    life.assess()
    assert entitled(life, "eligibility-verdict") == ["BS", "EL"]


def test_an_officer_may_be_named_by_code_who_had_no_part_in_the_case_yet(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, by_code="EL,RK")
    assert barred(life) == {"EL", "RK"}
    assert entitled(life, "permit-proposal") == ["BS"]


def test_a_barred_officer_does_not_decide_an_act_about_the_case_either(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, "BS")
    report(life, "withdrawn")
    subject = undo_prepared(life)
    assert entitled(life, "act-approval", subject) == ["EL"]


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


# --- the answer


@pytest.mark.parametrize(
    ("officers", "role"),
    [
        ("-", "section-head"),
        ("AP", "section-head"),
        ("EL", "head-of-office"),
        ("AP,RK", "regional-office"),
        ("HC", "directorate-general"),
        ("YP", "directorate-general"),
    ],
)
def test_the_answer_is_given_by_whoever_stands_above_those_complained_about(officers, role, at_stage):
    life = at_stage(Stage.WAITING_FOR_VISIT)
    complain(life, by_code=officers)
    assert life.question("complaint-answer").role == role


def test_the_answer_is_due_after_fourteen_working_days(at_stage):
    life = at_stage(Stage.PERMIT)
    today = life.clock.now.date()
    complain(life, "BS")
    due_on = life.question("complaint-answer").due_on
    assert due_on == life.office.calendar.add_working_days(today, 14)
    assert (due_on - today) > timedelta(days=14)


def test_the_guarantor_is_told_the_answer_by_the_letter_of_the_official_who_decided(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, life.team().lead_code)
    life.clock.pass_(days=2)
    life.decided("EL", "complaint-answer", "partly", ground="evidence-in-part", bar="stays")
    life.send_all()
    [letter] = life.rows(Letter, Letter.kind == "complaint-answer")
    assert (letter.state, letter.signatory_code) == ("issued", "EL")
    text = life.letter_text("complaint-answer")
    assert "terbukti sebagian" in text
    assert "Petugas yang diadukan tidak lagi menangani berkas ini" in text
    assert "Ombudsman" in text
    assert life.team().lead_code not in text
    assert barred(life) == {life.team().lead_code}


def test_the_head_of_office_answers_in_their_own_name_and_the_regional_office_in_its_own(at_stage):
    life = at_stage(Stage.WAITING_FOR_VISIT)
    complain(life, by_code="RK")
    life.decided("HC", "complaint-answer", "unfounded", ground="by-the-standard", bar="lifted")
    life.send_all()
    text = life.letter_text("complaint-answer")
    assert "Kepala Bidang Izin Tinggal, Kantor Wilayah Jawa Tengah" in text
    assert "a.n. Kepala Kantor" not in text


def test_a_bar_that_is_lifted_with_the_answer_lets_those_officers_act_again(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, "BS")
    life.decided("RK", "complaint-answer", "unfounded", ground="no-evidence", bar="lifted")
    assert barred(life) == set()
    assert entitled(life, "permit-proposal") == ["BS", "EL"]
    assert [row.lifted_at is not None for row in life.rows(BarredOfficer)] == [True]
    life.send_all()
    assert "pembatasan tersebut dicabut" in life.letter_text("complaint-answer")


def test_an_answer_needs_its_ground_and_another_than_who_registered_the_complaint(at_stage):
    life = at_stage(Stage.PERMIT)
    with life.change() as change:
        mandate_besides(change, "SH", "section-head")
    complain(life)
    assert life.decide_as("EL", life.question("complaint-answer"), "founded", bar="stays").reason == "ground-missing"
    assert entitled(life, "complaint-answer") == ["BS", "EL"]


def test_a_second_complaint_is_answered_with_the_first_by_the_first_ones_day_and_higher_up_where_it_must(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, life.team().lead_code)
    first = life.question("complaint-answer")
    life.clock.pass_(days=3)
    complain(life, "BS", ground="delay")
    [answer] = life.open(kind="complaint-answer")
    assert (answer.due_on, answer.role) == (first.due_on, "head-of-office")
    assert life.standing(first.question_id).void_reason == "joined"
    life.decided("RK", "complaint-answer", "unfounded", ground="no-evidence", bar="lifted")
    assert barred(life) == set()
    assert life.letters().count("complaint-answer") == 1


# --- the service goes on


def test_a_complaint_does_not_keep_a_case_from_being_closed_and_is_answered_all_the_same(at_stage):
    life = at_stage(Stage.CLOSING)
    complain(life, "BS")
    with life.registry.reading() as reading:
        case = reading.session.get_one(type(life.case()), life.reference)
        assert still_open(reading, case, life.question("delivery-receipt").question_id) == []
    life.decided("SH", "delivery-receipt")
    assert life.stage is Stage.CLOSED
    life.decided("RK", "complaint-answer", "founded", ground="evidence-supports", bar="stays")
    life.send_all()
    assert life.letters(state="issued")[-1] == "complaint-answer"


def test_a_closed_case_can_be_complained_about(at_stage):
    life = at_stage(Stage.CLOSED)
    complain(life, life.team().lead_code, ground="money-or-gift")
    assert life.question("complaint-answer").role == "section-head"


def test_a_withdrawal_leaves_the_complaint_to_be_answered(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, life.team().lead_code)
    report(life, "withdrawn")
    life.decided("EL", "complaint-answer", "founded", ground="evidence-supports", bar="stays")
    life.send_all()
    assert life.letters(state="issued")[-2:] == ["closing", "complaint-answer"]


def test_an_answer_that_is_on_its_way_is_not_stopped_by_a_withdrawal(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, life.team().lead_code)
    life.decided("EL", "complaint-answer", "founded", ground="evidence-supports", bar="stays")
    report(life, "withdrawn")
    life.send_all()
    assert set(life.letters(state="issued")) >= {"closing", "complaint-answer"}


def test_after_a_death_the_complaint_is_looked_into_and_nobody_is_written_to(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, life.team().lead_code)
    report(life, "died")
    life.decided("EL", "complaint-answer", "founded", ground="evidence-supports", bar="stays")
    assert (life.planned(), life.letters().count("complaint-answer")) == ([], 0)
    assert "any:complaint:answered" in life.events()


# --- undone


def test_a_bar_that_was_a_mistake_is_lifted_by_two_and_nobody_answers_it_any_more(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, "BS")
    undo(life, "complaint", approver="EL")
    assert (barred(life), life.open(kind="complaint-answer")) == (set(), [])
    life.decided("BS", "permit-proposal", "grant")


def test_a_complaint_of_which_nothing_is_left_cannot_be_undone(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, "BS")
    life.decided("RK", "complaint-answer", "unfounded", ground="no-evidence", bar="lifted")
    assert "it was answered" in undo_form(life, "complaint")


def test_undoing_one_of_two_complaints_leaves_the_other_to_be_answered(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, life.team().lead_code)
    complain(life, "BS")
    undo(life, "complaint", approver="EL")
    assert barred(life) == {life.team().lead_code}
    assert len(life.open(kind="complaint-answer")) == 1
    life.decided("RK", "complaint-answer", "founded", ground="evidence-supports", bar="stays")
    assert life.ledger_holds()
