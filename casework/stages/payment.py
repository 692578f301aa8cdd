"""Payment: the state's fee for the permit (PNBP), never for the visit; the day of payment is a dated fact."""

from datetime import date, datetime

from sqlalchemy import select

from casework.clock import OFFICE_TIME_ZONE
from casework.deadlines import payment_deadline
from casework.letters import LetterKind
from casework.lifecycle import Stage
from casework.office import Office
from casework.registry import Change, Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import Case, Effect, Payment, Question
from casework.stages import letter_facts
from casework.stages.billed import present_payment
from casework.stages.case_file import ask, find_case, move, next_cycle, open_question_of, plan_effect, void_question
from casework.stages.correspondence import plan_letter
from casework.stages.deciding import Decided

OVERDUE = "payment-overdue"
WORKING_DAYS_GRANTED = 5


def note_billing(change: Change, reference: str, *, billing_code: str, expires_at: datetime) -> None:
    """The billing code that the treasury gave is told to the guarantor by letter, once."""
    payment = present_payment(change, reference)
    if payment is None or payment.billing_code is not None:
        return
    payment.billing_code, payment.billing_expires_at = billing_code, expires_at
    change.write(Event("payment:billing:issued", reference, facts={"expires_at": expires_at.isoformat()}))
    today = change.moment.office_date
    if payment.due_on < today and not _outlasts(payment, today):  # the answer to an old order: its code has lapsed
        due_on = payment_deadline(find_case(change, reference).permit_expires_on, billed_on=today)
        told = Event("payment:billing:wanted-anew", reference, facts={"due_on": due_on.isoformat()})
        change.write(told, *_billed_anew(change, payment, due_on))
        return
    plan_letter(
        change, reference, LetterKind.BILLING, letter_facts.billing(change, find_case(change, reference), payment)
    )


def note_paid(change: Change, billing_code: str, *, paid_at: datetime, receipt_number: str) -> None:
    """A fee paid while the permit runs protects from overstay, even when the visit comes later."""
    payment = change.session.scalar(select(Payment).where(Payment.billing_code == billing_code))
    if payment is None or payment.paid_at is not None:
        return
    reference = payment.case_reference
    case = find_case(change, reference)
    payment.paid_at, payment.receipt_number = paid_at, receipt_number
    paid_on = paid_at.astimezone(OFFICE_TIME_ZONE).date()
    in_time = case.permit_expires_on is None or paid_on <= case.permit_expires_on
    facts: dict[str, Fact] = {"paid_on": paid_on.isoformat(), "before_expiry": in_time}
    change.write(Event("payment:fee:paid", reference, facts=facts))
    if Stage(case.stage) is Stage.PAYMENT:
        if (overdue := open_question_of(change, reference, OVERDUE)) is not None:
            void_question(change, overdue, "paid")
        move(change, case, "paid")


def unpaid(reading: Reading) -> list[Payment]:
    """Billings that wait for their payment, oldest first."""
    statement = (
        select(Payment)
        .join(Case, Case.reference == Payment.case_reference)
        .where(Case.stage == Stage.PAYMENT.value, Payment.paid_at.is_(None), Payment.billing_code.is_not(None))
        .order_by(Payment.due_on, Payment.case_reference)
    )
    return list(reading.session.scalars(statement))


def ask_about_overdue(change: Change, office: Office, reference: str) -> Question | None:
    """A fee unpaid on its day goes to a person, once for each deadline; nothing is ended by a machine."""
    payment, case = present_payment(change, reference), find_case(change, reference)
    overdue = payment is not None and payment.paid_at is None and payment.due_on < change.moment.office_date
    if not overdue or Stage(case.stage) is not Stage.PAYMENT or open_question_of(change, reference, OVERDUE):
        return None
    return ask(change, office, OVERDUE, reference, next_cycle(change, reference, OVERDUE))


def settle_overdue(change: Change, office: Office, decided: Decided) -> None:
    """More time is given to a new day, or the application ends."""
    case = decided.file
    payment = present_payment(change, case.reference)
    if decided.choice == "end" or payment is None:
        case.result = "unpaid"
        move(change, case, "unpaid", actor=decided.officer.code, facts={"ground": decided.decision.ground})
        return
    due_on = office.calendar.add_working_days(change.moment.office_date, WORKING_DAYS_GRANTED)
    facts: dict[str, Fact] = {"due_on": due_on.isoformat(), "ground": decided.decision.ground}
    told = Event("payment:deadline:extended", case.reference, decided.officer.code, facts)
    if _outlasts(payment, due_on):
        payment.due_on = due_on
        change.write(told)
    else:  # its billing code lapses before the new day: the treasury is asked for another
        change.write(told, *_billed_anew(change, payment, due_on))


def bill_again_what_never_went_out(change: Change, case: Case, *, was_told: bool) -> None:
    """A fee that stands, of whose bill the guarantor has never heard, is billed; one that was paid meanwhile is paid."""
    payment, today = present_payment(change, case.reference), change.moment.office_date
    if payment is None:
        return
    if payment.paid_at is not None:
        move(change, case, "paid")
    elif payment.billing_code is None or not (was_told or _outlasts(payment, today)):
        due_on = payment_deadline(case.permit_expires_on, billed_on=today)
        told = Event("payment:billing:wanted-anew", case.reference, facts={"due_on": due_on.isoformat()})
        change.write(told, *_billed_anew(change, payment, due_on))
    elif not was_told:
        plan_letter(change, case.reference, LetterKind.BILLING, letter_facts.billing(change, case, payment))


def _outlasts(payment: Payment, due_on: date) -> bool:
    expires_at = payment.billing_expires_at
    return expires_at is None or expires_at.astimezone(OFFICE_TIME_ZONE).date() >= due_on


def _billed_anew(change: Change, payment: Payment, due_on: date) -> tuple[Payment, Effect]:
    again = Payment(
        case_reference=payment.case_reference,
        occurrence=payment.occurrence + 1,
        amount=payment.amount,
        tariff_basis=payment.tariff_basis,
        due_on=due_on,
    )
    return again, plan_effect(change, payment.case_reference, "billing-order", {"occurrence": again.occurrence})
