"""Nothing that waits is left to rot: who is reminded of which open question, each rung of the ladder once, and nobody of what is decided.

Nothing here decides anything. A reminder is an effect like any other; it looks at its question again before it goes out.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from casework.clock import Moment
from casework.office import Office
from casework.office_calendar import OfficeCalendar
from casework.registry import Change, Event, Reading, Registry
from casework.registry.ledger import Fact
from casework.registry.models import Effect, Question, Reminder
from casework.staff_mail.ladder import Rung, addressee, rung_due
from casework.staff_mail.mailboxes import role_subject
from casework.stages.case_file import plan_effect
from casework.work_list import latest_runs, run_link

REMINDER = "reminder"
MOST_AT_ONCE = 200  # an hour: no mail server is flooded where thousands fall due together, and the worst come first


@dataclass(frozen=True)
class DueReminder:
    """A rung that is due for a question and not on record yet, with those below it that nobody needs any more."""

    question_id: int
    arming: int
    rung: Rung
    skipped: tuple[Rung, ...]


def plan_due_reminders(registry: Registry, office: Office, ui_url: str) -> list[str]:
    """Plan every reminder that is due now, each rung once; returns the subjects under which mail is to go out.

    An hour in which nothing is due changes nothing. ``ui_url`` is where staff open the engine's screen.
    """
    moment = office.now()
    with registry.reading() as reading:
        due = due_reminders(reading, office.calendar, moment)[:MOST_AT_ONCE]
        question_ids = [one.question_id for one in due]
    if not question_ids:
        return []
    with registry.change(moment) as change:  # looked at once more: another watch may have been here
        due = due_reminders(change, office.calendar, moment, among=question_ids)
        runs = latest_runs(change, question_ids)
        links = {question_id: run_link(ui_url, run) for question_id, run in runs.items()}
        subjects = [_plan(change, office, one, links.get(one.question_id)) for one in due]
    return sorted(set(subjects))


def due_reminders(
    reading: Reading, calendar: OfficeCalendar, moment: Moment, *, among: Collection[int] | None = None
) -> list[DueReminder]:
    """Which rung is due for which open question (of all, or ``among`` these), the highest first, then what waits longest.

    Where nobody watched for days only the highest rung is due: what lies below it is skipped, so that no burst is sent.
    A question that its holder put back begins anew: each release arms its ladder once more.
    """
    wanted = [Question.state == "open", Question.due_on <= moment.office_date]
    if among is not None:
        wanted.append(Question.id.in_(among))
    on_record = _highest_on_record(reading)
    rungs = {day: rung_due(day, moment.office, calendar) for day in _due_days(reading)}
    found = []
    waiting = select(Question.id, Question.releases, Question.due_on).where(*wanted)
    for question_id, arming, due_on in reading.session.execute(waiting.order_by(Question.due_on, Question.id)):
        rung, reached = rungs.get(due_on), on_record.get((question_id, arming), 0)
        if rung is not None and rung > reached:
            found.append(DueReminder(question_id, arming, rung, tuple(one for one in rung.below if one > reached)))
    return sorted(found, key=lambda one: -one.rung)


def why_not_any_more(reading: Reading, effect: Effect) -> str | None:
    """Why a planned reminder is not to be sent after all: its question is answered, or a later reminder overtook it."""
    told = effect.content
    question = reading.session.get_one(Question, told["question"])
    if question.state != "open":
        return f"question-{question.state}"
    later = or_(Reminder.arming > told["arming"], (Reminder.arming == told["arming"]) & (Reminder.rung > told["rung"]))
    overtaken = select(Reminder.rung).where(
        Reminder.question_id == question.id, later, Reminder.effect_key.is_not(None)
    )
    return "overtaken" if reading.session.scalar(overtaken.limit(1)) is not None else None


def _plan(change: Change, office: Office, due: DueReminder, run: str | None) -> str:
    question = change.session.get_one(Question, due.question_id)
    to_role = addressee(question.role, due.rung)
    subject = role_subject(change.moment.office_date, to_role)
    content = {
        "question": question.id,
        "arming": due.arming,
        "rung": int(due.rung),
        "to": to_role,
        "about": question.subject,
        "kind": question.kind,
        "role": question.role,
        "opened_on": question.opened_on.isoformat(),
        "due_on": question.due_on.isoformat(),
        "run": run,
        "sheet": office.sheet_link(question.subject),
    }
    effect = plan_effect(change, subject, REMINDER, content)
    facts: dict[str, Fact] = {
        "question": question.kind,
        "cycle": question.cycle,
        "rung": due.rung.code,
        "to": to_role,
        "arming": due.arming,
        "effect": effect.key,
        "skipped": [rung.code for rung in due.skipped],
    }
    rows = [_on_record(change, due, rung, addressee(question.role, rung), None) for rung in due.skipped]
    told = Event(f"{question.stage}:question:reminder-planned", question.subject, facts=facts)
    change.write(told, effect, *rows, _on_record(change, due, due.rung, to_role, effect.key))
    return subject


def _on_record(change: Change, due: DueReminder, rung: Rung, to_role: str, effect_key: str | None) -> Reminder:
    return Reminder(
        question_id=due.question_id,
        arming=due.arming,
        rung=int(rung),
        to_role=to_role,
        effect_key=effect_key,
        recorded_at=change.moment.recorded_at,
    )


def _highest_on_record(reading: Reading) -> dict[tuple[int, int], int]:
    statement = (
        select(Reminder.question_id, Reminder.arming, func.max(Reminder.rung))
        .join(Question, Question.id == Reminder.question_id)
        .where(Question.state == "open")
        .group_by(Reminder.question_id, Reminder.arming)
    )
    return {(question_id, arming): rung for question_id, arming, rung in reading.session.execute(statement)}


def _due_days(reading: Reading) -> list[date]:
    """The days on which open questions are due: each is counted from once, however many wait."""
    return list(reading.session.scalars(select(Question.due_on).where(Question.state == "open").distinct()))
