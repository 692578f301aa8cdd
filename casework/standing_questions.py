"""How a question stands: open with its next attempt, decided, or void; and the list of all that are open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import ColumnElement, select

from casework.decisions import refused_submissions
from casework.questions import QUESTION_KINDS, code_of
from casework.registry import Reading, Registry
from casework.registry.models import Decision, Question, Submission

WRONG_CODES_WITHOUT_WAITING = 2
LONGEST_WAIT_SECONDS = 30
WITHOUT_A_RIGHT_CODE = frozenset({"malformed", "unknown-officer", "code-used"})


@dataclass(frozen=True)
class Standing:
    """A question as it stands now; the attempt is one more than the refused submissions on record.

    ``holder`` is the code of whoever took it on.
    """

    question_id: int
    subject: str
    kind: str
    cycle: int
    role: str
    stage: str
    state: Literal["open", "decided", "void"]
    attempt: int
    opened_on: date
    due_on: date
    refusals: tuple[str, ...]
    options: dict[str, Sequence[str]]
    choice: str | None
    void_reason: str | None
    holder: str | None

    @property
    def settled(self) -> bool:
        """Whether nobody needs to answer any more."""
        return self.state != "open"

    @property
    def in_words(self) -> str:
        """What was answered, as the form showed it: ``layak · eligible``."""
        if self.state == "void":
            return "tidak berlaku lagi · no longer needed"
        shown = (choice for choice in QUESTION_KINDS[self.kind].choices if code_of(choice) == self.choice)
        return next(shown, "menunggu · waiting")

    @property
    def key(self) -> str:
        """The name of this attempt's pause: question, cycle and attempt, never a position."""
        return f"{self.kind}-{self.cycle}-{self.attempt}"

    @property
    def wait_before_asking(self) -> int:
        """Seconds to wait before asking again after wrong codes in a row: 0, 0, then 2, 4 … at most 30.

        A form that named nobody, or had a fault of its own, in between does not end the row: only a right code does.
        """
        wrong = 0
        for reason in reversed(self.refusals):
            if reason == "wrong-code":
                wrong += 1
            elif reason not in WITHOUT_A_RIGHT_CODE:
                break
        return (
            min(2 ** (wrong - WRONG_CODES_WITHOUT_WAITING), LONGEST_WAIT_SECONDS)
            if wrong > WRONG_CODES_WITHOUT_WAITING
            else 0
        )


def look_up(registry: Registry, question_id: int) -> Standing:
    """How a question stands now."""
    with registry.reading() as reading:
        return look_up_in(reading, question_id)


def look_up_in(reading: Reading, question_id: int) -> Standing:
    """How a question stands in this reading of the register."""
    return standing_of(reading, reading.session.get_one(Question, question_id))


def standing_of(reading: Reading, question: Question) -> Standing:
    """How this question stands in this reading of the register."""
    refusals = [submission.reason or "" for submission in refused_submissions(reading, question.id)]
    decision = reading.session.get(Decision, question.id)
    return _standing(question, refusals, decision.choice if decision else None)


def open_questions(
    reading: Reading, *, subject: str | None = None, role: str | None = None, most: int | None = None
) -> list[Standing]:
    """Every question that waits for a person, the most urgent first; nothing decided, nothing missing.

    ``most`` asks for the first so many only.
    """
    wanted = [Question.state == "open"]
    if subject is not None:
        wanted.append(Question.subject == subject)
    if role is not None:
        wanted.append(Question.role == role)
    found = select(Question).where(*wanted).order_by(Question.due_on, Question.id).limit(most)
    questions = list(reading.session.scalars(found))
    if most is not None:
        wanted.append(Question.id.in_([question.id for question in questions]))
    refusals = _refusals(reading, wanted)
    return [_standing(question, refusals.get(question.id, []), None) for question in questions]


def _refusals(reading: Reading, wanted: list[ColumnElement[bool]]) -> dict[int, list[str]]:
    """Why submissions to these questions were refused, in the order in which they were picked up."""
    refused = (
        select(Submission.question_id, Submission.reason)
        .join(Question, Question.id == Submission.question_id)
        .where(Submission.outcome == "refused", *wanted)
        .order_by(Submission.id)
    )
    found: dict[int, list[str]] = {}
    for question_id, reason in reading.session.execute(refused):
        found.setdefault(question_id, []).append(reason or "")
    return found


def _standing(question: Question, refusals: list[str], choice: str | None) -> Standing:
    state: Literal["open", "decided", "void"] = (
        "open" if question.state == "open" else "decided" if question.state == "decided" else "void"
    )
    return Standing(
        question_id=question.id,
        subject=question.subject,
        kind=question.kind,
        cycle=question.cycle,
        role=question.role,
        stage=question.stage,
        state=state,
        attempt=1 + len(refusals),
        opened_on=question.opened_on,
        due_on=question.due_on,
        refusals=tuple(refusals),
        options=question.prepared.get("options", {}),
        choice=choice,
        void_reason=question.void_reason,
        holder=question.holder_code,
    )
