"""What was reported by mistake is undone by two: the case stands where it stood and comes to its end, everything once."""

import tempfile
from collections import Counter
from itertools import groupby
from pathlib import Path
from unittest.mock import patch

import pytest
from demo_life import Life
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lives_by_stage import carry_case_to, carry_on, first_sample, sample_number, set_quickly
from reported_events import (
    act_form,
    complain,
    ineligible_case,
    move_house,
    object_to_it,
    refused_case,
    report,
    state_of,
    undo,
    undo_form,
)
from staff_changes import mandate_besides

from casework.acts.undo_event import UndoEventContent
from casework.briefing.briefings import brief
from casework.demo_office.applications import with_another_street
from casework.lifecycle import Stage
from casework.registry.models import Effect, Letter, OutsideEvent, Payment, Question, Visit
from casework.stages.case_file import find_case
from casework.stages.conflict import conflict_of
from casework.stages.ending import open_outside_event

PRINTER = "casework.effects.render_letter"
ALIVE = [stage for stage in Stage if stage is not Stage.CLOSED]
every_stage = pytest.mark.parametrize("stage", ALIVE)
STANDS_AGAIN = {stage: stage for stage in ALIVE} | {Stage.VISIT: Stage.WAITING_FOR_VISIT}


# --- where it stands again


@every_stage
@pytest.mark.parametrize("event", ["died", "withdrawn"])
def test_a_case_stands_again_where_it_stood_and_has_neither_result_nor_end(event, stage, at_stage):
    life = at_stage(stage)
    result = life.case().result
    report(life, event)
    undo(life, event)
    case = life.case()
    assert (life.stage, case.result, case.closed_on, case.retain_until) == (STANDS_AGAIN[stage], result, None, None)
    assert life.ledger_holds()


@pytest.mark.parametrize(
    ("stage", "kind"),
    [
        (Stage.ASSESSMENT, "eligibility-verdict"),
        (Stage.PERMIT, "permit-proposal"),
        (Stage.CLOSING, "delivery-receipt"),
    ],
)
def test_its_question_is_asked_anew(stage, kind, at_stage):
    life = at_stage(stage)
    before = life.question(kind)
    report(life, "withdrawn")
    undo(life, "withdrawn")
    if stage is Stage.CLOSING:
        life.close()
    after = life.question(kind)
    assert (life.standing(before.question_id).void_reason, after.cycle) == ("withdrawn", 2)


def test_a_payment_stands_as_it_stood(at_stage):
    life = at_stage(Stage.PAYMENT)
    [billed] = life.rows(Payment)
    report(life, "died")
    undo(life, "died")
    [stands] = life.rows(Payment)
    assert (stands.billing_code, stands.due_on) == (billed.billing_code, billed.due_on)
    assert [effect.kind for effect in life.planned()] == ["app-notice"]
    life.pay()
    assert life.stage is Stage.WAITING_FOR_VISIT


def test_a_fee_that_was_paid_while_the_case_was_closed_is_paid(at_stage):
    life = at_stage(Stage.PAYMENT)
    report(life, "withdrawn")
    life.pay()
    assert life.stage is Stage.CLOSED
    undo(life, "withdrawn")
    assert life.stage is Stage.WAITING_FOR_VISIT


