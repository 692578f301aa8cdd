"""Ending a case: one transaction that ends every question, visit, effect and reminder of it."""

from sqlalchemy import select

from casework.lifecycle import Stage
from casework.office import Office
from casework.registry import Change, Event
from casework.registry.ledger import Fact
from casework.registry.models import Booking, Case, Effect, Letter, Question, TeamDay, Visit
from casework.stages.case_file import ask, next_cycle
from casework.stages.closure import close
from casework.stages.deciding import ConsequenceRefused, Decided
from casework.stages.dispatch.subjects import team_subject


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
    _have_the_team_phoned(change, office, case)
    end_everything(change, case, reason=decided.choice, spare_question=decided.question.id)
    case.result = decided.choice
    close(change, office, case, decided.choice, actor=decided.officer.code)
    if decided.choice == "died":
        _void_effects(change, case, "died")


def _have_the_team_phoned(change: Change, office: Office, case: Case) -> None:
    """A team under way to a door that will not open is an urgent item, with whom to phone."""
    today = change.moment.office_date
    team = change.session.scalar(
        select(TeamDay)
        .join(Visit, (Visit.day == TeamDay.day) & (Visit.team_code == TeamDay.team_code))
        .where(Visit.case_reference == case.reference, Visit.state == "announced")
        .where(TeamDay.state == "released", TeamDay.day == today)
    )
    if team is not None:
        subject = team_subject(team.day, team.team_code)
        prepared: dict[str, object] = {"case": case.reference, "lead": team.lead_code, "members": list(team.members)}
        ask(change, office, "team-recall", subject, next_cycle(change, subject, "team-recall"), prepared)


def end_everything(change: Change, case: Case, *, reason: str, spare_question: int | None = None) -> None:
    """Void the open questions, the announced visit with its bookings, and whatever has not gone out yet."""
    open_questions = select(Question).where(Question.subject == case.reference, Question.state == "open")
    for question in change.session.scalars(open_questions):
        if question.id != spare_question:
            question.state, question.void_reason = "void", reason
            facts: dict[str, Fact] = {
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
    facts: dict[str, Fact] = {
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
        facts: dict[str, Fact] = {
            "effects": [effect.key for effect in unsent],
            "letters": [letter.number for letter in reserved],
            "reason": reason,
        }
        change.write(Event(f"{case.stage}:effects:voided", case.reference, facts=facts))
