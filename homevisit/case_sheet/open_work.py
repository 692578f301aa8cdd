"""What is open in the office: questions by who is waited for, cases by what is most urgent; references only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from casework.lifecycle import Stage
from casework.registry import Reading
from casework.registry.models import Case
from homevisit.case_sheet.acts import OpenQuestion, open_questions_of

CLOSED_SHOWN = 50


@dataclass(frozen=True)
class CaseLine:
    """One case by its reference alone."""

    reference: str
    stage: Stage
    permit_kind: str
    procedure: str
    regency_code: str
    received_on: date
    last_safe_visit_day: date | None
    result: str | None
    waits_for: tuple[str, ...]


@dataclass(frozen=True)
class OpenWork:
    """The first page: questions by role, the reader's own roles first; open cases; those closed last."""

    questions: Mapping[str, tuple[OpenQuestion, ...]]
    cases: tuple[CaseLine, ...]
    closed: tuple[CaseLine, ...]


def gather_open_work(reading: Reading, own_roles: Sequence[str]) -> OpenWork:
    """Everything that waits, the most urgent first: by due day, cases by their last safe visit day."""
    questions = open_questions_of(reading)
    roles = sorted({question.role for question in questions}, key=lambda role: (role not in own_roles, role))
    open_cases = select(Case).where(Case.stage != Stage.CLOSED.value)
    closed_cases = select(Case).where(Case.stage == Stage.CLOSED.value).order_by(Case.closed_on.desc(), Case.reference)
    lines = [_line(case, questions) for case in reading.session.scalars(open_cases)]
    return OpenWork(
        questions={role: tuple(question for question in questions if question.role == role) for role in roles},
        cases=tuple(
            sorted(lines, key=lambda line: (line.last_safe_visit_day or date.max, line.received_on, line.reference))
        ),
        closed=tuple(_line(case, ()) for case in reading.session.scalars(closed_cases.limit(CLOSED_SHOWN))),
    )


def _line(case: Case, questions: Sequence[OpenQuestion]) -> CaseLine:
    return CaseLine(
        reference=case.reference,
        stage=Stage(case.stage),
        permit_kind=case.permit_kind,
        procedure=case.procedure,
        regency_code=case.regency_code,
        received_on=case.received_on,
        last_safe_visit_day=case.last_safe_visit_day,
        result=case.result,
        waits_for=tuple(dict.fromkeys(question.role for question in questions if question.subject == case.reference)),
    )
