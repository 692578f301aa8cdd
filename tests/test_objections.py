"""An objection to a "no": in time or not, decided by the level above, and never by whoever said no."""

from datetime import timedelta

import pytest
from demo_life import Life, queue
from lives_by_stage import first_sample, sample_number
from reported_events import (
    closed_by_itself,
    ineligible_case,
    object_to_it,
    objection_form,
    refused_case,
    report,
)

from casework.approval_chain import UP_TO_THE_CENTRE, levels_above
from casework.briefing.foresight import foresee
from casework.deadlines import last_day_to_object
from casework.demo_office.applications import with_another_street
from casework.lifecycle import Stage
from casework.refusals import refusal_in_words
from casework.registry.models import ApprovalLevel, FindingRow, Letter, Question
from casework.stages.remedy import Remedy


@pytest.fixture
def refused(at_stage):
    """A permit of the short chain, refused by the head of office."""
    return refused_case(at_stage(Stage.PERMIT))


@pytest.fixture
def ineligible(at_stage):
    """An application that a section head found ineligible."""
    return ineligible_case(at_stage(Stage.ASSESSMENT))


def levels(life: Life) -> list[str]:
    rows = life.rows(ApprovalLevel, order_by=ApprovalLevel.level)
    last = max(row.cycle for row in rows)
    return [row.role for row in rows if row.cycle == last]


def result(life: Life) -> tuple[Stage, str | None]:
    return life.stage, life.case().result


# --- who decides it


@pytest.mark.parametrize(
    ("refused_by", "route", "above"),
    [
        ("head-of-office", ("section-head", "head-of-office"), ("regional-office",)),
        ("head-of-office", UP_TO_THE_CENTRE, ("regional-office", "directorate-general")),
        ("regional-office", UP_TO_THE_CENTRE, ("directorate-general",)),
        ("regional-office", ("section-head", "head-of-office"), ("directorate-general",)),
        ("directorate-general", UP_TO_THE_CENTRE, ()),
    ],
)
def test_an_objection_goes_to_the_levels_above_the_one_that_refused(refused_by, route, above):
    assert levels_above(refused_by, route) == above


def test_an_objection_opens_a_refused_case_again_before_the_regional_office(refused):
    object_to_it(refused)
    assert result(refused) == (Stage.PERMIT, None)
    assert (refused.case().closed_on, refused.case().retain_until) == (None, None)
    assert levels(refused) == ["regional-office"]
    question = refused.question("permit-regional")
    assert refused.decide_as("RK", question, "grant").reason == "not-entitled"


def test_a_granted_objection_is_signed_by_the_head_of_office_who_can_sign_nothing_else(refused):
    object_to_it(refused)
    refused.decided("HC", "permit-regional", "grant")
    assert [effect.kind for effect in refused.planned()] == [
        "app-notice",
        "letter:objection-admitted",
        "mail:objection-admitted",
    ], "nothing goes to SIMKIM before the signature"
    question = refused.question("permit-decision")
    assert refused.decide_as("RK", question, "refuse", ground="activities").reason == "not-consistent"
    refused.decided("RK", "permit-decision", "grant")
    refused.send_all()
    refused.close()
    refused.decided("SH", "delivery-receipt")
    refused.send_all()
    assert result(refused) == (Stage.CLOSED, "granted")
    [grant] = refused.rows(Letter, Letter.kind == "grant")
    assert (grant.state, grant.signatory_code) == ("issued", "RK")
    assert refused.letters().count("closing") == 2
    assert refused.ledger_holds()


def test_a_rejected_objection_is_told_by_a_decree_of_its_own_and_the_office_takes_no_second_one(refused):
    object_to_it(refused)
    refused.decided("HC", "permit-regional", "refuse", ground="activities")
    refused.decided("RK", "permit-decision", "refuse", ground="activities")
    closed_by_itself(refused)
    assert (result(refused), refused.letters().count("refusal")) == ((Stage.CLOSED, "refused"), 2)
    told = objection_form(refused)
    assert "an objection was decided, or no level is above: appeal or court, as the letter says" in told
    assert refused.open() == []


def test_a_permit_of_the_long_chain_that_the_head_refused_passes_both_levels_above(life):
    queue(life, [sample_number(10)])
    life.visit_once()
    life.send_all()
    refused_case(life)
    object_to_it(life)
    assert levels(life) == ["regional-office", "directorate-general"]
    life.decided("HC", "permit-regional", "grant")
    central = life.question("permit-central")
    life.decided("YP", "permit-central", "grant")
    life.decided("RK", "permit-decision", "grant")
    life.send_all()
    assert result(life) == (Stage.CLOSING, "granted")
    assert question_row(life, central.question_id).prepared["decide_by"]


