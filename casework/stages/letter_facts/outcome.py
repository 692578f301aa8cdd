"""Facts of the letters about the outcome: grant, refusal, closing."""

from datetime import date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta

from casework.approval_chain import ABOVE_THE_OFFICE
from casework.case import Application, PermitKind
from casework.clock import OFFICE_TIME_ZONE
from casework.deadlines import overstay_on, overstay_rule_on, retention_of
from casework.letters import LetterKind
from casework.letters.facts.decision import ClosingFacts, Delivery, EndedStay, GrantFacts, RefusalFacts
from casework.letters.facts.parts import BilingualText
from casework.office import Office
from casework.partners.protocols import PermitReceipt
from casework.questions import code_of
from casework.questions.about_permits import NO_IDENTITY
from casework.registry import Change
from casework.registry.models import Case, Decision
from casework.registry.officers import name_of
from casework.stages.billed import present_payment, reentry_was_billed
from casework.stages.case_file import read_application
from casework.stages.custody import last_custody
from casework.stages.deciding import Decided
from casework.stages.letter_facts.addressees import addressee_on
from casework.stages.letter_facts.legal_bases import legal_bases_of
from casework.stages.letter_facts.objection import objected_to
from casework.stages.letter_facts.parties import masked, parties_of
from casework.stages.letter_facts.refusal_grounds import in_words
from casework.stages.letter_facts.remedies import ways_to_contest
from casework.stages.remedy import answers_an_objection, ground_that_stands, refusal_that_stands, remedy_against

E_PERMIT = BilingualText(indonesian="Izin tinggal elektronik", english="Electronic stay permit")
REENTRY_PERMIT = BilingualText(indonesian="Izin Masuk Kembali", english="Re-entry permit")
DELIVERY_OF_MEANS: dict[str, Delivery] = {
    "e-mail": "electronic", "brought": "by-hand", "registered-mail": "registered-mail",
}  # fmt: skip


def grant(change: Change, case: Case, receipt: PermitReceipt, decided_on: date) -> GrantFacts:
    """L12: the permit as SIMKIM registered it, and its holder's duty to report; a refusal that was objected to is revoked by it."""
    application = read_application(change, case)
    is_permanent = case.permit_kind == PermitKind.PERMANENT.value
    return GrantFacts(
        **parties_of(case, application, to_applicant=True),
        decided_on=decided_on,
        procedure=application.procedure,
        permit_kind=application.permit.kind,
        permit_index=application.permit.index,
        nationality=application.applicant.nationality,
        passport_number_masked=masked(application.applicant.passport_number),
        legal_bases=legal_bases_of(LetterKind.GRANT, change.moment.office_date),
        permit_number=receipt.permit_number,
        register_number=receipt.register_number,
        valid_from=receipt.valid_from,
        valid_until=receipt.valid_to,
        next_report_on=receipt.valid_from + relativedelta(years=5) if is_permanent else None,
        delivery="electronic" if application.has_address else "registered-mail",
        includes_reentry=reentry_was_billed(change, case.reference, application),
        objected_to=objected_to(change, case, "refused"),
    )


def refusal(change: Change, case: Case, decision: Decision) -> RefusalFacts:
    """L13: why the permit is refused, by whom where that was not this office, and every way of contesting it with its deadline."""
    application = read_application(change, case)
    said_no = refusal_that_stands(change, case.reference)
    said_by = said_no.role if said_no else None
    return RefusalFacts(
        **parties_of(case, application, to_applicant=True),
        decided_on=decision.office_date,
        procedure=application.procedure,
        permit_kind=application.permit.kind,
        permit_index=application.permit.index,
        nationality=application.applicant.nationality,
        passport_number_masked=masked(application.applicant.passport_number),
        legal_bases=legal_bases_of(LetterKind.REFUSAL, change.moment.office_date),
        applied_on=case.applied_on,
        refused_above=addressee_on(said_by, change.moment.office_date).named if said_by in ABOVE_THE_OFFICE else None,
        grounds=(in_words(ground_that_stands(change, decision), application, change.moment.office_date),),
        objected_to=objected_to(change, case, "refused") if answers_an_objection(said_no) else None,
        fee_paid=_fee_state(change, case) == "paid",
        **_stay(change, case),
        **ways_to_contest(remedy_against(change, case, "refused"), change.moment.office_date),
    )


