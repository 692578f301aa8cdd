"""The tray: alike items without a problem are answered with one code, each by itself; nothing else ever is."""

from datetime import time, timedelta

import pytest
from demo_desk import shown
from demo_life import decisions_of
from routine_items import (
    answer,
    carried,
    hold,
    in_stage,
    items_of,
    prepared_as,
    put_out,
    tray_of,
    verdict_on,
    verdicts,
    visitor,
    withdraw,
)
from staff_changes import end_mandates

from casework.decisions import Submitted, decide
from casework.engine_runs import needed_runs
from casework.joint_decisions.carrying_out import carry_out
from casework.joint_decisions.trays import lapse_trays
from casework.lifecycle import Stage
from casework.questions import NO_GROUND, QUESTION_KINDS
from casework.registry.models import (
    JointDecision,
    Question,
    Submission,
    UsedCode,
)

TODAY = "2026-11-24"
TRAY = f"TRAY-section-head-{TODAY}-0800"


def question_row(life, question_id):
    return life.rows(Question, Question.id == question_id)[0]


def refusals_on(life, question_id):
    rows = life.rows(Submission, Submission.question_id == question_id, order_by=Submission.id)
    return [(row.door, row.reason) for row in rows if row.outcome == "refused"]


def end_the_mandates_of(life, *officers):
    with life.change() as change:
        for officer in officers:
            end_mandates(change, officer=officer)


# --- what its answer does


@pytest.fixture
def out(life):
    """A tray of three items, and its items' questions."""
    cases = verdicts(life, 3)
    put_out(life)
    return tray_of(life), cases


def test_the_answer_touches_no_item_until_each_is_submitted_by_itself(life, out):
    tray, cases = out
    assert answer(life, "BS", tray).granted
    assert [question_row(life, one.question_id).state for one in cases] == ["open"] * 3
    assert [row.carried_out_at for row in life.rows(JointDecision)] == [None]
    assert carried(life, tray) == {one.subject: None for one in cases}
    assert [row.carried_out_at is not None for row in life.rows(JointDecision)] == [True]


def test_each_item_has_a_submission_a_decision_and_an_event_of_its_own(life, out):
    tray, cases = out
    answer(life, "BS", tray)
    submitted_at = decisions_of(life, tray.question_id)[0].submitted_at
    life.clock.pass_(minutes=2)
    carried(life, tray)
    for one in cases:
        [decision] = decisions_of(life, one.question_id)
        [submission] = life.rows(Submission, Submission.question_id == one.question_id)
        assert (decision.officer_code, decision.choice, decision.ground) == ("BS", "eligible", None)
        assert (decision.submitted_at, decision.recorded_at) == (submitted_at, life.clock.now)
        assert (submission.door, submission.warranted_by) == ("tray", tray.question_id)
        assert submission.key.endswith(f":{one.question_id}")
        [told] = life.facts_of("assessment:question:decided", one.subject)
        assert (told["door"], told["warrant"]) == ("tray", tray.question_id)
        assert life.case(one.subject).stage == Stage.PAYMENT.value
    assert life.events(TRAY) == [
        "any:question:opened", "any:question:decided", "any:items:to-be-answered", "any:items:answered",
    ]  # fmt: skip
    assert life.count(UsedCode) == 1, "one code for all of them"
    assert life.ledger_holds()


def test_the_exceptions_stay_open_each_by_itself(life, out):
    tray, (first, second, third) = out
    assert answer(life, "BS", tray, second.subject).granted
    assert carried(life, tray) == {first.subject: None, third.subject: None}
    assert question_row(life, second.question_id).state == "open"
    assert life.standing(second.question_id).attempt == 1
    assert life.decide_as("BS", second, "return", ground="guarantee-unsigned").granted


def test_not_now_leaves_everything_as_it_was(life, out):
    tray, cases = out
    assert answer(life, "EL", tray, choice="not-now").granted
    assert carry_out(life.desk, tray.question_id) == []
    assert [life.standing(one.question_id).state for one in cases] == ["open"] * 3
    assert life.count(JointDecision) == 0


