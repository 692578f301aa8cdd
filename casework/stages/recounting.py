"""A working day less, or one more: what is counted in working days is counted anew by the calendar as it now stands."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from casework.case import PermitKind, Procedure
from casework.deadlines import last_safe_visit_day, objection_rule_on
from casework.lifecycle import Stage
from casework.office_calendar import OfficeCalendar
from casework.questions import QUESTION_KINDS
from casework.registry import Change, Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import Case, Question
from casework.stages.case_file import last_question_of

BEFORE_THE_VISIT = (
    Stage.RECEIVED,
    Stage.INCOMPLETE,
    Stage.ASSESSMENT,
    Stage.PAYMENT,
    Stage.WAITING_FOR_VISIT,
    Stage.VISIT,
)


# In what a question was prepared with: a day that no closed day puts off, for the law counts in hours there.
NOT_AFTER = "not_after"


@dataclass(frozen=True)
class MovedDue:
    """An open question that becomes due later, and the day by which an objection is decided, where it is about one."""

    question: Question
    due_on: date
    decide_by: date | None


@dataclass(frozen=True)
class MovedSafeDay:
    """A case whose last safe visit day is another one now."""

    case: Case
    to: date


def dues_over_a_closed_day(reading: Reading, calendar: OfficeCalendar, closed: date) -> list[MovedDue]:
    """A working day that is none any more is not counted: what falls due on it or after it is due one working day later.

    Never earlier than it was, and never later than counted anew from the day on which it was asked. What belongs to a day
    itself (its rounds, a report, a tray) is not counted in working days and does not move: a plan that is decided after
    its day has come is none. ``calendar`` is the one in which the day is closed.
    """
    asked = select(Question).where(Question.state == "open").order_by(Question.due_on, Question.id)
    counted = [one for one in reading.session.scalars(asked) if _is_counted_in_working_days(one)]
    moved = [MovedDue(one, _due(reading, calendar, closed, one), _decide_by(reading, calendar, one)) for one in counted]
    return [one for one in moved if one.due_on != one.question.due_on or one.decide_by is not None]


def move_dues(change: Change, moved: list[MovedDue], actor: str, act: str) -> None:
    """Each of these questions is due on its later day, with an event of its own."""
    for one in moved:
        question = one.question
        facts: dict[str, Fact] = {
            "question": question.kind, "cycle": question.cycle, "from": question.due_on.isoformat(),
            "to": one.due_on.isoformat(), "act": act,
        }  # fmt: skip
        question.due_on = one.due_on
        if one.decide_by is not None:
            question.prepared = {**question.prepared, "decide_by": one.decide_by.isoformat()}
            facts["decide_by"] = one.decide_by.isoformat()
        change.write(Event(f"{question.stage}:question:due-moved", question.subject, actor, facts))


def safe_days_anew(reading: Reading, calendar: OfficeCalendar) -> list[MovedSafeDay]:
    """The last safe visit day is counted back in working days: it follows the calendar both ways, for it is told to nobody."""
    stages = [stage.value for stage in BEFORE_THE_VISIT]
    waiting = select(Case).where(Case.stage.in_(stages), Case.permit_expires_on.is_not(None))
    cases = reading.session.scalars(waiting.order_by(Case.reference))
    counted = [MovedSafeDay(case, _safe_day(case, calendar)) for case in cases]
    return [one for one in counted if one.to != one.case.last_safe_visit_day]


def move_safe_days(change: Change, moved: list[MovedSafeDay], actor: str, act: str) -> None:
    """Each of these cases is planned by its new last safe visit day, with an event of its own."""
    for one in moved:
        before = one.case.last_safe_visit_day
        facts: dict[str, Fact] = {
            "from": before.isoformat() if before else None, "to": one.to.isoformat(),
            "is_earlier": before is not None and one.to < before, "act": act,
        }  # fmt: skip
        one.case.last_safe_visit_day = one.to
        change.write(Event(f"{one.case.stage}:case:safe-day-moved", one.case.reference, actor, facts))


def _is_counted_in_working_days(question: Question) -> bool:
    if NOT_AFTER in question.prepared:
        return False
    return question.stage != "dispatch" and QUESTION_KINDS[question.kind].days_on(question.opened_on) > 0


def _due(reading: Reading, calendar: OfficeCalendar, closed: date, question: Question) -> date:
    if question.due_on < closed:
        return question.due_on
    days = QUESTION_KINDS[question.kind].days_on(question.opened_on)
    anew = calendar.add_working_days(_counted_from(reading, question), days)
    return max(question.due_on, min(calendar.next_working_day(question.due_on), anew))


def _counted_from(reading: Reading, question: Question) -> date:
    """From the day on which it was asked; the answer to a complaint from the day on which that came."""
    receipts = question.prepared.get("receipts")
    return reading.session.get_one(Question, receipts[0]).opened_on if receipts else question.opened_on


def _decide_by(reading: Reading, calendar: OfficeCalendar, question: Question) -> date | None:
    """The law's own term for an objection, where it ends later now; None where it does not, or there is no objection."""
    receipt = last_question_of(reading, question.subject, "objection-receipt")
    if "decide_by" not in question.prepared or receipt is None:
        return None
    before = date.fromisoformat(str(question.prepared["decide_by"]))
    arrived_on = date.fromisoformat(str(receipt.prepared["arrived_on"]))
    anew = calendar.add_working_days(arrived_on, objection_rule_on(arrived_on).decide_within)
    return anew if anew > before else None


def _safe_day(case: Case, calendar: OfficeCalendar) -> date:
    if case.permit_expires_on is None:
        raise LookupError(f"{case.reference} has no last day of stay to count back from")
    return last_safe_visit_day(
        case.permit_expires_on, PermitKind(case.permit_kind), Procedure(case.procedure), calendar
    )
