"""What the engine should be doing, as the register knows it: nothing that waits is without its run."""

from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from demo_life import queue
from lives_by_stage import first_sample, good_samples
from reported_events import complain, complaint_form, objection_form, refused_case, report, undo

from casework.askings import (
    forms_to_empty,
    note_asking,
    note_emptied,
    runs_that_asked,
    runs_that_wait_in_vain,
)
from casework.demo_office.applications import with_another_street
from casework.engine_runs import (
    COPIES,
    STARTS_PER_HOUR,
    Needed,
    flow_after,
    keep_dying,
    last_start,
    last_starts,
    needed_runs,
    note_run,
    note_start,
    runs_that_ask_about_partners,
)
from casework.lifecycle import FLOW_OF_STAGE, Stage
from casework.questions import QUESTION_KINDS
from casework.registry import Event
from casework.registry.models import Effect, EngineRun
from casework.registry.portions import PORTION
from casework.stages.case_file import find_case, plan_effect
from casework.stages.ending import open_outside_event
from casework.stages.permit import ask_about_partner

DEPLOYED = {
    one["name"] for one in yaml.safe_load((Path(__file__).parent.parent / "prefect.yaml").read_text())["deployments"]
}


def needed(life) -> set[tuple[str, str]]:
    with life.registry.reading() as reading:
        return {(one.subject, one.flow) for one in needed_runs(reading)}


@pytest.mark.parametrize(
    "stage", [stage for stage, flow in FLOW_OF_STAGE.items() if flow and stage is not Stage.PAYMENT]
)
def test_each_stage_with_work_of_its_own_needs_its_flow(stage, at_stage):
    life = at_stage(stage)
    assert needed(life) == {(life.reference, FLOW_OF_STAGE[stage])}
    with life.registry.reading() as reading:
        assert flow_after(reading, life.reference) == FLOW_OF_STAGE[stage]


@pytest.mark.parametrize("stage", [Stage.INCOMPLETE, Stage.PAYMENT, Stage.WAITING_FOR_VISIT, Stage.CLOSED])
def test_a_case_that_waits_in_the_register_holds_no_run(stage, at_stage):
    life = at_stage(stage)
    assert needed(life) == set()
    with life.registry.reading() as reading:
        assert flow_after(reading, life.reference) is None


def test_what_is_planned_and_looked_after_by_nobody_needs_a_run_that_sends_it(at_stage):
    life = at_stage(Stage.WAITING_FOR_VISIT)
    with life.change() as change:
        change.write(
            Event("test:effect:planned", life.reference),
            plan_effect(change, life.reference, "app-notice", {"stage": "visit"}),
        )
    assert needed(life) == {(life.reference, "outgoing")}