def closing(change: Change, office: Office, case: Case, delivery: Decided | None) -> ClosingFacts:
    """L14: how the case ended, what was handed over to whom, and until when the file is kept."""
    del office
    application = read_application(change, case)
    retention = retention_of(case.permit_kind, change.moment.office_date)
    custody = last_custody(change, case.reference)
    return ClosingFacts(
        **parties_of(case, application),
        result=case.result,  # one of the coded results; the facts model refuses any other
        closed_on=change.moment.office_date,
        handed_over=_handed_over(change, case, application) if delivery else (),
        handed_over_at=_handed_over_at(change, delivery),
        **_received(application, delivery),
        delivery=DELIVERY_OF_MEANS[code_of(delivery.answer["means"])] if delivery else None,
        recorded_by=name_of(change, delivery.officer) if delivery else None,
        recorded_by_post=delivery.officer.post if delivery else None,
        retention_until=retention.until,
        retention_basis=retention.legal_basis,
        fee=_fee_state(change, case),
        permit_expires_on=case.permit_expires_on,
        passport_returned_on=custody.returned_on if custody else None,
        passport_returned_to=custody.returned_to
        if custody
        else None,  # a coded receiver; the facts model refuses any other
        passport_back_by=custody.back_by if custody and custody.returned_on is None else None,
    )


def _stay(change: Change, case: Case) -> dict[str, Any]:
    """Until when the present stay goes on, or what the law makes of the days since it ended."""
    last_day, today = case.permit_expires_on, change.moment.office_date
    if last_day is None or today <= last_day:
        return {"leave_by": last_day}
    rule = overstay_rule_on(today)
    paid_on = _paid_on(change, case)
    overstay = overstay_on(today, last_day, submitted_on=case.applied_on, paid_on=paid_on)
    ended = EndedStay(
        ended_on=last_day,
        overstay=overstay.kind,
        charge_per_day=rule.charge_per_day,
        limit=rule.gap_day,
        legal_basis=overstay.legal_basis,
    )
    return {"leave_by": None, "ended_stay": ended}


def _paid_on(change: Change, case: Case) -> date | None:
    """Where no fee was due, an application in time is enough."""
    payment = present_payment(change, case.reference)
    if payment is None:
        return case.applied_on
    return payment.paid_at.astimezone(OFFICE_TIME_ZONE).date() if payment.paid_at else None


def _handed_over(change: Change, case: Case, application: Application) -> tuple[BilingualText, ...]:
    return (E_PERMIT, REENTRY_PERMIT) if reentry_was_billed(change, case.reference, application) else (E_PERMIT,)


def _handed_over_at(change: Change, delivery: Decided | None) -> datetime | None:
    return change.moment.office if delivery else None


def _received(application: Application, delivery: Decided | None) -> dict[str, Any]:
    """Who received it, by the record: the parties by name, anybody else by what they are."""
    if delivery is None:
        return {"received_by": None}
    receiver = code_of(delivery.answer["receiver"])
    guarantor = application.guarantor.name if application.guarantor else None
    name = {"applicant": application.applicant.full_name, "guarantor": guarantor}.get(receiver)
    return {"received_by": name, "receiver": receiver, **_shown_by(receiver, application, delivery)}


def _shown_by(receiver: str, application: Application, delivery: Decided) -> dict[str, Any]:
    """By what the receiver showed who they are, with the end of a number that the application knows."""
    shown = code_of(delivery.answer.get("identity", NO_IDENTITY))
    if shown == NO_IDENTITY:
        return {}
    guarantor = application.guarantor
    numbers = {
        ("applicant", "passport"): application.applicant.passport_number,
        ("guarantor", "identity-card"): guarantor and guarantor.kind == "person" and guarantor.identity_number,
    }
    number = numbers.get((receiver, shown)) or None
    return {"identity_shown": shown, "identity_number_masked": number and masked(number)}


def _fee_state(change: Change, case: Case) -> str:
    """An order that never reached the treasury is no bill."""
    payment = present_payment(change, case.reference)
    if payment is None or payment.billing_code is None:
        return "none"
    return "unpaid" if payment.paid_at is None else "paid"
