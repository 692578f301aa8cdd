"""Carrying out one answer for several questions: each is submitted by itself, once, whatever crashes in between."""

from dataclasses import dataclass

from sqlalchemy import select

from casework.decisions import Submitted, decide
from casework.desk import Desk
from casework.joint_decisions.paper_decisions import note_papers
from casework.joint_decisions.warrants import WARRANTS, warranted_values
from casework.registry import Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import Decision, JointDecision, Question, Submission
from casework.registry.portions import portions
from casework.stages.joint_decision import to_be_carried_out


@dataclass(frozen=True)
class Answered:
    """What became of one question that a joint decision covers: granted, or refused with its reason."""

    question_id: int
    subject: str
    kind: str
    reason: str | None

    @property
    def granted(self) -> bool:
        """Whether the joint decision decided it."""
        return self.reason is None


def joint_decisions_on(reading: Reading, subject: str) -> list[int]:
    """The decided questions on a subject whose answer stands for others, carried out already or not."""
    wanted = select(JointDecision.question_id).join(Question, Question.id == JointDecision.question_id)
    return list(reading.session.scalars(wanted.where(Question.subject == subject).order_by(Question.id)))


def being_decided(reading: Reading) -> set[int]:
    """The questions for which an answer is given already that was not submitted to each of them yet."""
    decisions = [reading.session.get_one(Decision, one.id) for one in to_be_carried_out(reading)]
    return {item for decision in decisions for item in WARRANTS[decision.kind].items(reading, decision)}


def carry_out(desk: Desk, question_id: int) -> list[Answered]:
    """Submit a decided question's answer to each one that it covers, and tell what became of them, in their order.

    Safe to repeat from wherever it was cut off: each has its own key, and what was submitted is not submitted again.
    What cannot be granted any more is a refused submission on record.
    """
    for submitted in _submissions(desk, question_id):
        decide(desk.registry, desk.office, submitted, desk.office.now())
    _note_carried_out(desk, question_id)
    with desk.registry.reading() as reading:
        return what_became_of(reading, question_id)


def what_became_of(reading: Reading, question_id: int) -> list[Answered]:
    """What became of the questions that a decided question covers, as far as they were submitted by now."""
    decision = reading.session.get_one(Decision, question_id)
    keys = {_key(decision, item): item for item in WARRANTS[decision.kind].items(reading, decision)}
    found: dict[int, Submission] = {}
    for portion in portions(list(keys)):
        for row in reading.session.scalars(select(Submission).where(Submission.key.in_(portion))):
            found[keys[row.key]] = row
    questions = [reading.session.get_one(Question, item) for item in keys.values() if item in found]
    return [Answered(one.id, one.subject, one.kind, found[one.id].reason) for one in questions]


def _submissions(desk: Desk, question_id: int) -> list[Submitted]:
    with desk.registry.reading() as reading:
        decision = reading.session.get_one(Decision, question_id)
        begun = reading.session.get(JointDecision, question_id)
        if begun is None:
            return []
        warrant = WARRANTS[decision.kind]
        items = [reading.session.get_one(Question, item) for item in warrant.items(reading, decision)]
        return [
            Submitted(
                question_id=item.id,
                values=warranted_values(reading, decision, item),
                submitted_at=begun.submitted_at,
                key=_key(decision, item.id),
                door=warrant.door,
                warrant=question_id,
            )
            for item in items
        ]


def _note_carried_out(desk: Desk, question_id: int) -> None:
    with desk.registry.change(desk.office.now()) as change:
        begun = change.session.get(JointDecision, question_id)
        if begun is None or begun.carried_out_at is not None:
            return
        answered = what_became_of(change, question_id)
        granted = sum(one.granted for one in answered)
        facts: dict[str, Fact] = {"granted": granted, "refused": len(answered) - granted}
        decision = change.session.get_one(Decision, question_id)
        if decision.kind == "act-approval":
            note_papers(change, question_id)
        begun.carried_out_at = change.moment.recorded_at
        change.write(Event("any:items:answered", decision.subject, facts=facts))


def _key(decision: Decision, item: int) -> str:
    return f"{decision.submission_key}:{item}"
