"""Facts of the letters about a process that has ended before its decision, and about one that goes on after all."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from casework.case import Application
from casework.clock import OFFICE_TIME_ZONE
from casework.deadlines import retention_of
from casework.letters.facts.ending import ProcessEndedFacts, ReinstatedFacts
from casework.letters.facts.parts import BilingualText, NumberedLetter
from casework.lifecycle import NEUTRAL_SENTENCE, Stage
from casework.partners.protocols import PermitReceipt
from casework.registry import Change, Reading
from casework.registry.models import Case, IssuedPermit, Letter
from casework.stages.billed import present_payment
from casework.stages.case_file import read_application
from casework.stages.custody import last_custody
from casework.stages.letter_facts.parties import parties_of

Reason = Literal["withdrawn", "died"]


@dataclass(frozen=True)
class MistakenEnd:
    """How a case had ended by mistake: as what, when, which letter had told of it, and which announced visit fell with it."""

    closed_as: Reason
    closed_on: date
    told_by: Letter | None
    visit_day: date | None


@dataclass(frozen=True)
class _Fee:
    state: Literal["none", "unpaid", "paid"]
    paid_on: date | None = None
    amount: int | None = None


def process_ended(change: Change, case: Case, reason: Reason, visit_day: date | None) -> ProcessEndedFacts:
    """L17: the end of a process by withdrawal or death; ``visit_day`` is that of the announced visit which falls with it."""
    application = read_application(change, case)
    to_family = reason == "died" and has_no_guarantor_to_write_to(application)
    fee, retention = _fee_of(change, case), retention_of(case.permit_kind, change.moment.office_date)
    granted, custody = _permit_of(change, case), last_custody(change, case.reference)
    return ProcessEndedFacts(
        **parties_of(case, application, to_applicant=to_family),
        to_family=to_family,
        reason=reason,
        ended_on=change.moment.office_date,
        visit_cancelled_on=visit_day,
        permit_granted=granted is not None,
        permit_expires_on=granted.valid_to if granted else case.permit_expires_on,
        fee=fee.state,
        fee_paid_on=fee.paid_on,
        fee_amount=fee.amount,
        passport_back_by=custody.back_by if custody and custody.returned_on is None else None,
        retention_until=retention.until,
        retention_basis=retention.legal_basis,
    )


def reinstated(change: Change, case: Case, end: MistakenEnd) -> ReinstatedFacts:
    """L22: a case stands again, and where, in the words in which anybody may be told of it."""
    indonesian, english = NEUTRAL_SENTENCE[Stage(case.stage)]
    return ReinstatedFacts(
        **parties_of(case, read_application(change, case)),
        closed_as=end.closed_as,
        closed_on=end.closed_on,
        reinstated_on=change.moment.office_date,
        told_of_the_end=end.told_by is not None,
        end_letter=NumberedLetter(number=end.told_by.number, dated=end.told_by.dated) if end.told_by else None,
        stands=BilingualText(indonesian=indonesian.removesuffix("."), english=english.removesuffix(".")),
        visit_cancelled_on=end.visit_day,
        permit_expires_on=case.permit_expires_on,
    )


def has_no_guarantor_to_write_to(application: Application) -> bool:
    """After a death the family is written to where nobody guarantees, or where the dead was their own guarantor."""
    guarantor, name = application.guarantor, application.applicant.full_name
    return guarantor is None or guarantor.name.casefold() == name.casefold()


def _fee_of(reading: Reading, case: Case) -> _Fee:
    """What was billed and told, and what of it was paid; an order that never reached the treasury is no bill."""
    payment = present_payment(reading, case.reference)
    if payment is None or payment.billing_code is None:
        return _Fee("none")
    if payment.paid_at is None:
        return _Fee("unpaid")
    return _Fee("paid", payment.paid_at.astimezone(OFFICE_TIME_ZONE).date(), payment.amount)


def _permit_of(reading: Reading, case: Case) -> PermitReceipt | None:
    row = reading.session.get(IssuedPermit, case.reference)
    if row is None:
        return None
    opened = reading.unseal(row.sealed_permit, "issued_permit.sealed_permit", case.reference)
    return PermitReceipt.model_validate_json(opened)
