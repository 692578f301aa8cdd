"""What is routine: which questions, with which prepared facts, and the one answer that a tray may give to them."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select

from casework.case import PermitKind, Procedure
from casework.eligibility import Outcome, VerdictOutcome
from casework.entitlement import entitled_to
from casework.lifecycle import Stage
from casework.partners.faults import tells_of_an_outage
from casework.questions.by_code import CodedAnswer
from casework.registry import Reading
from casework.registry.authority import Staff
from casework.registry.models import Case, FindingRow, Question, Submission
from casework.stages.case_file import read_application
from casework.tariffs import tariff_for

FEWEST, MOST = 2, 50
WITHOUT_A_PROBLEM = frozenset({Outcome.PASS.value, Outcome.NOT_APPLICABLE.value})


@dataclass(frozen=True)
class Routine:
    """The one answer that a tray gives to a kind of question, and by which prepared facts a question is routine."""

    answer: CodedAnswer
    is_routine: Callable[[Reading, Question, date], bool]


def routine_items(
    reading: Reading, on: date, besides: Collection[int] = (), among: Collection[int] | None = None
) -> dict[str, list[Question]]:
    """What is alike and without a problem on that day, by the role that decides it, the most urgent first.

    Left out is what somebody holds, what was refused before, and what nobody of the role may decide; ``besides`` are
    questions that are being decided already. A kind with fewer than two such questions is no tray, and a tray has at
    most fifty. Where ``among`` is given, nothing else is looked at.
    """
    staff = Staff(reading, on)
    found: dict[str, list[Question]] = {}
    for kind in ROUTINE:
        of_the_kind: dict[str, list[Question]] = {}
        for question in _candidates(reading, kind, among):
            alike = of_the_kind.setdefault(question.role, [])
            if len(alike) < MOST and question.id not in besides and _is_routine(reading, question, on, staff):
                alike.append(question)
        for role, alike in of_the_kind.items():
            found.setdefault(role, []).extend(alike if len(alike) >= FEWEST else [])
    return {role: _most_urgent(questions) for role, questions in sorted(found.items()) if questions}


def routine_answer(kind_name: str) -> CodedAnswer | None:
    """What a tray answers to a kind of question; None where it never does."""
    routine = ROUTINE.get(kind_name)
    return routine.answer if routine is not None else None


def _candidates(reading: Reading, kind: str, among: Collection[int] | None) -> Iterator[Question]:
    """Open, in nobody's hands, and never refused: whatever was tried once is looked at by itself."""
    refused = exists().where(Submission.question_id == Question.id, Submission.outcome == "refused")
    wanted = select(Question).where(
        Question.state == "open", Question.kind == kind, Question.holder_code.is_(None), ~refused
    )
    if among is not None:
        wanted = wanted.where(Question.id.in_(among))
    yield from reading.session.scalars(wanted.order_by(Question.due_on, Question.id))


def _is_routine(reading: Reading, question: Question, on: date, staff: Staff) -> bool:
    return ROUTINE[question.kind].is_routine(reading, question, on) and bool(entitled_to(reading, question, on, staff))


def _most_urgent(questions: list[Question]) -> list[Question]:
    """The fifty that are due first; a kind of which only one is among them waits for the next tray."""
    first = sorted(questions, key=lambda one: (one.due_on, one.id))[:MOST]
    kinds = [one.kind for one in first]
    return [one for one in first if kinds.count(one.kind) >= FEWEST]


def _is_plainly_eligible(reading: Reading, question: Question, on: date) -> bool:
    """A yes by every rule, and a state fee that nobody has to confirm first."""
    if question.prepared.get("outcome") != VerdictOutcome.ELIGIBLE.value:
        return False
    case = reading.session.get_one(Case, question.subject)
    if case.stage != Stage.ASSESSMENT.value:
        return False
    found = select(FindingRow.outcome).where(
        FindingRow.case_reference == case.reference, FindingRow.cycle == question.cycle
    )
    outcomes = set(reading.session.scalars(found))
    return bool(outcomes) and outcomes <= WITHOUT_A_PROBLEM and _fee_is_certain(reading, case, on)


def _fee_is_certain(reading: Reading, case: Case, on: date) -> bool:
    index = read_application(reading, case).permit.index
    tariff = tariff_for(PermitKind(case.permit_kind), Procedure(case.procedure), index, on)
    return tariff is not None and not tariff.must_be_confirmed


def _is_an_outage(reading: Reading, question: Question, on: date) -> bool:
    del reading, on
    return tells_of_an_outage(str(question.prepared.get("reason", "")))


ROUTINE: dict[str, Routine] = {
    "eligibility-verdict": Routine(CodedAnswer("eligible"), _is_plainly_eligible),
    "partner-down": Routine(CodedAnswer("retry", "outage"), _is_an_outage),
}
