"""Undoing means the event for which its form was filled in: one that is reported later is another one, and stands."""

import pytest
from demo_life import Life
from office_acts import briefed
from reported_events import barred, complain, move_house, report, state_of, undo, undo_form
from staff_changes import mandate_besides

from casework.lifecycle import Stage
from casework.registry.models import JointAct, OutsideEvent


def undoing(life: Life, event: str) -> str:
    """The undoing of an event, proposed and not approved yet."""
    subject = undo_form(life, event)
    life.decided("SH", "act-proposal", "propose", subject=subject)
    return subject


def happen_anew(life: Life, event: str) -> None:
    """What is about to be undone is undone by others or stands, and a true event of the same kind is reported."""
    if event in ("died", "withdrawn"):
        undo(life, event)
        report(life, event)
    elif event == "new-address":
        move_house(life, "33.11.10.2013", approver="EL")
    else:
        complain(life, by_code="NR")


FIRST = {
    "died": lambda life: report(life, "died"),
    "withdrawn": lambda life: report(life, "withdrawn"),
    "new-address": lambda life: move_house(life, approver="EL"),
    "complaint": lambda life: complain(life, by_code="LA"),
}


@pytest.mark.parametrize("event", FIRST)
def test_a_true_event_that_was_reported_meanwhile_is_not_undone_in_the_place_of_the_mistaken_one(event, at_stage):
    life = at_stage(Stage.PERMIT)
    FIRST[event](life)
    subject = undoing(life, event)
    happen_anew(life, event)
    before = (life.stage, life.case().result, life.case().regency_code, barred(life))
    standing = [row.question_id for row in life.rows(OutsideEvent, OutsideEvent.undone_by.is_(None))]
    assert life.decide_as("BS", life.question("act-approval", subject), "approve").reason == "no-longer-fits"
    assert (life.stage, life.case().result, life.case().regency_code, barred(life)) == before
    assert [row.question_id for row in life.rows(OutsideEvent, OutsideEvent.undone_by.is_(None))] == standing
    life.decided("BS", "act-approval", "reject", subject=subject, ground="not-needed")
    assert state_of(life, subject) == "rejected"
    assert life.ledger_holds()


def test_it_is_not_proposed_any_more_either_and_the_briefing_says_why(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, by_code="LA")
    subject = undo_form(life, "complaint")
    assert "Dilaporkan · reported:" in briefed(life, subject)
    complain(life, by_code="NR")
    assert "that event is not the last of its kind any more: this no longer fits" in briefed(life, subject)
    assert "Dilaporkan · reported:" not in briefed(life, subject)
    assert life.decide_as("SH", life.question("act-proposal", subject), "propose").reason == "no-longer-fits"
    life.decided("SH", "act-proposal", "drop", subject=subject)


def test_the_act_keeps_which_event_it_is_about(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, by_code="LA")
    first = undo_form(life, "complaint")
    complain(life, by_code="NR")
    second = undo_form(life, "complaint")
    events = [row.question_id for row in life.rows(OutsideEvent, order_by=OutsideEvent.question_id)]
    kept = [row.event_question_id for row in life.rows(JointAct, order_by=JointAct.id)]
    assert (first, second, kept) == ("ACT-1", "ACT-2", events)


def test_whoever_reported_the_event_that_is_meant_does_not_approve_its_undoing_whoever_reported_a_later_one(at_stage):
    life = at_stage(Stage.PERMIT)
    with life.change() as change:
        mandate_besides(change, "BS", "counter-officer")
    move_house(life, approver="BS")
    subject = undoing(life, "new-address")
    assert life.entitled("act-approval", subject) == ["EL"]
    move_house(life, "33.11.10.2013", approver="EL")
    assert life.entitled("act-approval", subject) == ["EL"]
