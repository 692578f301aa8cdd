"""A case that was closed by mistake stands again where it stood, and is asked about anew.

What went out stays, and what was void stays void. Only what its stage cannot go on without is written anew, under a
number of its own: the bill, what is missing, the decision that is to be handed over; and that it stands again.
"""

from collections.abc import Callable

from sqlalchemy import select

from casework.completeness import missing_from
from casework.letters import LetterKind
from casework.lifecycle import Stage
from casework.office import Office
from casework.registry import Change, Reading
from casework.registry.models import Case, Decision, Effect, Letter, OutsideEvent, Question, Visit
from casework.stages import eligibility, letter_facts, payment, permit
from casework.stages.by_post import days_told
from casework.stages.case_file import (
    ask,
    begin_cycle,
    find_case,
    last_question_of,
    move,
    next_cycle,
    read_application,
)
from casework.stages.conflict import ask_about_conflict_again
from casework.stages.correspondence import plan_letter
from casework.stages.deciding import Decided
from casework.stages.ending import BESIDE_THE_APPLICATION, void_effects
from casework.stages.letter_facts.ending import MistakenEnd
from casework.stages.objected import carried_from
from casework.stages.objection import ask_about_objection_again


def reinstate(change: Change, office: Office, event: OutsideEvent, decided: Decided) -> None:
    """A death or a withdrawal that was reported wrongly is undone: the case goes on from where it stood.

    The letter about its end goes out no more where it has not gone out yet. Whoever has heard of it, or waits for a
    visit that fell with it, is told by a letter of whoever approved the undoing (``decided``).
    """
    case, stood, actor = find_case(change, event.case_reference), Stage(event.stage_before), decided.officer.code
    end = _mistaken_end(change, case, event)
    void_effects(change, case, "undone", spare=BESIDE_THE_APPLICATION)
    case.result, case.closed_on, case.retain_until = event.before["result"], None, None
    failed = _voided(change, case, "failed-visits", event)
    stands = Stage.WAITING_FOR_VISIT if stood is Stage.VISIT and failed is None else stood
    move(change, case, "reinstated", to=stands, actor=actor, facts={"event": event.kind, "stood": stood.value})
    if failed is not None:
        ask(change, office, "failed-visits", case.reference, next_cycle(change, case.reference, "failed-visits"))
    if _voided(change, case, "intake-conflict", event) is not None:
        ask_about_conflict_again(change, office, case)
    objection = _voided(change, case, "objection-receipt", event)
    if objection is not None:
        ask_about_objection_again(change, office, objection)
    ASKED_ANEW.get(stands, _nothing_to_ask)(change, office, case)
    if end.told_by is not None or end.visit_day is not None:
        facts, mail_to = letter_facts.reinstated(change, case, end), ("guarantor", "applicant")
        plan_letter(change, case.reference, LetterKind.REINSTATED, facts, signed_by=decided, mail_to=mail_to)


def _mistaken_end(change: Change, case: Case, event: OutsideEvent) -> MistakenEnd:
    """How the case had ended, read before that is undone."""
    fell = _voided(change, case, "visit-report", event)
    visit = None if fell is None else change.session.get(Visit, (case.reference, fell.cycle))
    return MistakenEnd(
        closed_as="died" if event.kind == "died" else "withdrawn",
        closed_on=case.closed_on or change.moment.office_date,
        told_by=_letter_that_told_of_the_end(change, case),
        visit_day=visit.day if visit is not None else None,
    )


def _nothing_to_ask(change: Change, office: Office, case: Case) -> None:
    del change, office, case


def _what_is_missing(change: Change, office: Office, case: Case) -> None:
    """Whoever never heard what is missing is told now."""
    if _went_out(change, case, LetterKind.MISSING_DOCUMENTS):
        return
    lacks = missing_from(read_application(change, case), change.moment.office_date)
    facts = (
        letter_facts.missing_documents(change, office, case, lacks)
        if lacks
        else letter_facts.returned_documents(change, office, case, _ground_of_the_return(change, case))
    )
    plan_letter(change, case.reference, LetterKind.MISSING_DOCUMENTS, facts)


