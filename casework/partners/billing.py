"""The State's billing of non-tax revenue (PNBP): the money goes to the State by code, never through an officer."""

from dataclasses import dataclass

from casework.partners.protocols import Billing, BillingOrder, Payment, Received, Rupiah
from casework.partners.transport import Transport


class BillingStatement(Received):
    """What the billing system knows of a code."""

    code: str
    amount: Rupiah
    payment: Payment | None


@dataclass(frozen=True)
class StateBilling:
    """A billing is issued once per order and paid in full or not at all."""

    transport: Transport

    def issue(self, order: BillingOrder, *, key: str) -> Billing:
        """Ask for a billing code; a code over another amount than was ordered is for a person.

        Raises ``PartnerUnavailable`` (try again, same key) or ``PartnerRefused``.
        """
        billing = self.transport.order("", order, case_reference=order.case_reference, key=key, answer=Billing)
        if billing.amount != order.amount:
            raise self.transport.contradiction("amount")
        return billing

    def payment_of(self, code: str) -> Payment | None:
        """The payment made under a code, or none so far; a payment of another amount is for a person.

        Raises ``PartnerUnavailable`` or ``PartnerRefused``; ``ValueError`` for what is no billing code.
        """
        if not (code.isascii() and code.isdigit()):
            raise ValueError("a billing code has digits only: ask with the code that the billing gave")
        statement = self.transport.look_up(f"/{code}", BillingStatement)
        if statement.code != code:
            raise self.transport.contradiction("code")
        if statement.payment is not None and statement.payment.amount != statement.amount:
            raise self.transport.contradiction("amount")
        return statement.payment
