"""A complaint and an objection at a terminal and on paper: nobody is named unasked, and no ground that does not fit."""

import pytest
from papers import entered, paper
from reported_events import barred, complain, complaint_form, objection_form, refused_case
from terminal import terminal_of

from casework.joint_decisions.bulk import never_in_bulk
from casework.joint_decisions.routine import routine_answer
from casework.lifecycle import Stage
from casework.questions import QUESTION_KINDS
from casework.registry.models import Decision, JointAct

DOES_NOT_FIT = [
    (choice, ground)
    for choice in ("founded", "partly", "unfounded")
    for ground in ("evidence-supports", "evidence-in-part", "no-evidence", "by-the-standard")
    if not QUESTION_KINDS["complaint-answer"].rests_on(choice, ground)
]


@pytest.fixture
def complained(at_stage):
    """A complaint about a section head waits for its answer."""
    life = at_stage(Stage.PERMIT)
    complain(life, "BS")
    return life


@pytest.fixture
def at_a_terminal(monkeypatch, capsys):
    """``at_a_terminal(life)`` is a terminal in front of that office."""
    return lambda life: terminal_of(life, monkeypatch, capsys)


# --- nobody is named unasked


def test_whoever_presses_enter_only_complains_about_nobody(at_stage, at_a_terminal):
    life = at_stage(Stage.PERMIT)
    assert complaint_form(life) is None
    said = at_a_terminal(life)(
        "decide", life.reference, "--who", "SH", "--choice", "registered", "--ground", "delay",
        "--question", "complaint-receipt", typed=("", "-", lambda: life.code_of("SH")),
    )  # fmt: skip
    assert (said.code, barred(life)) == (0, set())
    assert life.question("complaint-answer").role == "section-head"


def test_enter_alone_declares_no_officer_fit_and_no_team_is_released_by_it(at_stage, at_a_terminal):
    life = at_stage(Stage.VISIT)
    asked, lead = life.ask_morning(), life.team().lead_code
    answers = ("", "yes", "passed", "yes", "", "", "", lambda: life.code_of(lead))
    said = at_a_terminal(life)("decide", asked.subject, "--who", lead, "--choice", "release", typed=answers)
    assert (said.code, life.team().state) == (1, "planned")
    assert [one.question_id for one in life.open(asked.subject)] == [asked.question_id]
    assert "contradict" in said.err


# --- no ground that does not fit


def test_there_are_answers_that_contradict_their_ground():
    assert len(DOES_NOT_FIT) == 8


@pytest.mark.parametrize(("choice", "ground"), DOES_NOT_FIT)
def test_an_answer_does_not_contradict_its_ground(choice, ground, complained):
    question = complained.question("complaint-answer")
    refused = complained.decide_as("RK", question, choice, ground=ground, bar="stays")
    assert refused.reason == "ground-not-fitting"
    assert complained.open(kind="complaint-answer")[0].question_id == question.question_id


def test_at_a_terminal_it_is_said_which_grounds_there_are(complained, at_a_terminal):
    said = at_a_terminal(complained)(
        "decide", complained.reference, "--question", "complaint-answer", "--who", "RK",
        "--choice", "founded", "--ground", "no-evidence", typed=("stays",),
    )  # fmt: skip
    assert (said.code, complained.rows(Decision, Decision.kind == "complaint-answer")) == (1, [])
    assert "'no-evidence' is no ground of 'founded' here: choose one of evidence-supports" in said.err


def test_a_paper_that_contradicts_itself_is_refused_when_it_is_entered(complained):
    marked = {"ground": "no-evidence", "extras": "bar=stays", "who": "RK"}
    told = entered(complained, paper(complained.question("complaint-answer"), "founded", decided_at="23:59", **marked))
    assert "decided in the future" in told
    complained.clock.pass_(days=1)
    told = entered(complained, paper(complained.question("complaint-answer"), "founded", decided_at="23:59", **marked))
    assert "that ground does not fit this choice: evidence-supports" in told
    assert complained.count(JointAct) == 0


def test_a_paper_does_not_admit_a_late_objection_on_another_ground(at_stage):
    life = refused_case(at_stage(Stage.PERMIT))
    assert objection_form(life) is None
    signed = {"who": "SH", "decided_on": life.clock.now.date(), "decided_at": "23:59", "ground": "wrong-file"}
    life.clock.pass_(days=1)
    told = entered(life, paper(life.question("objection-receipt"), "admissible", **signed))
    assert "that ground does not fit this choice: beyond-control" in told


def test_neither_is_ever_answered_for_many_at_once():
    for kind in ("complaint-receipt", "complaint-answer", "objection-receipt"):
        assert all(never_in_bulk(kind, choice) for choice in QUESTION_KINDS[kind].choice_codes())
        assert routine_answer(kind) is None
