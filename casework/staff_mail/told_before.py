"""What each role was told by its digests before: the next one goes on from there, so that nothing is told twice or never."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import func, select

from casework.office import Office
from casework.office_calendar import OfficeCalendar, at
from casework.questions import ROLE_NAMES
from casework.registry import Reading
from casework.registry.models import Digest, Effect, Submission

LOOKED_BACK = timedelta(days=90)  # for a digest that went out; a role that was told nothing for longer begins anew


@dataclass(frozen=True)
class ToldBefore:
    """Up to which submission a role was told what did not count, and what was decided; the latter by the digest of ``day``.

    Submissions are numbered in the order in which they are put on record: one that was picked up days after it was made
    comes after all that was told before.
    """

    refused: int
    decided: int
    day: date


def told_before(reading: Reading, office: Office, since: date) -> dict[str, ToldBefore]:
    """What each role was told already; where it never was told anything, what came before the day ``since``."""
    statement = (
        select(
            Digest.role, Digest.day, Digest.effect_subject, Digest.submissions_after, Digest.submissions_up_to,
            Effect.state,
        )
        .outerjoin(Effect, (Effect.subject == Digest.effect_subject) & (Effect.kind == "digest"))
        .where(Digest.day >= since - LOOKED_BACK)
        .order_by(Digest.day)
    )  # fmt: skip
    digests: dict[str, list[Any]] = {}
    for row in reading.session.execute(statement):
        digests.setdefault(row.role, []).append(row)
    begin = _last_before(reading, office, since) if set(ROLE_NAMES) - set(digests) else 0
    never = ToldBefore(begin, begin, since)
    return {role: _by(digests[role], office.calendar) if role in digests else never for role in ROLE_NAMES}


def _by(digests: Sequence[Any], calendar: OfficeCalendar) -> ToldBefore:
    """By the digests of one role, the oldest first: by those that went out, or, of what did not count, had nothing to tell.

    Where none of them went out, everything after the first of them is still to be told.
    """
    first, went_out = digests[0], [one for one in digests if one.state == "done"]
    told = [one.submissions_up_to for one in digests if one.effect_subject is None or one.state == "done"]
    refused = max(told, default=first.submissions_after)
    if not went_out:
        return ToldBefore(refused, first.submissions_after, calendar.previous_working_day(first.day))
    return ToldBefore(refused, went_out[-1].submissions_up_to, went_out[-1].day)


def _last_before(reading: Reading, office: Office, since: date) -> int:
    """The last submission that was picked up before a day of the office began."""
    began = at(since, time.min) - office.ahead
    return reading.session.scalar(select(func.max(Submission.id)).where(Submission.recorded_at < began)) or 0
