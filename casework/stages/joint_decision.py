"""An answer that stands for others: noted in the transaction of its own decision, carried out after it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from casework.registry import Change, Event, Reading
from casework.registry.models import JointDecision, Question
from casework.stages.case_file import void_question
from casework.stages.deciding import Decided

LAPSED = "lapsed"


def begin_joint_decision(change: Change, decided: Decided, submitted_at: datetime, items: Sequence[int]) -> None:
    """From now on the questions that a decision covers may be answered under it; until each was, it is to be carried out.

    ``submitted_at`` (real time, aware) is when their answers count as submitted.
    """
    row = JointDecision(question_id=decided.question.id, submitted_at=submitted_at, carried_out_at=None)
    told = Event("any:items:to-be-answered", decided.question.subject, decided.officer.code, {"items": len(items)})
    change.write(told, row)


def to_be_carried_out(reading: Reading) -> list[Question]:
    """The decided questions whose answer stands for others that were not all submitted yet."""
    wanted = select(Question).join(JointDecision, JointDecision.question_id == Question.id)
    return list(reading.session.scalars(wanted.where(JointDecision.carried_out_at.is_(None)).order_by(Question.id)))


def lapse(change: Change, question: Question) -> None:
    """Nobody answered in time: the question is void, and whatever it was about stays as it stood."""
    void_question(change, question, LAPSED)
