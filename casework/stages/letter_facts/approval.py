"""Facts of the letter by which a permit goes up for approval, from the register."""

from sqlalchemy import select

from casework.approval_chain import route_for
from casework.case import Application, PermitKind
from casework.clock import OFFICE_TIME_ZONE
from casework.deadline_rules import ServiceStep
from casework.deadlines import service_level_days
from casework.letters.facts.approval import ApprovalRequestFacts, EarlierPermit
from casework.letters.wording import partial_date
from casework.partners.protocols import PermitReceipt
from casework.registry import Change, Reading
from casework.registry.models import Case, DataKey, Decision, IssuedPermit, Visit
from casework.stages.billed import present_payment
from casework.stages.case_file import read_application
from casework.stages.deciding import Decided
from casework.stages.letter_facts.addressees import addressee_on
from casework.stages.letter_facts.parties import home_of

LATEST_PERMITS = 12


def approval_request(change: Change, case: Case, asked: str, decided: Decided) -> ApprovalRequestFacts:
    """L10: what the level above the office (``asked``, its role) needs to decide; ``decided`` is the head's own act."""
    application = read_application(change, case)
    applicant, permit, guarantor = application.applicant, application.permit, application.guarantor
    visit, payment = _held_visit(change, case), present_payment(change, case.reference)
    paid_at = payment.paid_at if payment else None
    addressee = addressee_on(asked, change.moment.office_date)
    return ApprovalRequestFacts(
        case_reference=case.reference,
        addressee=addressee.named.indonesian,
        through=addressee.through,
        addressee_place=addressee.place,
        applicant_name=applicant.full_name,
        sex=applicant.sex,
        born=partial_date(applicant.birth_date),
        nationality=applicant.nationality,
        passport_number=applicant.passport_number,
        passport_expires_on=applicant.passport_expires_on,
        home_address=home_of(application),
        guarantor_name=guarantor.name if guarantor else None,
        guarantor_relation=guarantor.relation if guarantor else None,
        procedure=application.procedure,
        permit_kind=permit.kind,
        permit_index=permit.index,
        permit_number=permit.number,
        permit_expires_on=case.permit_expires_on,
        extension_number=permit.extension_number,
        earlier_permits=earlier_permits(change, case),
        applied_on=case.applied_on,
        visited_on=visit.day if visit else None,
        exception_accepted=_exception_accepted(change, case),
        decided_on=decided.decision.office_date,
        differs_from_proposal=decided.question.prepared.get("proposal") == "refuse",
        fee_received_on=paid_at.astimezone(OFFICE_TIME_ZONE).date() if paid_at else None,
        fee_amount=payment.amount if payment and paid_at else None,
        fee_receipt=payment.receipt_number if payment and paid_at else None,
        forward_within=service_level_days(ServiceStep.FORWARD, PermitKind(case.permit_kind), change.moment.office_date),
        enclosures=tuple(document.code for document in application.documents),
        legal_basis=_legal_basis(change, application),
    )


def earlier_permits(reading: Reading, case: Case) -> tuple[EarlierPermit, ...]:
    """What this office granted on the same passport before, the latest first; a file that was erased tells nothing."""
    permits = (
        select(IssuedPermit, Case.permit_kind)
        .join(Case, Case.reference == IssuedPermit.case_reference)
        .join(DataKey, DataKey.owner == Case.reference)
        .where(Case.passport_index == case.passport_index, Case.reference != case.reference)
        .where(DataKey.destroyed_at.is_(None))
    )
    found = [_earlier_permit(reading, row, kind) for row, kind in reading.session.execute(permits)]
    return tuple(sorted(found, key=lambda permit: permit.valid_from, reverse=True)[:LATEST_PERMITS])


def _earlier_permit(reading: Reading, row: IssuedPermit, kind: str) -> EarlierPermit:
    opened = reading.unseal(row.sealed_permit, "issued_permit.sealed_permit", row.case_reference)
    receipt = PermitReceipt.model_validate_json(opened)
    return EarlierPermit(
        kind=PermitKind(kind),
        number=receipt.permit_number,
        valid_from=receipt.valid_from,
        valid_until=receipt.valid_to,
    )


def _held_visit(reading: Reading, case: Case) -> Visit | None:
    held = select(Visit).where(Visit.case_reference == case.reference, Visit.state == "held")
    return reading.session.scalar(held.order_by(Visit.occurrence.desc()).limit(1))


def _exception_accepted(reading: Reading, case: Case) -> bool:
    accepted = select(Decision.question_id).where(
        Decision.subject == case.reference, Decision.kind == "biometric-exception", Decision.choice == "accept"
    )
    return reading.session.scalar(accepted.limit(1)) is not None


def _legal_basis(change: Change, application: Application) -> str:
    permit = application.permit
    today = change.moment.office_date
    return route_for(permit.kind, application.procedure, permit.extension_number, today).legal_basis
