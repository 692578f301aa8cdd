"""Who may decide a question: within a mandate, not shut out by four eyes, and not while a colleague has it in hand."""

from collections.abc import Collection
from datetime import date, datetime
from functools import cache

from casework.registry import Reading
from casework.registry.authority import Authority, Staff
from casework.registry.models import Officer, Question
from casework.stages.four_eyes import excluded_from_each, excluded_officers


def entitled_to(reading: Reading, question: Question, on: date, staff: Staff | None = None) -> list[Officer]:
    """The officers who may decide this question on this day, in the order of their codes.

    ``staff`` is that day's, where the caller asks about many questions.
    """
    return entitled_to_each(reading, [question], staff or Staff(reading, on))[question.id]


def entitled_to_each(reading: Reading, questions: Collection[Question], staff: Staff) -> dict[int, list[Officer]]:
    """The same of many questions by their ids: each staff and each part in a case is looked up once, however many wait."""
    shut_out = {question_id: frozenset(codes) for question_id, codes in excluded_from_each(reading, questions).items()}
    entitled = cache(staff.entitled)
    found = {}
    for question in questions:
        officers, only = entitled(question.role, shut_out[question.id]), question.prepared.get("only")
        found[question.id] = [officer for officer in officers if only is None or officer.code in only]
    return found


def authority_for(reading: Reading, question: Question, officer_code: str, on: date, at: datetime) -> Authority | str:
    """By what an officer decides this question, or the reason why they may not.

    ``on`` is the office's day of the submission and ``at`` its real time (aware): a mandate that ended in between is
    judged as it was.
    """
    staff = Staff(reading, on, at)
    only = question.prepared.get("only")
    if staff.authority_of(officer_code, question.role) is None or (only is not None and officer_code not in only):
        return "not-entitled"
    shut_out = excluded_officers(reading, question)
    authority = staff.authority_of(officer_code, question.role, shut_out)
    if authority is None:
        return "four-eyes"
    if _is_in_other_hands(reading, question, officer_code, on, staff):
        return "held-by-colleague"
    return authority


def _is_in_other_hands(reading: Reading, question: Question, officer_code: str, on: date, staff: Staff) -> bool:
    """A colleague who took a question on keeps it for as long as they may decide it themselves."""
    holder = question.holder_code
    if holder is None or holder == officer_code:
        return False
    return any(one.code == holder for one in entitled_to(reading, question, on, staff))
