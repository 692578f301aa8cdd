"""An objection that was undone, or that waited while its case ended by mistake: each stands as it stood before."""

import pytest
from demo_life import question_row, queue
from lives_by_stage import sample_number
from reported_events import (
    ineligible_case,
    object_to_it,
    objection_form,
    refused_case,
    report,
    undo,
    undo_form,
)

from casework.lifecycle import Stage
from casework.registry.models import OutsideEvent, Question


@pytest.fixture
def refused(at_stage):
    """A permit of the short chain, refused by the head of office."""
    return refused_case(at_stage(Stage.PERMIT))


@pytest.fixture
def ineligible(at_stage):
    """An application that a section head found ineligible."""
    return ineligible_case(at_stage(Stage.ASSESSMENT))


@pytest.mark.parametrize("kind", ["refused", "ineligible"])
def test_an_objection_that_was_admitted_by_mistake_is_undone_and_the_case_has_ended_as_before(kind, request):
    life = request.getfixturevalue(kind)
    ended = life.case()
    object_to_it(life)
    undo(life, "objection")
    case = life.case()
    assert (case.stage, case.result, case.closed_on, case.retain_until) == (
        "closed", kind, ended.closed_on, ended.retain_until,
    )  # fmt: skip
    assert life.open() == []
    assert life.ledger_holds()
    object_to_it(life)


def test_an_objection_on_which_somebody_has_decided_is_not_undone(life):
    queue(life, [sample_number(10)])
    life.visit_once()
    life.send_all()
    refused_case(life)
    object_to_it(life)
    life.decided("HC", "permit-regional", "grant")
    assert "being decided already" in undo_form(life, "objection")


def test_the_day_on_which_a_case_closed_is_kept_while_it_is_open_again(refused):
    ended = refused.case()
    object_to_it(refused)
    [event] = refused.rows(OutsideEvent, OutsideEvent.kind == "objection")
    assert (refused.case().closed_on, refused.case().retain_until) == (None, None)
    assert (event.before["closed_on"], event.before["retain_until"]) == (
        ended.closed_on.isoformat(), ended.retain_until.isoformat(),
    )  # fmt: skip


# --- while the case had ended by mistake


@pytest.mark.parametrize("event", ["died", "withdrawn"])
def test_an_objection_that_waited_is_asked_about_again_with_the_days_on_which_it_came(event, at_stage):
    life = told_of_its_refusal(at_stage)
    assert objection_form(life) is None
    before = question_row(life, life.question("objection-receipt").question_id)
    report(life, event)
    assert life.standing(before.id).void_reason == event
    life.clock.pass_(days=1)
    undo(life, event)
    after = question_row(life, life.question("objection-receipt").question_id)
    assert (after.cycle, after.prepared) == (before.cycle + 1, before.prepared)
    life.decided("SH", "objection-receipt", "admissible")
    assert life.question("permit-regional").role == "regional-office"
    assert life.ledger_holds()


def test_an_objection_that_was_on_record_before_the_end_is_not_asked_about_again(at_stage):
    life = told_of_its_refusal(at_stage)
    assert objection_form(life) is None
    life.decided("SH", "objection-receipt", "dropped", ground="wrong-file")
    report(life, "withdrawn")
    undo(life, "withdrawn")
    assert life.open(kind="objection-receipt") == []
    assert len(life.rows(Question, Question.kind == "objection-receipt")) == 1


def told_of_its_refusal(at_stage):
    """Refused and told, and not closed yet."""
    life = at_stage(Stage.PERMIT)
    life.decided("BS", "permit-proposal", "refuse", ground="activities")
    life.decided("RK", "permit-decision", "refuse", ground="activities")
    life.send_all()
    return life
