"""A day of visits is reported to the head of office once: in the change that ends the last of its announced visits."""

from datetime import date, timedelta

from sqlalchemy import select

from casework.letters import LetterKind
from casework.office import Office
from casework.registry import Change, Reading
from casework.registry.models import Effect, Letter, TeamDay, Visit
from casework.stages import letter_facts
from casework.stages.correspondence import plan_letter
from casework.stages.dispatch.subjects import rounds_subject
from casework.stages.dispatch.today import still_to_be_made
from casework.stages.envelope import TO_ROLE

HEAD_OF_OFFICE = "head-of-office"
LOOKED_BACK = timedelta(days=7)  # what is older would come too late to be of use


def report_the_day(change: Change, office: Office, day: date) -> Letter | None:
    """Once nobody is to be visited any more on a day that has come, its report goes to the head of office, in nobody's name.

    A visit whose exception waits for a second officer is reported as waiting: the day does not wait for that. None
    where the day is not over, had no team, or was reported before.
    """
    del office
    if day > change.moment.office_date or still_to_be_made(change, day) or not _is_to_be_reported(change, day):
        return None
    facts = letter_facts.dispatch_report(change, day)
    return plan_letter(
        change, rounds_subject(day), LetterKind.DISPATCH_REPORT, facts, mail_to=(f"{TO_ROLE}{HEAD_OF_OFFICE}",)
    )


def report_days_gone_by(change: Change, office: Office, today: date) -> list[date]:
    """Days whose last visit was called off before they came are reported with the next look at what was missed."""
    lately = select(TeamDay.day).where(TeamDay.day <= today, TeamDay.day >= today - LOOKED_BACK)
    days = change.session.scalars(lately.distinct().order_by(TeamDay.day))
    return [day for day in list(days) if report_the_day(change, office, day) is not None]


def is_a_report_waiting(reading: Reading) -> bool:
    """Whether a day's report was planned and has not gone out."""
    goes_out = tuple(f"{way}:{LetterKind.DISPATCH_REPORT.value}" for way in ("letter", "mail"))
    waiting = select(Effect.id).where(Effect.state == "planned", Effect.kind.in_(goes_out))
    return reading.session.scalar(waiting.limit(1)) is not None


def _is_to_be_reported(reading: Reading, day: date) -> bool:
    was_reported = select(Letter.id).where(
        Letter.subject == rounds_subject(day),
        Letter.kind == LetterKind.DISPATCH_REPORT.value,
        Letter.state != "void",
    )
    sent = select(Visit.day).join(TeamDay, TeamDay.day == Visit.day).where(Visit.day == day)
    return reading.session.scalar(sent.limit(1)) is not None and reading.session.scalar(was_reported.limit(1)) is None
