"""One code given for several questions: whose answer it is, and which questions it covers."""

from collections.abc import Callable
from datetime import datetime

from casework.registry import Reading
from casework.registry.models import Decision, Question

NO_CODE = "000000"  # what stands in the place of a code where a warrant does; it is never judged and never kept

# A kind of question whose answer stands for the code at others: who is identified by it, or nobody.
Warrant = Callable[[Reading, Decision, Question, datetime], str | None]
WARRANTS: dict[str, Warrant] = {}


def warranted_officer(reading: Reading, warrant: int, question: Question, submitted_at: datetime) -> str | None:
    """Whom a decided question identifies for another one; nobody, where it does not cover it or was never decided."""
    decision = reading.session.get(Decision, warrant)
    covers = WARRANTS.get(decision.kind) if decision is not None else None
    return covers(reading, decision, question, submitted_at) if decision is not None and covers is not None else None
