"""What the office's roles receive in a test: the watch and the morning's digest as their flows do it, and the mails that came."""

import io
import re
from dataclasses import replace
from datetime import date, datetime, time

from clock_of_the_test import Clock
from pypdf import PdfReader
from sqlalchemy import select

from casework.clock import OFFICE_TIME_ZONE
from casework.office_calendar import OfficeCalendar
from casework.registry import Event
from casework.registry.models import Effect, Question
from casework.staff_mail.digests import plan_digests
from casework.staff_mail.reminders import plan_due_reminders
from casework.stages.case_file import next_cycle

ENGINE = "http://engine"
AT_SEVEN_FIFTEEN, AT_EIGHT, AT_ONE, AT_THREE = time(7, 15), time(8, 5), time(13, 5), time(15, 5)


def moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, OFFICE_TIME_ZONE)


def go_to(clock: Clock, day: date, at: time) -> None:
    clock.now = moment(day, at)


def watch(life, calendar: OfficeCalendar | None = None) -> list[str]:
    """What the hourly flow plans; nothing goes out yet."""
    office = life.office if calendar is None else replace(life.office, calendar=calendar)
    return plan_due_reminders(life.registry, office, ENGINE)


def digest(life, calendar: OfficeCalendar | None = None) -> list[str]:
    """What the morning's flow plans; nothing goes out yet."""
    office = life.office if calendar is None else replace(life.office, calendar=calendar)
    return plan_digests(life.registry, office, ENGINE)


def send(life, subjects) -> None:
    for subject in subjects:
        life.send_all(subject)


def send_whatever_is_planned(life) -> None:
    """What ``recover`` has done in the end: every role's mail that is planned goes out, or is void."""
    planned = select(Effect.subject).where(Effect.state == "planned", Effect.subject.startswith("ROLES-")).distinct()
    with life.registry.reading() as reading:
        subjects = sorted(reading.session.scalars(planned))
    send(life, subjects)


def mails(life) -> list:
    """The mails that roles received, in the order of arrival, each once."""
    return [
        mail for (partner, key), (mail, _) in life.neighbours.orders.items() if partner == "mail" and "ROLES-" in key
    ]


def mailboxes(life) -> list[str]:
    return [str(mail.to).partition("@")[0] for mail in mails(life)]


def role_effects(life) -> list[Effect]:
    return life.rows(Effect, Effect.subject.startswith("ROLES-"), order_by=Effect.id)


def a_question(
    life,
    *,
    due_on: date,
    role: str = "section-head",
    kind: str = "eligibility-verdict",
    subject: str | None = None,
) -> int:
    """A question of its own, on the case at hand or another subject, due on a day."""
    with life.change() as change:
        subject = subject or life.reference
        question = Question(
            subject=subject, kind=kind, cycle=next_cycle(change, subject, kind), role=role, stage="assessment", state="open",
            opened_at=change.moment.recorded_at, opened_on=due_on, due_on=due_on, prepared={},
        )  # fmt: skip
        change.write(Event("test:question:opened", life.reference), question)
        return question.id


def settle(life, question_id: int, state: str = "decided") -> None:
    """Somebody decides it, or it is void."""
    with life.change() as change:
        question = change.session.get_one(Question, question_id)
        question.state = state
        question.void_reason = "withdrawn" if state == "void" else None
        change.write(Event(f"test:question:{state}", question.subject))


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def morning(life, day):
    """The digest runs at 07:15 and goes out."""
    go_to(life.clock, day, AT_SEVEN_FIFTEEN)
    send(life, digest(life))


def mail_of(life, role):
    """The latest digest of a role."""
    return [one for one in mails(life) if str(one.to).startswith(f"{role}@")][-1]


def section(text, title):
    """The lines below a heading."""
    found = re.search(rf"^{title} \(\d+\)\n(.*?)\n\n", text, re.DOTALL | re.MULTILINE)
    return found[1].split("\n") if found else []