def test_whoever_never_got_the_bill_gets_it_under_a_new_number(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    life.decided("BS", "eligibility-verdict", "eligible")
    report(life, "withdrawn")
    undo(life, "withdrawn")
    life.send_all()
    assert [row.billing_code is not None for row in life.rows(Payment, order_by=Payment.occurrence)] == [False, True]
    assert life.letters(state="issued")[-1] == "billing"
    assert len([key for partner, key in life.neighbours.orders if partner == "billing"]) == 1
    life.pay()
    assert life.stage is Stage.WAITING_FOR_VISIT


def test_whoever_never_heard_what_is_missing_is_told(life):
    life.receive(sample_number(2))
    life.check()
    report(life, "withdrawn")
    undo(life, "withdrawn")
    life.send_all()
    assert (life.stage, life.letters(state="issued")) == (Stage.INCOMPLETE, ["missing-documents"])
    assert life.letters(state="void") == ["receipt", "missing-documents", "process-ended"]


def test_a_grant_that_was_never_told_is_told_in_the_heads_name(at_stage):
    life = at_stage(Stage.PERMIT)
    life.decided("BS", "permit-proposal", "grant")
    life.decided("RK", "permit-decision", "grant")
    handover = next(effect for effect in life.planned() if effect.kind == "simkim-handover")
    life.send(handover)
    assert life.stage is Stage.CLOSING
    report(life, "died")
    undo(life, "died")
    carry_on(life)
    grants = life.rows(Letter, Letter.kind == "grant", order_by=Letter.id)
    assert [(letter.state, letter.signatory_code) for letter in grants] == [("void", "RK"), ("issued", "RK")]
    assert (life.stage, life.case().result) == (Stage.CLOSED, "granted")


@pytest.mark.parametrize("kind", ["refusal", "ineligible"])
def test_a_no_that_was_never_told_is_told_in_the_name_of_whoever_said_it(kind, at_stage):
    life = at_stage(Stage.PERMIT if kind == "refusal" else Stage.ASSESSMENT)
    if kind == "refusal":
        life.decided("BS", "permit-proposal", "refuse", ground="activities")
        life.decided("RK", "permit-decision", "refuse", ground="activities")
    else:
        life.decided("BS", "eligibility-verdict", "ineligible", ground="permit-kind")
    report(life, "withdrawn")
    undo(life, "withdrawn")
    life.send_all()
    life.close()
    life.send_all()
    signed = life.rows(Letter, Letter.kind == kind, order_by=Letter.id)
    assert [(letter.state, letter.signatory_code) for letter in signed] == [
        ("void", "RK" if kind == "refusal" else "BS"),
        ("issued", "RK" if kind == "refusal" else "BS"),
    ]
    assert life.stage is Stage.CLOSED


def test_after_three_failed_visits_the_section_head_is_asked_again(at_stage):
    life = at_stage(Stage.VISIT)
    for turn in range(3):
        if turn:
            life.announce()
        life.release()
        life.report("nobody-home", "nobody-home")
    report(life, "withdrawn")
    undo(life, "withdrawn")
    assert (life.stage, life.question("failed-visits").cycle) == (Stage.VISIT, 2)
    life.decided("BS", "failed-visits", "again", ground="agreed-anew")
    assert life.stage is Stage.WAITING_FOR_VISIT


def test_a_conflict_on_which_nobody_had_decided_is_asked_about_again(at_stage):
    life = at_stage(Stage.PAYMENT)
    life.receive(with_another_street(first_sample()))
    report(life, "withdrawn")
    undo(life, "withdrawn")
    question = life.question("intake-conflict")
    with life.registry.reading() as reading:
        [differs] = conflict_of(reading, life.reference, question.cycle)
    assert (question.cycle, differs.field) == (2, "residence.street")


def test_a_permit_under_objection_stands_again_before_the_level_that_was_asked(at_stage):
    life = refused_case(at_stage(Stage.PERMIT))
    object_to_it(life)
    report(life, "withdrawn")
    undo(life, "withdrawn")
    assert life.question("permit-regional").cycle == 3
    life.decided("HC", "permit-regional", "grant")
    report(life, "died")
    undo(life, "died")
    life.decided("RK", "permit-decision", "grant")
    carry_on(life)
    assert (life.stage, life.case().result) == (Stage.CLOSED, "granted")


def test_a_verdict_under_objection_is_asked_again_of_the_head_and_not_of_who_said_no(at_stage):
    life = ineligible_case(at_stage(Stage.ASSESSMENT))
    object_to_it(life)
    report(life, "withdrawn")
    undo(life, "withdrawn")
    question = life.question("eligibility-verdict")
    assert question.role == "head-of-office"
    assert life.rows(Question, Question.id == question.question_id)[0].prepared["shut_out"] == ["BS"]


# --- what went out, what was void


@every_stage
def test_what_went_out_stays_and_what_was_void_stays_void(stage, at_stage):
    life = at_stage(stage)
    before = {row.id: row.number for row in life.rows(Letter)}
    report(life, "withdrawn")
    void = {row.id for row in life.rows(Effect, Effect.state == "void")}
    undo(life, "withdrawn")
    life.send_all()
    assert {row.id for row in life.rows(Effect, Effect.state == "void")} >= void
    assert before.items() <= {row.id: row.number for row in life.rows(Letter)}.items()


@pytest.mark.parametrize("event", ["died", "withdrawn"])
def test_the_letter_about_an_end_that_was_none_does_not_go_out_any_more_and_keeps_its_number(event, at_stage):
    life = at_stage(Stage.PERMIT)
    report(life, event)
    [before] = life.rows(Letter, Letter.kind == "process-ended")
    undo(life, event)
    life.send_all()
    [letter] = life.rows(Letter, Letter.kind == "process-ended")
    assert (letter.state, letter.void_reason, letter.number) == ("void", "undone", before.number)
    assert "reinstated" not in life.letters(), "nobody has heard of the end"


def test_after_a_death_that_was_none_letters_go_out_again(at_stage):
    life = at_stage(Stage.PERMIT)
    report(life, "died")
    undo(life, "died")
    life.decided("BS", "permit-proposal", "grant")
    life.decided("RK", "permit-decision", "grant")
    life.send_all()
    assert life.letters(state="issued")[-1] == "grant"


# --- by two, and not by whoever reported it


def test_nothing_is_undone_before_a_second_person_has_approved_it(at_stage):
    life = at_stage(Stage.PERMIT)
    report(life, "died")
    subject = undo_form(life, "died")
    life.decided("SH", "act-proposal", "propose", subject=subject)
    assert life.stage is Stage.CLOSED
    life.decided("EL", "act-approval", "reject", subject=subject, ground="not-as-the-document")
    assert (life.stage, state_of(life, subject)) == (Stage.CLOSED, "rejected")


def test_whoever_reported_an_event_does_not_approve_its_undoing(at_stage):
    life = at_stage(Stage.PERMIT)
    with life.change() as change:
        mandate_besides(change, "BS", "counter-officer")
    report_as(life, "BS")
    subject = undo_form(life, "died")
    life.decided("SH", "act-proposal", "propose", subject=subject)
    assert life.entitled("act-approval", subject) == ["EL"]


def report_as(life: Life, officer: str) -> None:
    with life.change() as change:
        open_outside_event(change, life.office, find_case(change, life.reference))
    life.decided(officer, "outside-event", "died", ground="family-report")


def test_whoever_approves_reads_who_reported_it_and_where_the_case_stood(at_stage):
    life = at_stage(Stage.PERMIT)
    report(life, "died")
    subject = undo_form(life, "died")
    text = brief(life.registry, life.office, life.question("act-proposal", subject), life.office.now()).markdown
    assert "reported: 25-11-2026, SH; tahap saat itu · stage then: permit" in text


def test_the_event_says_by_which_approval_it_was_undone_and_is_not_undone_twice(at_stage):
    life = at_stage(Stage.PERMIT)
    report(life, "died")
    subject = undo(life, "died")
    approval = life.rows(Question, Question.subject == subject, Question.kind == "act-approval")[0]
    [event] = life.rows(OutsideEvent)
    assert (event.undone_by, event.reported_by, event.stage_before) == (approval.id, ["SH"], "permit")
    assert "no such event" in undo_form(life, "died")


@pytest.mark.parametrize("event", ["died", "withdrawn", "new-address", "complaint", "objection"])
def test_what_never_happened_cannot_be_undone(event, at_stage):
    assert "no such event" in undo_form(at_stage(Stage.PERMIT), event)


def test_an_event_of_a_case_that_is_not_there_cannot_be_undone(at_stage):
    life = at_stage(Stage.PERMIT)
    content = UndoEventContent(reference="SAHS-2222", event="pengaduan · complaint")
    assert "there is no case SAHS-2222" in act_form(life, "undo-event", content)


def test_two_who_undo_the_same_event_undo_it_once(at_stage):
    life = at_stage(Stage.PERMIT)
    report(life, "died")
    first, second = undo_form(life, "died"), undo_form(life, "died")
    for subject in (first, second):
        life.decided("SH", "act-proposal", "propose", subject=subject)
    life.decided("BS", "act-approval", "approve", subject=first)
    assert life.decide_as("BS", life.question("act-approval", second), "approve").reason == "no-longer-fits"


# --- over every stage, every event, sent or not


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    stage=st.sampled_from(ALIVE),
    events=st.lists(st.sampled_from(["died", "withdrawn", "new-address", "complaint"]), min_size=1, max_size=3),
    sends=st.booleans(),
)
def test_whatever_was_reported_and_undone_the_case_comes_to_its_end_with_everything_once(stage, events, sends):
    with tempfile.TemporaryDirectory(prefix="homevisit-undone-") as folder, patch(PRINTER, set_quickly):
        life = carry_case_to(stage, Path(folder) / "office")
        for event in events:
            happen(life, event)
            if sends:
                life.send_all()
            undo(life, event, approver="EL" if event == "new-address" else "BS")
        carry_on(life)
        assert (life.stage, life.case().result) == (Stage.CLOSED, "granted")
        assert_everything_once(life)
        ends = events.count("withdrawn") + events.count("died")
        issued = life.letters(state="issued")
        assert issued.count("process-ended") == (ends if sends else 0)
        told = [kind for kind in issued if kind in ("process-ended", "reinstated")]
        assert told == [] or told[-1] == "reinstated"
        assert issued.count("closing") == 1
        life.registry.close()


def happen(life: Life, event: str) -> None:
    if event == "new-address":
        move_house(life)
    elif event == "complaint":
        complain(life, by_code="LA")
    else:
        report(life, event)


def assert_everything_once(life: Life) -> None:
    """No letter, number, order or permit twice; nothing open, nothing left to send; the ledger holds."""
    assert life.open() == []
    assert life.planned() == []
    issued = Counter(life.letters(state="issued"))
    assert {kind: count for kind, count in issued.items() if kind in ("grant", "billing") and count > 1} == {}
    by_file = sorted(life.rows(Letter), key=lambda row: (row.unit, row.classification, row.year, row.sequence))
    for _, rows in groupby(by_file, key=lambda row: (row.unit, row.classification, row.year)):
        numbers = [row.sequence for row in rows]
        assert numbers == list(range(1, len(numbers) + 1))
    orders = Counter(partner for partner, _ in life.neighbours.orders if partner in ("simkim", "billing"))
    assert set(orders.values()) == {1}
    assert [row.state for row in life.rows(Visit)].count("held") == 1
    assert life.ledger_holds()
