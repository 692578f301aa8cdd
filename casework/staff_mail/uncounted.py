"""Submissions that did not count: whoever answered late or twice, or in whose name a wrong code was given, is told next morning."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from casework.office import Office
from casework.office_calendar import at
from casework.questions import ROLE_NAMES
from casework.registry import Reading
from casework.registry.authority import Staff
from casework.registry.models import Digest, Effect, Question, Submission
from casework.staff_mail.digest_content import RefusedLine

LOOKED_BACK = timedelta(days=90)  # for a digest that went out; a role that was told nothing for longer begins anew


@dataclass(frozen=True)
class Uncounted:
    """What was refused in officers' names since each role's last digest; ``last_submission`` is the latest there is."""

    office: Office
    rows: Sequence[Any]
    told_up_to: Mapping[str, int]
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
            if row.id > self.told_up_to[role] and role in self._told_in(row)
        ]

    def _told_in(self, row: Any) -> Collection[str]:
        """In the question's role, unless the officer holds others only: then where their own mail goes."""
        held = self.staff.own_roles_of(row.officer_code)
        return held if held and row.role not in held else (row.role,)


def uncounted_submissions(reading: Reading, office: Office, today: date, since: date) -> Uncounted:
    """What each role has not been told yet; where it never was told anything, from the day ``since`` on."""
    told_up_to = _told_up_to(reading, office, since)
    columns = (
        Submission.id, Submission.officer_code, Submission.submitted_at, Submission.reason,
        Question.role, Question.subject, Question.kind,
    )  # fmt: skip
    statement = (
        select(*columns)
        .join(Question, Question.id == Submission.question_id)
        .where(
            Submission.id > min(told_up_to.values()),
            Submission.outcome == "refused",
            Submission.officer_code.is_not(None),
        )
        .order_by(Submission.id)
    )
    return Uncounted(
        office=office,
        rows=reading.session.execute(statement).all(),
        told_up_to=told_up_to,
        staff=Staff(reading, today),
        last_submission=reading.session.scalar(select(func.max(Submission.id))) or 0,
    )


def _told_up_to(reading: Reading, office: Office, since: date) -> dict[str, int]:
    """Up to which submission each role was told, by a digest that went out or that had nothing to tell.

    Where none of a role's digests went out, everything after the first of them is still to be told.
    """
    statement = (
        select(Digest.role, Digest.submissions_after, Digest.submissions_up_to, _is_told())
        .outerjoin(Effect, (Effect.subject == Digest.effect_subject) & (Effect.kind == "digest"))
        .where(Digest.day >= since - LOOKED_BACK)
    )
    told: dict[str, int] = {}
    begun: dict[str, int] = {}
    for role, after, up_to, is_told in reading.session.execute(statement):
        begun[role] = min(after, begun.get(role, after))
        if is_told:
            told[role] = max(up_to, told.get(role, up_to))
    known = {**begun, **told}
    begin = _last_before(reading, office, since) if set(ROLE_NAMES) - set(known) else 0
    return {role: known.get(role, begin) for role in ROLE_NAMES}


def _is_told() -> ColumnElement[bool]:
    return or_(Digest.effect_subject.is_(None), Effect.state == "done")


def _last_before(reading: Reading, office: Office, since: date) -> int:
    """The last submission that was picked up before a day of the office began."""
    began = at(since, time.min) - office.ahead
    return reading.session.scalar(select(func.max(Submission.id)).where(Submission.recorded_at < began)) or 0
