"""Whether a permit holder's passport is with the office: it was taken along by a team, and nobody has given it back yet."""

from dataclasses import dataclass
from datetime import date

from casework.questions import code_of
from casework.registry import Reading
from casework.registry.models import Decision
from casework.stages.case_file import last_question_of, open_question_of
from casework.stages.deciding import unseal_answer

PASSPORT_RETURN = "passport-return"


@dataclass(frozen=True)
class Custody:
    """A passport in custody or back from it; ``back_by`` is what its receipt promised, ``returned_to`` the receiver's code."""

    taken_on: date
    back_by: date
    returned_on: date | None
    returned_to: str | None


def is_in_custody(reading: Reading, reference: str) -> bool:
    """Whether somebody still has to give the passport of this case back."""
    return open_question_of(reading, reference, PASSPORT_RETURN) is not None


def last_custody(reading: Reading, reference: str) -> Custody | None:
    """How it stands with the passport that a team of this case took along last; None where none ever was."""
    question = last_question_of(reading, reference, PASSPORT_RETURN)
    if question is None:
        return None
    taken_on, back_by = (date.fromisoformat(question.prepared[name]) for name in ("taken_on", "back_by"))
    decision = reading.session.get(Decision, question.id)
    if decision is None:
        return Custody(taken_on, back_by, None, None)
    receiver = code_of(unseal_answer(reading, decision)["receiver"])
    return Custody(taken_on, back_by, decision.office_date, receiver)
