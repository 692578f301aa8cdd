"""Closure: the result is handed over, nothing is left open, and the archive knows until when."""

from sqlalchemy import select

from casework.case import PermitKind
from casework.deadlines import retain_until
from casework.letters import LetterKind
from casework.office import Office
from casework.questions import code_of
from casework.questions.about_permits import NO_IDENTITY
from casework.registry import Change, Reading
from casework.registry.models import Case, Effect, Question, Visit
from casework.stages import letter_facts
from casework.stages.case_file import ask, find_case, move, next_cycle, open_question_of
from casework.stages.copies_owed import is_a_copy, is_about_a_copy
from casework.stages.correspondence import plan_letter
from casework.stages.custody import PASSPORT_RETURN
from casework.stages.deciding import ConsequenceRefused, Decided

# A complaint about the service does not hold the application up (UU 25/2009), and an objection opens a closed case again.
COMPLAINTS = frozenset({"complaint-receipt", "complaint-answer"})
HOLD_NOTHING_UP = COMPLAINTS | {"objection-receipt"}
# Answered all the same where a case ends at once: they are no part of the application.
OUTLIVE_THE_CASE = COMPLAINTS | {PASSPORT_RETURN}


def prepare_closure(change: Change, office: Office, reference: str) -> Question | None:
    """A permit that was granted is closed with the receipt of its hand-over; any other result closes by itself.

    A passport that a team took along is given back first.
    """
    case = find_case(change, reference)
    passport = open_question_of(change, reference, PASSPORT_RETURN)
    if case.stage != "closing" or passport is not None:
        return passport
    if case.result == "granted":
        asked = open_question_of(change, reference, "delivery-receipt")
        cycle = next_cycle(change, reference, "delivery-receipt")
        return asked or ask(change, office, "delivery-receipt", reference, cycle)
    if not still_open(change, case):
        close(change, office, case, "closed")
    return None


def settle_delivery(change: Change, office: Office, decided: Decided) -> None:
    """The hand-over closes the case, unless something on it is still open; whoever was met showed who they are."""
    means, identity = (code_of(decided.answer.get(name, "")) for name in ("means", "identity"))
    if identity and (means == "brought") is (identity == NO_IDENTITY):
        raise ConsequenceRefused("identity-not-told")
    if still_open(change, decided.file, besides=decided.question.id):
        raise ConsequenceRefused("something-open")
    close(change, office, decided.file, "closed", actor=decided.officer.code, delivery=decided)


def close(
    change: Change,
    office: Office,
    case: Case,
    happening: str,
    *,
    actor: str = "system",
    delivery: Decided | None = None,
) -> None:
    """A closed case has its result and the day until which the archive keeps it; whose way led to a result, a closing letter.

    A death or a withdrawal is told by its own letter (L17): nothing was decided or handed over that L14 could record, and
    a family reads one letter, which says what is still to be done.
    """
    today = change.moment.office_date
    case.closed_on, case.retain_until = today, retain_until(PermitKind(case.permit_kind), today)
    result = case.result or "unknown"
    move(change, case, happening, actor=actor, facts={"result": result, "retain_until": case.retain_until.isoformat()})
    if happening == "closed":
        facts = letter_facts.closing(change, office, case, delivery)
        plan_letter(change, case.reference, LetterKind.CLOSING, facts)


def still_open(reading: Reading, case: Case, besides: int | None = None) -> list[str]:
    """What keeps a case from being closed: open questions, an announced visit, whatever has not gone out.

    A copy for a third party's mailbox, and what is asked about it, keeps nobody from their permit.
    """
    session = reading.session
    questions = session.scalars(select(Question).where(Question.subject == case.reference, Question.state == "open"))
    visits = session.scalars(select(Visit).where(Visit.case_reference == case.reference, Visit.state == "announced"))
    effects = session.scalars(select(Effect).where(Effect.subject == case.reference, Effect.state == "planned"))
    return [
        *(f"question {one.kind}" for one in questions if one.id != besides and not _holds_nothing_up(one)),
        *(f"visit {visit.occurrence}" for visit in visits),
        *(f"effect {effect.key}" for effect in effects if effect.kind != "app-notice" and not is_a_copy(effect.kind)),
    ]


def _holds_nothing_up(question: Question) -> bool:
    return question.kind in HOLD_NOTHING_UP or is_about_a_copy(question)