def test_a_billing_that_waits_to_go_out_is_the_payment_flows_after_the_verdict(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    life.decided("BS", "eligibility-verdict", "eligible")
    with life.registry.reading() as reading:
        assert flow_after(reading, life.reference) == "payment"


def test_a_conflict_that_waits_for_a_person_holds_nothing_else_up(at_stage):
    life = at_stage(Stage.WAITING_FOR_VISIT)
    life.receive(with_another_street(first_sample()))
    assert needed(life) == {(life.reference, "intake")}
    with life.change() as change:
        change.write(
            Event("test:effect:planned", life.reference),
            plan_effect(change, life.reference, "app-notice", {"stage": "visit"}),
        )
    assert needed(life) == {(life.reference, "intake"), (life.reference, "outgoing")}


def test_a_report_of_a_death_that_waits_needs_its_own_run_beside_the_stages(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    with life.change() as change:
        open_outside_event(change, life.office, find_case(change, life.reference))
    assert needed(life) == {(life.reference, "eligibility"), (life.reference, "outside-event")}


@pytest.mark.parametrize(
    ("stage", "flow"), [(Stage.PERMIT, "permit"), (Stage.VISIT, "capture"), (Stage.CLOSED, "outgoing")]
)
def test_a_partner_that_is_down_is_asked_about_in_the_run_of_the_stage(stage, flow, at_stage):
    life = at_stage(stage)
    with life.change() as change:
        effect = change.session.get_one(Effect, life.rows(Effect, Effect.subject == life.reference)[0].id)
        ask_about_partner(change, life.office, effect, "simkim gave no usable answer")
    assert needed(life) == {(life.reference, flow)}


def test_a_complaint_waits_beside_the_stage_and_holds_nothing_up(at_stage):
    life = at_stage(Stage.WAITING_FOR_VISIT)
    complain(life, by_code="LA")
    assert needed(life) == {(life.reference, "complaint-answer")}
    with life.change() as change:
        change.write(
            Event("test:effect:planned", life.reference),
            plan_effect(change, life.reference, "app-notice", {"stage": "visit"}),
        )
    assert needed(life) == {(life.reference, "complaint-answer"), (life.reference, "outgoing")}
    complaint_form(life)
    assert (life.reference, "complaint") in needed(life)


# In each of these the stage's own run has put its question and waits for it.
WAITING = [(Stage.ASSESSMENT, "eligibility-verdict"), (Stage.VISIT, "visit-report"), (Stage.PERMIT, "permit-proposal")]


def put(life, kind, run="run-of-the-stage"):
    note_asking(life.registry, life.office.now(), life.question(kind).question_id, run, 1)


def plan_something(life):
    with life.change() as change:
        effect = plan_effect(change, life.reference, "app-notice", {"stage": "visit"})
        change.write(Event("test:effect:planned", life.reference), effect)
        return effect.id


@pytest.mark.parametrize(("stage", "kind"), WAITING)
def test_what_is_planned_while_the_stages_run_waits_for_a_person_goes_out_beside_it(stage, kind, at_stage):
    life = at_stage(stage)
    plan_something(life)
    of_the_stage = (life.reference, FLOW_OF_STAGE[stage])
    assert needed(life) == {of_the_stage}  # its run is about to send it, before it asks
    put(life, kind)
    assert needed(life) == {of_the_stage, (life.reference, "outgoing")}


def test_a_permit_that_waits_for_the_head_holds_back_no_answer_to_a_complaint(at_stage):
    life = at_stage(Stage.PERMIT)
    life.decided("BS", "permit-proposal")
    put(life, "permit-decision")
    complain(life, by_code="LA")
    assert needed(life) == {(life.reference, "permit"), (life.reference, "complaint-answer")}
    life.decided("BS", "complaint-answer", "unfounded", ground="by-the-standard")
    assert needed(life) == {(life.reference, "permit"), (life.reference, "outgoing")}
    life.decided("RK", "permit-decision", "grant")  # from here on the permit's run sends again whatever is planned
    assert needed(life) == {(life.reference, "permit")}


@pytest.mark.parametrize(("stage", "kind"), WAITING)
def test_a_partner_that_is_down_beside_a_stage_that_waits_for_a_person_is_asked_about_by_itself(stage, kind, at_stage):
    life = at_stage(stage)
    put(life, kind)
    effect_id = plan_something(life)
    with life.change() as change:
        ask_about_partner(change, life.office, change.session.get_one(Effect, effect_id), "the mail server is down")
    assert needed(life) == {(life.reference, FLOW_OF_STAGE[stage]), (life.reference, "outgoing")}
    put(life, "partner-down", "a-run-beside")
    with life.registry.reading() as reading:
        assert runs_that_ask_about_partners(reading) == {life.reference: ["a-run-beside"]}


def test_an_objection_needs_its_run_until_it_is_on_record_and_then_the_stages(at_stage):
    life = refused_case(at_stage(Stage.PERMIT))
    objection_form(life)
    assert needed(life) == {(life.reference, "objection")}
    life.decided("SH", "objection-receipt", "admissible")
    assert needed(life) == {(life.reference, "permit")}


@pytest.mark.parametrize("stage", [Stage.RECEIVED, Stage.ASSESSMENT, Stage.PERMIT, Stage.CLOSING])
def test_a_case_that_stands_again_where_it_stood_needs_the_run_of_its_stage(stage, at_stage):
    life = at_stage(stage)
    report(life, "withdrawn")
    undo(life, "withdrawn")
    assert needed(life) == {(life.reference, FLOW_OF_STAGE[stage])}


def test_rounds_need_their_dispatch_until_signed_and_then_what_sends_the_assignments(life):
    references = queue(life, good_samples(2))
    subject = life.propose()
    assert needed(life) == {(subject, "dispatch")}
    life.decided("WN", "plan-approval", "approve", subject=subject)
    life.decided("RK", "assignment-signature", "sign", subject=subject)
    assert needed(life) == {(subject, "outgoing"), *((reference, "capture") for reference in references)}


def test_every_flow_that_can_be_needed_is_deployed():
    assert {
        *(kind.flow for kind in QUESTION_KINDS.values()),
        *filter(None, FLOW_OF_STAGE.values()),
        "outgoing",
        COPIES,
    } <= DEPLOYED


# --- starting, once


def test_a_start_is_on_record_before_the_engine_is_asked_and_its_key_is_used_again_after_a_crash(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    first = note_start(life.registry, life.office.now(), life.reference, "eligibility", 1)
    again = note_start(life.registry, life.office.now(), life.reference, "eligibility", 1)
    assert first == again
    assert first.idempotency_key == f"{life.reference}:eligibility:1"
    assert len(life.rows(EngineRun)) == 1


def test_a_run_that_was_started_is_named_once(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    start = note_start(life.registry, life.office.now(), life.reference, "eligibility", 1)
    for _ in range(2):
        note_run(life.registry, life.office.now(), start, "run-1")
    with life.registry.reading() as reading:
        assert last_start(reading, life.reference, "eligibility").flow_run_id == "run-1"
        assert last_start(reading, life.reference, "permit") is None
    assert life.events().count("engine:run:named") == 1


def test_an_answer_is_looked_for_in_every_run_that_asked_the_oldest_first(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    question = life.question("eligibility-verdict").question_id
    for run in ("run-b", "run-a", "run-b"):
        note_asking(life.registry, life.office.now(), question, run, 1)
        life.clock.pass_(minutes=1)
    note_asking(life.registry, life.office.now(), question, "run-a", 2)
    with life.registry.reading() as reading:
        assert runs_that_asked(reading, question) == ["run-b", "run-a"]
    assert life.events().count("assessment:question:put") == 3


def test_a_flow_that_keeps_dying_rests_until_the_hour_is_over(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    began = life.office.now().recorded_at

    def rests(later: timedelta) -> bool:
        with life.registry.reading() as reading:
            return keep_dying(reading, [Needed(life.reference, "eligibility")], began + later) != []

    for number in range(1, STARTS_PER_HOUR + 1):
        assert not rests(timedelta(0))
        note_start(life.registry, life.office.now(), life.reference, "eligibility", number)
    assert rests(timedelta(minutes=59))
    assert not rests(timedelta(minutes=61))


def test_each_of_many_flows_has_its_latest_start_found_and_one_that_was_never_started_has_none(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    for number in (1, 2):
        note_start(life.registry, life.office.now(), life.reference, "eligibility", number)
    others = [Needed(f"ROUNDS-{number}", "dispatch") for number in range(2 * PORTION)]
    note_start(life.registry, life.office.now(), others[-1].subject, "dispatch", 1)
    with life.registry.reading() as reading:
        found = last_starts(reading, [*others, Needed(life.reference, "eligibility"), Needed(life.reference, "permit")])
    assert {one: start.number for one, start in found.items()} == {
        Needed(life.reference, "eligibility"): 2,
        others[-1]: 1,
    }


def test_a_run_waits_in_vain_once_none_of_its_questions_is_open(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    question = life.question("eligibility-verdict").question_id
    note_asking(life.registry, life.office.now(), question, "run-a", 1)

    def in_vain() -> list[str]:
        with life.registry.reading() as reading:
            return runs_that_wait_in_vain(reading)

    assert in_vain() == []
    life.decided("BS", "eligibility-verdict", "eligible")
    assert in_vain() == ["run-a"]
    [form] = told_of_forms(life)
    note_emptied(life.registry, life.office.now(), form)  # as the run does before it goes on
    assert in_vain() == []


def test_a_run_that_asked_a_settled_question_and_now_waits_for_an_open_one_does_not_wait_in_vain(at_stage):
    life = at_stage(Stage.PERMIT)
    proposal = life.question("permit-proposal").question_id
    note_asking(life.registry, life.office.now(), proposal, "run-a", 1)
    life.decided("BS", "permit-proposal")
    note_asking(life.registry, life.office.now(), life.question("permit-decision").question_id, "run-a", 1)
    with life.registry.reading() as reading:
        assert runs_that_wait_in_vain(reading) == []


def told_of_forms(life):
    with life.registry.reading() as reading:
        return forms_to_empty(reading)
