"""What people decided and are asked to decide on a subject: open questions, decisions, visits, the chain of approval."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from casework.joint_decisions.paper_decisions import paper_of
from casework.letters import KINDS, LetterKind
from casework.questions import LEVEL_OF_ROLE, QUESTION_KINDS, shown
from casework.refusals import refusal_in_words
from casework.registry import Reading
from casework.registry.models import (
    ApprovalLevel,
    Decision,
    Mandate,
    Officer,
    PaperDecision,
    Question,
    Submission,
    TeamDay,
    Visit,
)
from casework.registry.officers import name_of
from casework.registry.vault import SealBroken
from casework.stages.by_post import LETTER_BY_POST
from casework.stages.deciding import unseal_answer


@dataclass(frozen=True)
class Staff:
    """An officer as the case sheet shows them: code, post and name; the employee number stays in letters."""

    code: str
    post: str
    name: str


@dataclass(frozen=True)
class OpenQuestion:
    """A question that waits for a person; ``refusals`` counts the submissions that decided nothing.

    ``holder`` is the code of whoever took it on, ``letter`` title and number of the one that it is about, if any.
    """

    id: int
    subject: str
    kind: str
    title: tuple[str, str]
    role: str
    stage: str
    cycle: int
    opened_on: date
    due_on: date
    refusals: int
    holder: str | None
    letter: tuple[tuple[str, str], str] | None


@dataclass(frozen=True)
class MadeDecision:
    """A decision with who stands behind it; ``answers`` and ``remark`` are None where the data was erased.

    ``together`` is the subject of the question whose code stood for this one's, ``letter`` title and number of the
    letter that it is about, if any.
    """

    kind: str
    title: tuple[str, str]
    cycle: int
    officer: Staff
    role: str
    capacity: str
    decree: str
    choice: str
    ground: str | None
    remark: str | None
    answers: tuple[tuple[str, str], ...]
    submitted_at: datetime
    office_date: date
    door: str
    together: str | None
    paper: PaperDecision | None
    letter: tuple[tuple[str, str], str] | None


@dataclass(frozen=True)
class NotCounted:
    """What somebody submitted that decided nothing, and why; ``officer`` is None where no right code told who it was."""

    kind: str
    title: tuple[str, str]
    cycle: int
    officer: Staff | None
    submitted_at: datetime
    door: str
    reason: str


@dataclass(frozen=True)
class VisitLine:
    """One visit with its team as it was assigned."""

    occurrence: int
    day: date
    starts_at: datetime
    ends_at: datetime
    state: str
    counted: bool
    team_code: str
    members: tuple[Staff, ...]
    lead_code: str | None
    kit_code: str | None
    vehicle_code: str | None
    team_state: str | None


@dataclass(frozen=True)
class Level:
    """One level of the approval chain; ``state`` is decided, open or waiting."""

    cycle: int
    level: int
    role: str
    state: str
    choice: str | None
    officer_code: str | None


def open_questions_of(reading: Reading, subject: str | None = None) -> tuple[OpenQuestion, ...]:
    """Every question that waits for a person, the most urgent first; of one subject, or of the whole office."""
    statement = select(Question).where(Question.state == "open").order_by(Question.due_on, Question.id)
    if subject is not None:
        statement = statement.where(Question.subject == subject)
    return tuple(_open_question(reading, row) for row in reading.session.scalars(statement))


def decisions_of(reading: Reading, subject: str) -> tuple[MadeDecision, ...]:
    """Every decision on a subject, in the order in which they were recorded."""
    rows = reading.session.scalars(
        select(Decision).where(Decision.subject == subject).order_by(Decision.recorded_at, Decision.question_id)
    )
    return tuple(_made(reading, row) for row in rows)


def not_counted_of(reading: Reading, subject: str) -> tuple[NotCounted, ...]:
    """Every submission on a subject that was refused, in the order in which they were picked up."""
    refused = (
        select(Submission, Question)
        .join(Question, Question.id == Submission.question_id)
        .where(Question.subject == subject, Submission.outcome == "refused")
        .order_by(Submission.id)
    )
    return tuple(_not_counted(reading, *row) for row in reading.session.execute(refused))


def visits_of(reading: Reading, reference: str) -> tuple[VisitLine, ...]:
    """The visits of a case, the first one first."""
    rows = reading.session.scalars(select(Visit).where(Visit.case_reference == reference).order_by(Visit.occurrence))
    return tuple(_visit(reading, row) for row in rows)


def chain_of(reading: Reading, reference: str) -> tuple[Level, ...]:
    """The approval chain as it was frozen, with what each level decided; after a return it begins anew."""
    rows = reading.session.scalars(
        select(ApprovalLevel)
        .where(ApprovalLevel.case_reference == reference)
        .order_by(ApprovalLevel.cycle, ApprovalLevel.level)
    )
    return tuple(_level(reading, row) for row in rows)


def staff(reading: Reading, code: str) -> Staff:
    """An officer by code; raises ``NoResultFound`` for a code that the register does not know."""
    officer = reading.session.get_one(Officer, code)
    try:
        name = name_of(reading, officer)
    except SealBroken:  # the officer's own key was destroyed: code and post remain
        name = "–"
    return Staff(officer.code, officer.post, name)


def _open_question(reading: Reading, row: Question) -> OpenQuestion:
    kind = QUESTION_KINDS[row.kind]
    refused = select(Submission.id).where(Submission.question_id == row.id, Submission.outcome == "refused")
    return OpenQuestion(
        id=row.id,
        subject=row.subject,
        kind=row.kind,
        title=(kind.title, kind.title_english),
        role=row.role,
        stage=row.stage,
        cycle=row.cycle,
        opened_on=row.opened_on,
        due_on=row.due_on,
        refusals=len(list(reading.session.scalars(refused))),
        holder=row.holder_code,
        letter=_letter_of(row),
    )


def _not_counted(reading: Reading, row: Submission, question: Question) -> NotCounted:
    kind = QUESTION_KINDS[question.kind]
    return NotCounted(
        kind=question.kind,
        title=(kind.title, kind.title_english),
        cycle=question.cycle,
        officer=staff(reading, row.officer_code) if row.officer_code else None,
        submitted_at=row.submitted_at,
        door=row.door,
        reason=refusal_in_words(row.reason or "malformed"),
    )


def _made(reading: Reading, row: Decision) -> MadeDecision:
    kind = QUESTION_KINDS[row.kind]
    question = reading.session.get_one(Question, row.question_id)
    mandate = reading.session.get_one(Mandate, row.mandate_id)
    submission = reading.session.scalars(select(Submission).where(Submission.key == row.submission_key)).one()
    warrant = reading.session.get(Question, submission.warranted_by) if submission.warranted_by is not None else None
    try:
        answer: Mapping[str, object] | None = unseal_answer(reading, row)
    except SealBroken:  # the case's key was destroyed at the end of its time in the archive
        answer = None
    return MadeDecision(
        kind=row.kind,
        title=(kind.title, kind.title_english),
        cycle=question.cycle,
        officer=staff(reading, row.officer_code),
        role=mandate.role,
        capacity=mandate.capacity,
        decree=mandate.decree_number,
        choice=shown(kind.choices, row.choice),
        ground=kind.ground_in_words(row.ground) if row.ground else None,
        remark=None if answer is None else str(answer.get("remark", "")),
        answers=() if answer is None else tuple((extra.title, _told(answer.get(extra.name))) for extra in kind.extras),
        submitted_at=row.submitted_at,
        office_date=row.office_date,
        door=submission.door,
        together=warrant.subject if warrant is not None else None,
        paper=paper_of(reading, row.question_id),
        letter=_letter_of(question),
    )


def _visit(reading: Reading, row: Visit) -> VisitLine:
    team = reading.session.get(TeamDay, (row.day, row.team_code))
    return VisitLine(
        occurrence=row.occurrence,
        day=row.day,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        state=row.state,
        counted=row.counted,
        team_code=row.team_code,
        members=tuple(staff(reading, code) for code in team.members) if team else (),
        lead_code=team.lead_code if team else None,
        kit_code=team.kit_code if team else None,
        vehicle_code=team.vehicle_code if team else None,
        team_state=team.state if team else None,
    )


def _level(reading: Reading, row: ApprovalLevel) -> Level:
    kind = LEVEL_OF_ROLE[row.role]
    question = reading.session.scalar(
        select(Question).where(
            Question.subject == row.case_reference, Question.kind == kind, Question.cycle == row.cycle
        )
    )
    decision = reading.session.get(Decision, question.id) if question else None
    return Level(
        cycle=row.cycle,
        level=row.level,
        role=row.role,
        state=question.state if question else "waiting",
        choice=shown(QUESTION_KINDS[kind].choices, decision.choice) if decision else None,
        officer_code=decision.officer_code if decision else None,
    )


def _letter_of(question: Question) -> tuple[tuple[str, str], str] | None:
    if question.kind != LETTER_BY_POST:
        return None
    return KINDS[LetterKind(question.prepared["letter"])].title, str(question.prepared["number"])


def _told(value: object) -> str:
    return ", ".join(str(item) for item in value) if isinstance(value, list) else "–" if value is None else str(value)
