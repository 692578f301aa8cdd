"""The same answer to many questions from a terminal: which answers may be given so, and which never."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from casework.clock import Moment
from casework.office import Office
from casework.questions.by_code import CodedAnswer
from casework.questions.table import QUESTION_KINDS
from casework.registry import Change, Reading
from casework.registry.models import Decision, Question
from casework.stages.case_file import ask, question_of
from casework.stages.deciding import Decided
from casework.stages.joint_decision import begin_joint_decision, lapse

BULK = "bulk-decision"
PREFIX = "BULK-"
DECIDED = "decide-all"
MOST = 50

# The answers that help everybody they are about alike. Whatever is not named here is decided one by one: refusals,
# permits, what happens outside, what takes two, and any kind of question that nobody thought of yet.
FAVOURABLE: dict[str, frozenset[str]] = {
    "eligibility-verdict": frozenset({"eligible"}),
    "payment-overdue": frozenset({"extend"}),
    "intake-conflict": frozenset({"keep", "ask-again"}),
    "plan-approval": frozenset({"approve"}),
    "assignment-signature": frozenset({"sign"}),
    "team-recall": frozenset({"phoned"}),
    "failed-visits": frozenset({"again"}),
    "partner-down": frozenset({"retry"}),
    "letter-by-post": frozenset({"posted", "handed-over"}),
    "delivery-receipt": frozenset({"handed-over"}),
}
ONE_BY_ONE: dict[str, str] = {
    "permit": "izin tinggal diputuskan satu per satu · a permit is decided by itself, at each level",
    "refusal": "penolakan, pengembalian, dan pengakhiran diputuskan satu per satu · what refuses, returns or ends is decided one by one",
    "override": "berbeda dari hasil pemeriksaan: diputuskan sendiri · differs from the prepared verdict: it is decided by itself",
}


def never_in_bulk(kind_name: str, choice: str) -> str | None:
    """Why an answer is never given to many at once, in one sentence; None where it may be."""
    if QUESTION_KINDS[kind_name].stage == "permit":
        return ONE_BY_ONE["permit"]
    return None if choice in FAVOURABLE.get(kind_name, ()) else ONE_BY_ONE["refusal"]


def never_of(question: Question, choice: str) -> str | None:
    """The same of one question: a verdict other than the rules found is somebody's own, with a ground of its own."""
    overrides = question.kind == "eligibility-verdict" and question.prepared.get("outcome") != choice
    return never_in_bulk(question.kind, choice) or (ONE_BY_ONE["override"] if overrides else None)


def matching_questions(
    reading: Reading, role: str | None, kind: str | None, choice: str, subjects: Sequence[str] = ()
) -> list[Question]:
    """The open questions of a role or a kind that know this answer, the most urgent first; of these subjects only, if any."""
    knowing = [one.name for one in QUESTION_KINDS.values() if choice in one.choice_codes() and kind in (None, one.name)]
    wanted = select(Question).where(Question.state == "open", Question.kind.in_(knowing))
    if role is not None:
        wanted = wanted.where(Question.role == role)
    if subjects:
        wanted = wanted.where(Question.subject.in_(subjects))
    return list(reading.session.scalars(wanted.order_by(Question.due_on, Question.id)))


def open_bulk_decision(change: Change, office: Office, items: Sequence[int], answer: CodedAnswer) -> Question:
    """What is about to be decided for many becomes a question of its own, which one code answers.

    All items wait for the same role. At most fifty are taken.
    """
    role = change.session.get_one(Question, items[0]).role
    prepared: dict[str, object] = {
        "items": list(items[:MOST]),
        "choice": answer.choice,
        "ground": answer.ground,
        "extras": dict(answer.extras),
    }
    subject = _free_subject(change, role)
    change.create_key(subject)
    return ask(change, office, BULK, subject, 1, prepared, role=role)


def unanswered(reading: Reading, moment: Moment) -> list[Question]:
    """What a terminal opened on an earlier day and never answered."""
    wanted = select(Question).where(Question.state == "open", Question.kind == BULK)
    return [one for one in reading.session.scalars(wanted) if one.opened_on < moment.office_date]


def lapse_bulk_decisions(change: Change) -> list[str]:
    """What a terminal opened and never answered is void from the next day on; returns which."""
    over = unanswered(change, change.moment)
    for one in over:
        lapse(change, one)
    return [one.subject for one in over]


def settle_bulk(change: Change, office: Office, decided: Decided) -> None:
    """The answer for many touches none of them: each is submitted by itself, under its warrant, afterwards."""
    del office
    if decided.choice == DECIDED:
        begin_joint_decision(change, decided, decided.decision.submitted_at, items_of(change, decided.decision))


def items_of(reading: Reading, decision: Decision) -> list[int]:
    """The questions that were to be decided together."""
    bulk = reading.session.get_one(Question, decision.question_id)
    return list(bulk.prepared["items"]) if decision.choice == DECIDED else []


def said_to(reading: Reading, decision: Decision, question: Question) -> tuple[str, CodedAnswer] | None:
    """To each of them the answer that was prepared, unless it is one that is never given to many."""
    prepared = reading.session.get_one(Question, decision.question_id).prepared
    answer = answer_prepared(prepared)
    if decision.choice != DECIDED or question.id not in prepared["items"]:
        return None
    return None if never_of(question, answer.choice) else (decision.officer_code, answer)


def answer_prepared(prepared: Mapping[str, object]) -> CodedAnswer:
    """The answer that a bulk decision gives to each of its questions."""
    extras, ground = prepared["extras"], prepared["ground"]
    told = {str(name): str(value) for name, value in extras.items()} if isinstance(extras, dict) else {}
    return CodedAnswer(str(prepared["choice"]), None if ground is None else str(ground), told)


def _free_subject(change: Change, role: str) -> str:
    """``BULK-section-head-2026-11-26-143005``; of two in the same second the later one takes the next."""
    at = change.moment.office
    while question_of(change, _subject(role, at), BULK, 1) is not None:
        at += timedelta(seconds=1)
    return _subject(role, at)


def _subject(role: str, at: datetime) -> str:
    return f"{PREFIX}{role}-{at:%Y-%m-%d-%H%M%S}"
