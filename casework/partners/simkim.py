"""SIMKIM, the register of permits."""

from dataclasses import dataclass

from casework.partners.protocols import PermitOrder, PermitReceipt
from casework.partners.transport import Transport


@dataclass(frozen=True)
class Simkim:
    """A granted permit is handed over to SIMKIM once, and SIMKIM's numbers are the permit's numbers."""

    transport: Transport

    def hand_over(self, order: PermitOrder, *, key: str) -> PermitReceipt:
        """Register a granted permit; a receipt with another last day than was granted is for a person.

        Raises ``PartnerUnavailable`` (try again, same key) or ``PartnerRefused``.
        """
        receipt = self.transport.order(
            "/permits", order, case_reference=order.case_reference, key=key, answer=PermitReceipt
        )
        if receipt.valid_to != order.valid_until:
            raise self.transport.contradiction("valid_to")
        return receipt
