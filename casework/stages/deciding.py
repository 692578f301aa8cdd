"""What a decision hands to its consequence, and how a consequence says that it cannot be."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from casework.registry import Change, Reading
from casework.registry.models import Case, Decision, Mandate, Officer, Question


class ConsequenceRefused(Exception):
    """What was decided cannot follow now; the decision is refused with this reason and nothing changes."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Decided:
    """A decision just written, with those who stand behind it."""

    question: Question
    decision: Decision
    officer: Officer
    mandate: Mandate
    answer: Mapping[str, Any]
    case: Case | None

    @property
    def choice(self) -> str:
        """The code of what was chosen."""
        return self.decision.choice

    @property
    def capacity(self) -> str:
        """As what a letter is signed: how the role is held, or on whose behalf, and the role."""
        mandate = self.mandate
        delegated = ("an" if mandate.role == "head-of-office" else "ub") if self.decision.acted_for else None
        return f"{delegated or mandate.signs_for or mandate.capacity}:{mandate.role}"

    @property
    def file(self) -> Case:
        """The case that was decided on; only for questions that are about a case."""
        if self.case is None:
            raise LookupError(f"the question '{self.question.kind}' is not about a case")
        return self.case


def seal_answer(change: Change, question: Question, answer: Mapping[str, Any]) -> bytes:
    """The whole answer (without the code) is kept sealed under its subject's key."""
    plain = json.dumps(answer, ensure_ascii=False, sort_keys=True).encode()
    return change.seal(plain, "decision.sealed_answer", question.subject, question.id)


def unseal_answer(reading: Reading, decision: Decision) -> dict[str, Any]:
    """The answer as it was given."""
    opened = reading.unseal(decision.sealed_answer, "decision.sealed_answer", decision.subject, decision.question_id)
    answer: dict[str, Any] = json.loads(opened)
    return answer


def recorded_act(reading: Reading, question: Question) -> Decided:
    """A decision on record with those who stand behind it, so that a letter may name them."""
    decision = reading.session.get_one(Decision, question.id)
    return Decided(
        question=question,
        decision=decision,
        officer=reading.session.get_one(Officer, decision.officer_code),
        mandate=reading.session.get_one(Mandate, decision.mandate_id),
        answer=unseal_answer(reading, decision),
        case=reading.session.get(Case, question.subject),
    )
