"""Ending a case: one transaction that ends every question, visit, effect and reminder of it."""

from sqlalchemy import select

from casework.lifecycle import Stage
from casework.office import Office
from casework.registry import Change, Event
from casework.registry.models import Booking, Case, Effect, Letter, Question, Visit
from casework.stages.case_file import ask, next_cycle
from casework.stages.closure import close
from casework.stages.deciding import ConsequenceRefused, Decided


def open_outside_event(change: Change, office: Office, case: Case) -> Question | None:
    """A death or a withdrawal that somebody is about to report becomes a question like any other; a closed case asks nothing."""
    if Stage(case.stage) is Stage.CLOSED:
        return None
    return ask(change, office, "outside-event", case.reference, next_cycle(change, case.reference, "outside-event"))


def report_outside_event(change: Change, office: Office, decided: Decided) -> None:
    """Death or withdrawal closes the case at once; after a death no letter, mail or notice ever goes out again."""
    case = decided.file
    if Stage(case.stage) is Stage.CLOSED:
        raise ConsequenceRefused("question-void")
    end_everything(change, case, reason=decided.choice, spare_question=decided.question.id)
    case.result = decided.choice
    close(change, office, case, decided.choice, actor=decided.officer.code)
    if decided.choice == "died":
        _void_effects(change, case, "died")


def end_everything(change: Change, case: Case, *, reason: str, spare_question: int | None = None) -> None:
    """Void the open questions, the announced visit with its bookings, and whatever has not gone out yet."""
    open_questions = select(Question).where(Question.subject == case.reference, Question.state == "open")
    for question in change.session.scalars(open_questions):
        if question.id != spare_question:
            question.state, question.void_reason = "void", reason
            facts: dict[str, str | int | bool | list[str] | None] = {
                "question": question.kind,
                "cycle": question.cycle,
                "reason": reason,
            }
            change.write(Event(f"{question.stage}:question:voided", case.reference, facts=facts))
    release_visit(change, case, state="void", reason=reason)
    _void_effects(change, case, reason)


def release_visit(change: Change, case: Case, *, state: str, reason: str, counted: bool = False) -> Visit | None:
    """The announced visit of a case ends without having been held; its bookings are free again."""
    visit = change.session.scalar(
        select(Visit).where(Visit.case_reference == case.reference, Visit.state == "announced")
    )
    if visit is None:
        return None
    visit.state, visit.counted = state, counted
    bookings = select(Booking).where(Booking.case_reference == case.reference, Booking.occurrence == visit.occurrence)
    facts: dict[str, str | int | bool | list[str] | None] = {
        "visit": visit.occurrence, "team": visit.team_code, "day": visit.day.isoformat(), "state": state, "reason": reason, "counted": counted,
    }  # fmt: skip
    change.write(
        Event("visit:visit:ended", case.reference, facts=facts), removed=tuple(change.session.scalars(bookings))
    )
    return visit


def _void_effects(change: Change, case: Case, reason: str) -> None:
    unsent = list(
        change.session.scalars(select(Effect).where(Effect.subject == case.reference, Effect.state == "planned"))
    )
    reserved = list(
        change.session.scalars(select(Letter).where(Letter.subject == case.reference, Letter.state == "reserved"))
    )
    for effect in unsent:
        effect.state, effect.void_reason, effect.settled_at = "void", reason, change.moment.recorded_at
    for letter in reserved:
        letter.state, letter.void_reason = "void", reason
    if unsent or reserved:
        facts: dict[str, str | int | bool | list[str] | None] = {
            "effects": [effect.key for effect in unsent],
            "letters": [letter.number for letter in reserved],
            "reason": reason,
        }
        change.write(Event(f"{case.stage}:effects:voided", case.reference, facts=facts))