def question_row(life: Life, question_id: int) -> Question:
    return life.rows(Question, Question.id == question_id)[0]


def test_an_objection_is_granted_or_rejected_and_never_sent_back(refused):
    object_to_it(refused)
    question = refused.question("permit-regional")
    assert refused.decide_as("HC", question, "return", ground="look-again").reason == "not-consistent"


def test_an_application_under_objection_is_not_sent_back_over_a_conflict_either(ineligible):
    object_to_it(ineligible)
    assert ineligible.receive(with_another_street(first_sample())) == "conflict"
    conflict = ineligible.question("intake-conflict")
    assert ineligible.decide_as("BS", conflict, "ask-again", ground="documents").reason == "not-consistent"
    assert (ineligible.stage, ineligible.question("eligibility-verdict").role) == (Stage.ASSESSMENT, "head-of-office")
    ineligible.decided("BS", "intake-conflict", "keep", ground="sent-by-mistake")


def test_an_objection_to_a_verdict_is_judged_by_the_head_of_office_and_not_by_who_made_it(ineligible):
    cycle = ineligible.case().cycle
    object_to_it(ineligible)
    assert result(ineligible) == (Stage.ASSESSMENT, None)
    question = ineligible.question("eligibility-verdict")
    assert (question.role, question.cycle) == ("head-of-office", cycle + 1)
    assert question_row(ineligible, question.question_id).prepared["shut_out"] == ["BS"]
    assert {row.cycle for row in ineligible.rows(FindingRow)} == {cycle, cycle + 1}
    assert ineligible.decide_as("RK", question, "return", ground="guarantee-unsigned").reason == "not-consistent"
    ineligible.decided("RK", "eligibility-verdict", "eligible")
    ineligible.send_all()
    assert ineligible.stage is Stage.PAYMENT


def test_a_verdict_that_is_upheld_goes_out_in_the_heads_name_and_no_level_above_is_left(ineligible):
    object_to_it(ineligible)
    ineligible.decided("RK", "eligibility-verdict", "ineligible", ground="permit-kind")
    closed_by_itself(ineligible)
    letters = ineligible.rows(Letter, Letter.kind == "ineligible", order_by=Letter.id)
    assert [letter.signatory_code for letter in letters] == ["BS", "RK"]
    assert "appeal or court, as the letter says" in objection_form(ineligible)


def test_an_objection_is_decided_within_ten_working_days_of_its_arrival(refused):
    arrived_on = refused.clock.now.date()
    refused.clock.pass_(days=9)
    assert objection_form(refused, arrived_on) is None
    refused.decided("SH", "objection-receipt", "admissible")
    decide_by = refused.office.calendar.add_working_days(arrived_on, 10)
    question = refused.question("permit-regional")
    assert question_row(refused, question.question_id).prepared["decide_by"] == decide_by.isoformat()
    assert question.due_on <= decide_by


@pytest.mark.parametrize("kind", ["refused", "ineligible"])
def test_an_objection_on_record_that_nobody_can_decide_any_more_is_not_admitted_but_dropped(kind, request, monkeypatch):
    life = request.getfixturevalue(kind)
    assert objection_form(life) is None
    monkeypatch.setattr("casework.stages.objection.remedy_against", lambda *_: Remedy((), "directorate-general"))
    question = life.question("objection-receipt")
    admitted = foresee(life.registry, life.office, question.question_id, life.office.now()).of("admissible")
    assert (admitted.fault, admitted.sequel.refusal) == (None, "nobody-decides-anew")
    assert life.decide_as("SH", question, "admissible").reason == "nobody-decides-anew"
    assert "answer 'dropped'" in refusal_in_words("nobody-decides-anew")
    assert result(life) == (Stage.CLOSED, kind)
    life.decided("SH", "objection-receipt", "dropped", ground="not-an-objection")
    assert (result(life), life.open(), life.planned()) == ((Stage.CLOSED, kind), [], [])
    assert life.ledger_holds()


# --- in time or not


def test_the_last_day_is_the_twenty_first_working_day_after_the_decision_was_told(refused):
    told_on = refused.clock.now.date()
    last_day = last_day_to_object(told_on, refused.office.calendar)
    assert refused.office.calendar.add_working_days(told_on, 21) == last_day
    refused.clock.pass_(days=(last_day - told_on).days)
    assert objection_form(refused) is None
    prepared = question_row(refused, refused.question("objection-receipt").question_id).prepared
    assert (prepared["told_on"], prepared["last_day"], prepared["outcome"]) == (
        told_on.isoformat(), last_day.isoformat(), "admissible",
    )  # fmt: skip