def _ground_of_the_return(change: Change, case: Case) -> str:
    """On which ground an officer sent the application back, or that two contents had come under one reference."""
    last = last_question_of(change, case.reference, "eligibility-verdict", "intake-conflict")
    if last is not None and last.kind == "intake-conflict":
        return "two-contents"
    decision = change.session.get(Decision, last.id) if last is not None else None
    return (decision and decision.ground) or "documents"


def _the_verdict(change: Change, office: Office, case: Case) -> None:
    last = last_question_of(change, case.reference, "eligibility-verdict")
    if last is None or last.cycle != case.cycle:
        return  # its assessment had not begun: it begins now
    begin_cycle(change, case, read_application(change, case), "judged-anew", "system", {"event": "reinstated"})
    eligibility.judge_anew(change, office, case, role=last.role, carried=carried_from(last))


def _the_payment(change: Change, office: Office, case: Case) -> None:
    """The fee stands as it stood; who never got the bill gets it now, and who paid meanwhile has paid."""
    del office
    payment.bill_again_what_never_went_out(change, case, was_told=_went_out(change, case, LetterKind.BILLING))


def _the_permit(change: Change, office: Office, case: Case) -> None:
    permit.open_chain_again(change, office, case)


def _the_decision(change: Change, office: Office, case: Case) -> None:
    """A decision that was never told is told now, by the letter of whoever made it."""
    if case.result == "granted" and not _went_out(change, case, LetterKind.GRANT):
        permit.tell_of_the_grant(change, office, case)
    elif case.result == "refused" and not _went_out(change, case, LetterKind.REFUSAL):
        permit.tell_of_the_refusal(change, office, case)
    elif case.result == "ineligible" and not _went_out(change, case, LetterKind.INELIGIBLE):
        eligibility.tell_of_the_verdict(change, office, case)


ASKED_ANEW: dict[Stage, Callable[[Change, Office, Case], None]] = {
    Stage.INCOMPLETE: _what_is_missing,
    Stage.ASSESSMENT: _the_verdict,
    Stage.PAYMENT: _the_payment,
    Stage.PERMIT: _the_permit,
    Stage.CLOSING: _the_decision,
}


def _voided(reading: Reading, case: Case, kind: str, event: OutsideEvent) -> Question | None:
    """The question of that kind that this event put an end to, if it was the last of its kind."""
    last = last_question_of(reading, case.reference, kind)
    return last if last is not None and last.void_reason == event.kind else None


def _went_out(reading: Reading, case: Case, kind: LetterKind) -> bool:
    """Whether the latest letter of that kind has reached its addressee."""
    mails = select(Effect.state).where(Effect.subject == case.reference, Effect.kind == f"mail:{kind.value}")
    return reading.session.scalar(mails.order_by(Effect.occurrence.desc()).limit(1)) == "done"


def _letter_that_told_of_the_end(reading: Reading, case: Case) -> Letter | None:
    """The last letter that left the office about this, where it says that the process has ended and not that it goes on."""
    kinds = (LetterKind.PROCESS_ENDED.value, LetterKind.REINSTATED.value)
    letters = select(Letter).where(Letter.subject == case.reference, Letter.kind.in_(kinds), Letter.state == "issued")
    for letter in reading.session.scalars(letters.order_by(Letter.id.desc())):
        if _has_left_the_office(reading, letter):
            return letter if letter.kind == LetterKind.PROCESS_ENDED.value else None
    return None


def _has_left_the_office(reading: Reading, letter: Letter) -> bool:
    """Whether an issued letter has reached anybody, by mail, by post or by hand."""
    mails = select(Effect).where(
        Effect.subject == letter.subject,
        Effect.kind == f"mail:{letter.kind}",
        Effect.occurrence == letter.occurrence,
    )
    mail = reading.session.scalar(mails)
    return mail is not None and bool(days_told(reading, mail))
