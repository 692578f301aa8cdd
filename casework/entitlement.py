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


def authority_for(
    reading: Reading, question: Question, officer_code: str, on: date, at: datetime, entered_by: datetime | None = None
) -> Authority | str:
    """By what an officer decides this question, or the reason why they may not.

    ``on`` is the office's day of the submission and ``at`` its real time (aware): everything is judged as it stood
    then, however late the submission is picked up. ``entered_by`` see ``Staff``.
    """
    staff = Staff(reading, on, at, entered_by)
    only = question.prepared.get("only")
    if staff.authority_of(officer_code, question.role) is None or (only is not None and officer_code not in only):
        return "not-entitled"
    shut_out = excluded_officers(reading, question)
    authority = staff.authority_of(officer_code, question.role, shut_out)
    if authority is None:
        return "four-eyes"
    if _was_in_other_hands(question, officer_code, at) and _may(staff, question, shut_out):
        return "held-by-colleague"
    return authority


def _was_in_other_hands(question: Question, officer_code: str, at: datetime) -> bool:
    """Whether a colleague had it in hand at that moment; one who took it on later comes too late for that answer."""
    holder, since = question.holder_code, question.held_at
    return holder not in (None, officer_code) and since is not None and since <= at


def _may(staff: Staff, question: Question, shut_out: Collection[str]) -> bool:
    """A colleague who took a question on keeps it for as long as they may decide it themselves."""
    only = question.prepared.get("only")
    holder = str(question.holder_code)
    return staff.authority_of(holder, question.role, shut_out) is not None and (only is None or holder in only)
