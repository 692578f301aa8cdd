"""What was billed for a case: letters, briefings and the payment itself look it up here."""

from sqlalchemy import select

from casework.registry import Reading
from casework.registry.models import Payment


def present_payment(reading: Reading, reference: str) -> Payment | None:
    """The latest billing of a case."""
    statement = select(Payment).where(Payment.case_reference == reference).order_by(Payment.occurrence.desc()).limit(1)
    return reading.session.scalar(statement)
