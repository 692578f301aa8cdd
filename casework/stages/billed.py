"""What was billed for a case: letters, briefings and the payment itself look it up here."""

from datetime import date

from sqlalchemy import func, select

from casework.case import Application
from casework.letters import LetterKind
from casework.registry import Reading
from casework.registry.models import Letter, Payment
from casework.tariffs import Tariff, tariff_for


def present_payment(reading: Reading, reference: str) -> Payment | None:
    """The latest billing of a case."""
    statement = select(Payment).where(Payment.case_reference == reference).order_by(Payment.occurrence.desc()).limit(1)
    return reading.session.scalar(statement)


def tariff_billed(application: Application, payment: Payment, on: date) -> Tariff | None:
    """The tariff of which a bill of that day names each item; None where another amount was set than it asks for."""
    tariff = tariff_for(application.permit.kind, application.procedure, application.permit.index, on)
    return tariff if tariff is not None and tariff.total == payment.amount else None


def reentry_was_billed(reading: Reading, reference: str, application: Application) -> bool:
    """Whether the latest letter about the bill names a re-entry permit among what is paid for."""
    payment, told_on = present_payment(reading, reference), _told_on(reading, reference)
    if payment is None or told_on is None:
        return False
    tariff = tariff_billed(application, payment, told_on)
    return tariff is not None and tariff.includes_reentry


def _told_on(reading: Reading, reference: str) -> date | None:
    bills = select(func.max(Letter.dated)).where(
        Letter.subject == reference, Letter.kind == LetterKind.BILLING.value, Letter.state != "void"
    )
    return reading.session.scalar(bills)
