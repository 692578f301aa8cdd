"""Four eyes: whoever prepared, visited or decided what is now judged, does not judge it."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select

from casework.acts.table import act_of, is_act, shut_out_of_act
from casework.questions import QUESTION_KINDS
from casework.registry import Reading
from casework.registry.models import Decision, Question, TeamDay, Visit
from casework.registry.portions import portions
from casework.stages.barring import barred_from_each


def excluded_officers(reading: Reading, question: Question) -> set[str]:
    """The officers who may not decide this question, because of what they did on the same subject before.

    Whoever acted for another and that other count as one: both had a part in it. Besides, whoever is kept from the
    case by a complaint, and whom the question itself, or the act that it is about, shuts out.
    """
    return excluded_from_each(reading, [question])[question.id]


def excluded_from_each(reading: Reading, questions: Collection[Question]) -> dict[int, set[str]]:
    """The same of many questions by their ids, in as many statements as for one of them."""
    decided = _who_decided(reading, _subjects(one for one in questions if QUESTION_KINDS[one.kind].excludes))
    visited = _who_visited(reading, _subjects(one for one in questions if _judges_a_visit(one)))
    barred = barred_from_each(reading, _subjects(questions))
    return {
        one.id: barred.get(one.subject, set())
        | (shut_out_of_act(reading, act_of(reading, one.subject), one.kind) if is_act(one.subject) else set())
        | set(one.prepared.get("shut_out", ()))
        | {code for kind in QUESTION_KINDS[one.kind].excludes for code in decided.get((one.subject, kind), ())}
        | (visited.get(one.subject, set()) if _judges_a_visit(one) else set())
        for one in questions
    }


def _judges_a_visit(question: Question) -> bool:
    kind = QUESTION_KINDS[question.kind]
    return "visit-report" in kind.excludes and kind.stage == "permit"


def _subjects(questions: Iterable[Question]) -> list[str]:
    return sorted({one.subject for one in questions})


def _who_decided(reading: Reading, subjects: Sequence[str]) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for portion in portions(subjects):
        earlier = select(Decision.subject, Decision.kind, Decision.officer_code, Decision.acted_for)
        for subject, kind, officer, principals in reading.session.execute(earlier.where(Decision.subject.in_(portion))):
            found.setdefault((subject, kind), set()).update((officer, *principals))
    return found


def _who_visited(reading: Reading, case_references: Sequence[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for portion in portions(case_references):
        statement = (
            select(Visit.case_reference, TeamDay.members)
            .join(TeamDay, (Visit.day == TeamDay.day) & (Visit.team_code == TeamDay.team_code))
            .where(Visit.case_reference.in_(portion), Visit.state == "held")
        )
        for reference, members in reading.session.execute(statement):
            found.setdefault(reference, set()).update(members)
    return found
