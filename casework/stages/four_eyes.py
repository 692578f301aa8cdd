"""Four eyes: whoever prepared, visited or decided what is now judged, does not judge it."""

from sqlalchemy import select

from casework.questions import QUESTION_KINDS
from casework.registry import Reading
from casework.registry.models import Decision, Question, TeamDay, Visit


def excluded_officers(reading: Reading, question: Question) -> set[str]:
    """The officers who may not decide this question, because of what they did on the same subject before.

    Whoever acted for another and that other count as one: both had a part in it. ``shut_out`` in what was prepared names
    whose part is not on record as a decision yet.
    """
    kind = QUESTION_KINDS[question.kind]
    shut_out = set(question.prepared.get("shut_out", ()))
    if not kind.excludes:
        return shut_out
    earlier = select(Decision.officer_code, Decision.acted_for).where(
        Decision.subject == question.subject, Decision.kind.in_(kind.excludes)
    )
    excluded = {code for officer, principals in reading.session.execute(earlier) for code in (officer, *principals)}
    if "visit-report" in kind.excludes and kind.stage == "permit":
        excluded |= _visitors(reading, question.subject)
    return excluded | shut_out


def _visitors(reading: Reading, case_reference: str) -> set[str]:
    statement = (
        select(TeamDay.members)
        .join(Visit, (Visit.day == TeamDay.day) & (Visit.team_code == TeamDay.team_code))
        .where(Visit.case_reference == case_reference, Visit.state == "held")
    )
    return {member for members in reading.session.scalars(statement) for member in members}
