"""Submissions that did not count: whoever answered late or twice, or in whose name a wrong code was given, is told next morning."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from casework.office import Office
from casework.registry import Reading
from casework.registry.authority import Staff
from casework.registry.models import Question, Submission
from casework.staff_mail.digest_content import RefusedLine
from casework.staff_mail.told_before import ToldBefore


@dataclass(frozen=True)
class Uncounted:
    """What was refused in officers' names since each role's last digest; ``last_submission`` is the latest there is."""

    office: Office
    rows: Sequence[Any]
    told: Mapping[str, ToldBefore]
    staff: Staff
    last_submission: int

    def of_role(self, role: str) -> list[RefusedLine]:
        """What this role's digest has to tell, in the order in which it was picked up."""
        return [
            RefusedLine(
                subject=row.subject,
                kind=row.kind,
                officer=row.officer_code,
                at=self.office.moment_at(row.submitted_at).office,
                reason=row.reason,
            )
            for row in self.rows
            if row.id > self.told[role].refused and role in self._told_in(row)
        ]

    def _told_in(self, row: Any) -> Collection[str]:
        """In the question's role, unless the officer holds others only: then where their own mail goes."""
        held = self.staff.own_roles_of(row.officer_code)
        return held if held and row.role not in held else (row.role,)


def uncounted_submissions(reading: Reading, office: Office, today: date, told: Mapping[str, ToldBefore]) -> Uncounted:
    """What each role has not been told yet."""
    columns = (
        Submission.id, Submission.officer_code, Submission.submitted_at, Submission.reason,
        Question.role, Question.subject, Question.kind,
    )  # fmt: skip
    statement = (
        select(*columns)
        .join(Question, Question.id == Submission.question_id)
        .where(
            Submission.id > min(one.refused for one in told.values()),
            Submission.outcome == "refused",
            Submission.officer_code.is_not(None),
        )
        .order_by(Submission.id)
    )
    return Uncounted(
        office=office,
        rows=reading.session.execute(statement).all(),
        told=told,
        staff=Staff(reading, today),
        last_submission=reading.session.scalar(select(func.max(Submission.id))) or 0,
    )
