"""The office's neighbours in bad weather: an order is lost, its answer is lost, one is down for two days, an address is refused."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from counting_neighbours import CountingNeighbours

from casework.partners.faults import AddressRefused, PartnerUnavailable
from casework.partners.protocols import Payment
from chaos.crash_points import CrashPoints

PARTNERS = ("simkim", "billing", "miskago", "mail")
OUTAGE = timedelta(days=2)
REFUSED_ADDRESSES = 32  # of 256


@dataclass
class MisbehavingNeighbours(CountingNeighbours):
    """Each word to them is a crash point; now and then it fails, before it arrived or after."""

    points: CrashPoints = field(default_factory=CrashPoints)
    now: Callable[[], datetime] = field(default=lambda: datetime.now().astimezone())
    weather: random.Random = field(default_factory=random.Random)
    chance_of_failure: float = 0.0
    down: tuple[str, datetime] | None = None
    whim: int = 0

    def issue(self, order: Any, *, key: str) -> Any:
        """The guarantor pays as soon as there is a code to pay under."""
        billing = super().issue(order, key=key)
        receipt = sha256(billing.code.encode()).hexdigest()[:16].upper()
        self.paid[billing.code] = Payment(paid_at=order.ordered_at, amount=billing.amount, receipt=receipt)
        return billing

    def is_down(self, partner: str) -> bool:
        """Whether that neighbour is out of reach now."""
        return self.down is not None and self.down[0] == partner and self.now() < self.down[1] + OUTAGE

    def _accept(self, partner: str, key: str, order: Any, answer: Callable[[int], Any]) -> Any:
        if self.is_down(partner) or self._fails():
            raise PartnerUnavailable(partner, "no-connection")
        if partner == "mail" and self._refuses(order.to):
            raise AddressRefused(partner, "SMTP-550")
        with self.points.around(f"order to {partner}"):
            given = super()._accept(partner, key, order, answer)
        if self._fails():
            raise PartnerUnavailable(partner, "time-out")  # it arrived, and nobody here knows
        return given

    def _fails(self) -> bool:
        return self.weather.random() < self.chance_of_failure

    def _refuses(self, address: str) -> bool:
        """The office's own mailboxes take everything; of the others some never take anything."""
        return (
            address.endswith("@example.org")
            and sha256(f"{self.whim} {address}".encode()).digest()[0] < REFUSED_ADDRESSES
        )