def test_whoever_has_no_mandate_for_the_role_answers_no_tray(life, out):
    tray, _ = out
    assert answer(life, "RM", tray).reason == "not-entitled"


def test_an_exception_that_is_not_in_the_tray_is_no_answer(life, out):
    tray, _ = out
    values = life.values("BS", tray) | {"exceptions": ["SAHS-2222"]}
    assert life.submit(tray, values).reason == "malformed"


# --- what cannot be granted any more is a refused submission, and stays as it stood

MEANWHILE = {
    "decided by itself": (lambda life, one: life.decide_as("EL", one, "ineligible", ground="age"), "already-decided", "decided"),
    "withdrawn": (lambda life, one: withdraw(life, one.subject), "question-void", "void"),
    "taken on by a colleague": (lambda life, one: hold(life, one.question_id, "EL"), "held-by-colleague", "open"),
    "moved to another stage": (lambda life, one: in_stage(life, one.subject, "permit"), "stage-has-changed", "open"),
    "shut out by four eyes": (
        lambda life, one: prepared_as(life, one, {"outcome": "eligible", "ground": None, "shut_out": ["BS"]}),
        "four-eyes",
        "open",
    ),
    "a verdict that is another one by now": (
        lambda life, one: prepared_as(life, one, {"outcome": "ineligible", "ground": "age"}), "ground-missing", "open"
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", MEANWHILE)
@pytest.mark.parametrize("when", ["before the answer", "after it"])
def test_what_cannot_be_granted_any_more_is_refused_on_record_and_the_others_are_granted(what, when, life, out):
    tray, (first, odd, third) = out
    act, reason, state = MEANWHILE[what]
    if when == "before the answer":
        act(life, odd)
    assert answer(life, "BS", tray).granted
    if when == "after it":
        act(life, odd)
    assert carried(life, tray) == {first.subject: None, odd.subject: reason, third.subject: None}
    assert refusals_on(life, odd.question_id) == [("tray", reason)]
    assert question_row(life, odd.question_id).state == state
    assert life.facts_of("any:items:answered", TRAY) == [{"granted": 2, "refused": 1}]


def test_a_mandate_that_ended_after_the_answer_was_still_one(life, out):
    tray, cases = out
    answer(life, "BS", tray)
    life.clock.pass_(minutes=1)
    end_the_mandates_of(life, "BS")
    life.clock.pass_(days=7)
    assert set(carried(life, tray).values()) == {None}
    [decision] = decisions_of(life, cases[0].question_id)
    assert decision.office_date.isoformat() == TODAY


def test_an_item_that_was_refused_in_a_tray_is_decided_by_itself_and_in_no_other_tray(life, out):
    tray, (_, odd, _) = out
    hold(life, odd.question_id, "EL")
    answer(life, "BS", tray)
    carried(life, tray)
    for number in (7, 8):
        verdict_on(life, visitor(number))
    life.clock.put(life.clock.now.date(), time(13, 0))
    put_out(life)
    assert odd.subject not in items_of(tray_of(life, hour="1300"))
    assert life.decide_as("EL", life.standing(odd.question_id), "eligible").granted


# --- nothing passes by it


def forged(said, stranger):
    """What is not the tray's own answer to its own item, each in one way."""
    grounds, values = QUESTION_KINDS["eligibility-verdict"].grounds, said["values"]
    refusal = {"decision": "tidak layak · ineligible", "ground": shown(grounds, "age")}
    return {
        "another question": said | {"question_id": stranger},
        "another moment": said | {"submitted_at": said["submitted_at"] + timedelta(seconds=1)},
        "another officer": said | {"values": values | {"who": "EL"}},
        "a refusal": said | {"values": values | refusal},
        "a ground of one's own": said | {"values": values | {"ground": shown(grounds, "other-evidence")}},
        "a remark": said | {"values": values | {"remark": "x"}},
        "a question that was never decided": said | {"warrant": said["question_id"]},
    }


def test_a_warrant_stands_for_the_trays_own_answer_to_its_own_items_and_for_nothing_else(life, out):
    tray, (one, *_) = out
    stranger = verdict_on(life, visitor(9)).question_id
    answer(life, "BS", tray)
    said = as_the_tray_says(life, tray, one)
    for what, submitted in forged(said, stranger).items():
        assert submit(life, submitted).reason == "not-warranted", what
    assert submit(life, said).granted, "and the tray's own answer would have passed"


def as_the_tray_says(life, tray, one):
    values = {"who": "BS", "decision": "layak · eligible", "ground": NO_GROUND, "remark": "", "other_officer": ""}
    [decision] = decisions_of(life, tray.question_id)
    return {
        "question_id": one.question_id,
        "values": values,
        "submitted_at": decision.submitted_at,
        "warrant": tray.question_id,
    }


def submit(life, said):
    submitted = Submitted(key=f"forged:{life.count(Submission)}", door="tray", **said)
    return decide(life.registry, life.office, submitted, life.office.now())


def test_what_was_excepted_is_warranted_by_nothing(life, out):
    tray, (one, *_) = out
    answer(life, "BS", tray, one.subject)
    assert submit(life, as_the_tray_says(life, tray, one)).reason == "not-warranted"


def test_what_was_put_off_is_warranted_by_nothing(life, out):
    tray, (one, *_) = out
    answer(life, "BS", tray, choice="not-now")
    assert submit(life, as_the_tray_says(life, tray, one)).reason == "not-warranted"


# --- lapsing


def lapse(life):
    with life.change() as change:
        return lapse_trays(change)


def test_a_tray_that_nobody_answered_lapses_at_five_and_its_items_wait_on(life, out):
    tray, cases = out
    life.clock.put(life.clock.now.date(), time(16, 59))
    assert lapse(life) == []
    life.clock.put(life.clock.now.date(), time(17, 0))
    assert lapse(life) == [TRAY]
    assert (life.standing(tray.question_id).state, life.standing(tray.question_id).void_reason) == ("void", "lapsed")
    assert [life.standing(one.question_id).state for one in cases] == ["open"] * 3
    assert life.events(TRAY)[-1] == "any:question:voided"


def test_after_five_a_tray_is_not_answered_though_nothing_has_closed_it_yet(life, out):
    tray, _ = out
    life.clock.put(life.clock.now.date(), time(17, 0))
    assert answer(life, "BS", tray).reason == "question-void"


def test_its_successor_takes_its_place(life, out):
    tray, cases = out
    life.clock.put(life.clock.now.date(), time(13, 0))
    assert put_out(life) == [f"TRAY-section-head-{TODAY}-1300"]
    assert life.standing(tray.question_id).void_reason == "lapsed"
    assert items_of(tray_of(life, hour="1300")) == [one.subject for one in cases]


def test_where_nothing_alike_waits_at_the_next_hour_the_earlier_tray_waits_on(life, out):
    tray, (first, second, third) = out
    for one in (first, second):
        life.decide_as("EL", one, "eligible")
    life.clock.put(life.clock.now.date(), time(13, 0))
    assert put_out(life) == []
    assert answer(life, "BS", tray).granted
    assert carried(life, tray) == {
        first.subject: "already-decided", second.subject: "already-decided", third.subject: None
    }  # fmt: skip


def test_what_was_answered_and_is_not_submitted_yet_lies_in_no_other_tray(life, out):
    tray, _ = out
    answer(life, "BS", tray)
    life.clock.put(life.clock.now.date(), time(13, 0))
    assert put_out(life) == []
    assert set(carried(life, tray).values()) == {None}


def test_an_answer_that_is_not_carried_out_needs_its_run_and_one_that_is_needs_none(life, out):
    tray, _ = out

    def trays_needed():
        with life.registry.reading() as reading:
            return [one.subject for one in needed_runs(reading) if one.flow == "tray"]

    assert trays_needed() == [TRAY]
    answer(life, "BS", tray)
    assert trays_needed() == [TRAY]
    carried(life, tray)
    assert trays_needed() == []
