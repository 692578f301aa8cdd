"""One code given for several questions: whose answer it is, which questions it covers, and what it answers to each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casework.joint_decisions import bulk, paper_decisions, trays
from casework.questions.by_code import CodedAnswer, NotOnTheForm, filled_in
from casework.questions.table import QUESTION_KINDS
from casework.registry import Reading
from casework.registry.models import Decision, JointDecision, Question

NO_CODE = "000000"  # what stands in the place of a code where a warrant does; it is never judged and never kept
JUDGED_ELSEWHERE = "code"


@dataclass(frozen=True)
class Warrant:
    """A kind of question whose answer stands for the code at others.

    ``door`` is the door through which those others are answered. ``items`` names them, in their order; ``said`` is what
    the decision answers to one of them and who is identified by it, or None where it does not cover it.
    """

    door: str
    items: Callable[[Reading, Decision], list[int]]
    said: Callable[[Reading, Decision, Question], tuple[str, CodedAnswer] | None]


PAPER = "paper"  # the door of what was decided on paper

WARRANTS: dict[str, Warrant] = {
    "routine-tray": Warrant("tray", trays.items_of, trays.said_to),
    "bulk-decision": Warrant("bulk", bulk.items_of, bulk.said_to),
    "act-approval": Warrant(PAPER, paper_decisions.items_of, paper_decisions.said_to),
}


def warranted_officer(
    reading: Reading, warrant: int, question: Question, submitted_at: datetime, answer: Mapping[str, Any]
) -> str | None:
    """Whom a decided question identifies for exactly this answer to another one, submitted at exactly this moment.

    Nobody, where it was never decided, does not cover the question, or says something else.
    """
    decision = reading.session.get(Decision, warrant)
    begun = reading.session.get(JointDecision, warrant)
    if decision is None or begun is None or begun.submitted_at != submitted_at:
        return None
    values = warranted_values(reading, decision, question)
    told = {name: value for name, value in answer.items() if name != JUDGED_ELSEWHERE}
    return str(values["who"]) if values == told else None


def warranted_values(reading: Reading, decision: Decision, question: Question) -> dict[str, Any]:
    """The form of a covered question as the decision fills it in; empty where it does not cover it."""
    warrant = WARRANTS.get(decision.kind)
    said = warrant.said(reading, decision, question) if warrant is not None else None
    if said is None:
        return {}
    officer_code, answer = said
    try:
        options = question.prepared.get("options") or {}
        return filled_in(QUESTION_KINDS[question.kind], options, officer_code, answer)
    except NotOnTheForm:
        return {}
