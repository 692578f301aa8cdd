"""Decisions that were made on paper: what an approved paper answers, and the list of all of them, apart from the rest."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from casework.acts.paper_decision import PAPER_DECISION, PaperDecisionContent, question_on_paper
from casework.acts.table import act_of, content_of
from casework.questions.by_code import CodedAnswer
from casework.registry import Change, Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import Decision, PaperDecision, Question, Submission


@dataclass(frozen=True)
class Paper:
    """One decision that was made on paper: what it says, and who entered and countersigned it."""

    subject: str
    question: str
    cycle: int
    choice: str
    ground: str | None
    officer: str
    decided_at: datetime
    entered_on: date
    entered_by: str
    countersigned_by: str
    scan_sha256: str
    act: str


def items_of(reading: Reading, decision: Decision) -> list[int]:
    """The question that an approved paper answers; none, where what was approved is another act."""
    content = _paper(reading, decision)
    question = question_on_paper(reading, content) if content is not None else None
    return [question.id] if question is not None else []


def said_to(reading: Reading, decision: Decision, question: Question) -> tuple[str, CodedAnswer] | None:
    """What was marked on the paper, in the name of whoever signed it."""
    content = _paper(reading, decision)
    if content is None or (question.subject, question.kind, question.cycle) != (
        content.subject,
        content.kind,
        content.cycle,
    ):
        return None
    return content.who, content.answer


def note_papers(change: Change, approval_id: int) -> None:
    """A decision that was granted from paper is marked as one, once; a refused paper is on record as a submission."""
    approval = change.session.get_one(Decision, approval_id)
    content = _paper(change, approval)
    for item in items_of(change, approval):
        decision, noted = change.session.get(Decision, item), change.session.get(PaperDecision, item)
        if content is None or decision is None or noted is not None or not _is_from(change, decision, approval_id):
            continue
        proposal = change.session.scalars(
            select(Decision).where(Decision.subject == approval.subject, Decision.kind == "act-proposal")
        ).one()
        row = PaperDecision(
            question_id=item,
            decided_at=decision.submitted_at,
            entered_on=proposal.office_date,
            entered_by=proposal.officer_code,
            countersigned_by=approval.officer_code,
            scan_sha256=content.scan_sha256,
            act_subject=approval.subject,
        )
        facts: dict[str, Fact] = {
            "question": decision.kind,
            "entered_by": row.entered_by,
            "countersigned_by": row.countersigned_by,
            "scan_sha256": row.scan_sha256,
            "act": row.act_subject,
        }
        change.write(Event("any:paper:entered", decision.subject, approval.officer_code, facts), row)


def paper_of(reading: Reading, question_id: int) -> PaperDecision | None:
    """The paper on which a question was decided, if it was on one."""
    return reading.session.get(PaperDecision, question_id)


def all_papers(reading: Reading) -> list[Paper]:
    """Every decision that was made on paper, in the order in which they were signed."""
    found = (
        select(PaperDecision, Decision, Question)
        .join(Decision, Decision.question_id == PaperDecision.question_id)
        .join(Question, Question.id == PaperDecision.question_id)
        .order_by(PaperDecision.decided_at, PaperDecision.question_id)
    )
    return [
        Paper(
            subject=question.subject,
            question=question.kind,
            cycle=question.cycle,
            choice=decision.choice,
            ground=decision.ground,
            officer=decision.officer_code,
            decided_at=paper.decided_at,
            entered_on=paper.entered_on,
            entered_by=paper.entered_by,
            countersigned_by=paper.countersigned_by,
            scan_sha256=paper.scan_sha256,
            act=paper.act_subject,
        )
        for paper, decision, question in reading.session.execute(found)
    ]


def _paper(reading: Reading, decision: Decision) -> PaperDecisionContent | None:
    act = act_of(reading, decision.subject)
    if act.kind != PAPER_DECISION.name or decision.choice != "approve":
        return None
    content = content_of(act)
    return content if isinstance(content, PaperDecisionContent) else None


def _is_from(reading: Reading, decision: Decision, approval_id: int) -> bool:
    submission = reading.session.scalars(select(Submission).where(Submission.key == decision.submission_key)).one()
    return submission.warranted_by == approval_id