def test_one_that_came_a_day_later_is_too_late_and_changes_nothing(refused):
    told_on = refused.clock.now.date()
    refused.clock.pass_(days=(last_day_to_object(told_on, refused.office.calendar) - told_on).days + 1)
    assert objection_form(refused) is None
    question = refused.question("objection-receipt")
    assert refused.decide_as("SH", question, "admissible").reason == "ground-missing"
    refused.decided("SH", "objection-receipt", "too-late")
    assert result(refused) == (Stage.CLOSED, "refused")
    assert [effect.kind for effect in refused.planned()] == ["letter:objection-too-late", "mail:objection-too-late"]
    assert "closed:objection:too-late" in refused.events()


def test_whoever_admits_what_came_too_late_says_on_which_ground(refused):
    told_on = refused.clock.now.date()
    refused.clock.pass_(days=(last_day_to_object(told_on, refused.office.calendar) - told_on).days + 1)
    objection_form(refused)
    refused.decided("SH", "objection-receipt", "admissible", ground="beyond-control")
    assert refused.stage is Stage.PERMIT


@pytest.mark.parametrize("ground", ["wrong-file", "not-an-objection"])
def test_what_came_too_late_is_not_admitted_on_any_other_ground(ground, refused):
    told_on = refused.clock.now.date()
    refused.clock.pass_(days=(last_day_to_object(told_on, refused.office.calendar) - told_on).days + 1)
    objection_form(refused)
    question = refused.question("objection-receipt")
    assert refused.decide_as("SH", question, "admissible", ground=ground).reason == "ground-not-fitting"
    assert result(refused) == (Stage.CLOSED, "refused")


def test_what_came_in_time_is_not_turned_away_as_late_though_it_is_put_on_record_later(refused):
    told_on = refused.clock.now.date()
    last_day = last_day_to_object(told_on, refused.office.calendar)
    refused.clock.pass_(days=(last_day - told_on).days + 3)
    assert objection_form(refused, last_day) is None
    assert refused.decide_as("SH", refused.question("objection-receipt"), "too-late").reason == "not-consistent"
    refused.decided("SH", "objection-receipt", "admissible")


def test_the_decision_counts_as_told_on_the_day_on_which_its_letter_went_out(at_stage):
    life = at_stage(Stage.PERMIT)
    life.decided("BS", "permit-proposal", "refuse", ground="activities")
    life.decided("RK", "permit-decision", "refuse", ground="activities")
    assert "not been told" in objection_form(life)
    life.clock.pass_(days=4)
    closed_by_itself(life)
    objection_form(life)
    prepared = question_row(life, life.question("objection-receipt").question_id).prepared
    assert prepared["told_on"] == life.clock.now.date().isoformat()


@pytest.mark.parametrize("days", [-1, 1])
def test_an_arrival_before_the_decision_was_told_or_after_today_is_an_impossible_day(days, refused):
    assert "an impossible day" in objection_form(refused, refused.clock.now.date() + timedelta(days=days))


# --- what cannot be objected to


@pytest.mark.parametrize("stage", [Stage.RECEIVED, Stage.ASSESSMENT, Stage.PERMIT, Stage.CLOSING, Stage.CLOSED])
def test_where_nothing_was_refused_there_is_nothing_to_object_to(stage, at_stage):
    assert "made to a refusal" in objection_form(at_stage(stage))


def test_a_case_that_was_withdrawn_after_its_refusal_is_not_opened_by_an_objection(at_stage):
    life = at_stage(Stage.PERMIT)
    life.decided("BS", "permit-proposal", "refuse", ground="activities")
    life.decided("RK", "permit-decision", "refuse", ground="activities")
    life.send_all()
    assert objection_form(life) is None
    question = life.question("objection-receipt")
    report(life, "withdrawn")
    assert life.standing(question.question_id).state == "void"
    assert "made to a refusal" in objection_form(life)


def test_one_form_is_one_objection_and_one_is_put_on_record_at_a_time(refused):
    assert (objection_form(refused, origin="a-run"), objection_form(refused, origin="a-run")) == (None, None)
    assert "is being put on record" in objection_form(refused, origin="another-run")
    refused.decided("SH", "objection-receipt", "dropped", ground="wrong-file")
    assert result(refused) == (Stage.CLOSED, "refused")
    assert objection_form(refused, origin="a-run") is None
    assert refused.open(kind="objection-receipt") == []


def test_an_objection_that_waits_does_not_keep_a_refused_case_from_being_closed(at_stage):
    life = at_stage(Stage.PERMIT)
    life.decided("BS", "permit-proposal", "refuse", ground="activities")
    life.decided("RK", "permit-decision", "refuse", ground="activities")
    life.send_all()
    assert objection_form(life) is None
    closed_by_itself(life)
    life.decided("SH", "objection-receipt", "admissible")
    assert life.stage is Stage.PERMIT
