"""The office's neighbours: one that counts what reaches it, or the simulators at their addresses."""

from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from casework.partners.addresses import Addresses, Neighbours, connect
from casework.partners.protocols import Billing, Payment, PermitReceipt


@dataclass
class CountingNeighbours:
    """All four neighbours in one: each order once by its key, each mail counted; ``faults`` strike before or after."""

    orders: dict[tuple[str, str], Any] = field(default_factory=dict)
    deliveries: Counter[tuple[str, str]] = field(default_factory=Counter)
    altered: list[str] = field(default_factory=list)
    paid: dict[str, Payment] = field(default_factory=dict)
    faults: deque[tuple[str, str, Exception]] = field(default_factory=deque)

    def hand_over(self, order, *, key):
        return self._accept("simkim", key, order, lambda number: PermitReceipt(
            key=key, register_number=f"REG-{number:06d}", permit_number=f"{order.permit_index}-{number:06d}",
            valid_from=order.ordered_at.date(), valid_to=order.valid_until, accepted_at=order.ordered_at,
        ))  # fmt: skip

    def issue(self, order, *, key):
        return self._accept("billing", key, order, lambda number: Billing(
            key=key, code=f"82{number:013d}", amount=order.amount, expires_at=order.ordered_at + timedelta(days=7),
        ))  # fmt: skip

    def payment_of(self, code):
        return self.paid.get(code)

    def tell(self, notice, *, key):
        self._accept("miskago", key, notice, lambda number: number)

    def send(self, message, *, message_id):
        self._accept("mail", message_id, message, lambda number: number)

    def received(self, partner: str) -> list[str]:
        """The keys under which a neighbour has anything, in the order of arrival."""
        return [key for named, key in self.orders if named == partner]

    def connected(self) -> Neighbours:
        """As the office sees its neighbours."""
        return Neighbours(permits=self, billing=self, guarantor_app=self, mail=self)

    def _accept(self, partner, key, order, answer):
        fault = self.faults.popleft() if self.faults and self.faults[0][0] == partner else None
        if fault is not None and fault[1] == "before":
            raise fault[2]
        self.deliveries[partner, key] += 1
        told, given = self.orders.setdefault((partner, key), (order, answer(len(self.orders) + 1)))
        if told != order:
            self.altered.append(key)
        if fault is not None:
            raise fault[2]
        return given


@dataclass(frozen=True)
class ConnectedNeighbours:
    """The neighbours at their addresses, connected anew for each effect, as the office does it."""

    addresses: Addresses

    def connected(self) -> Neighbours:
        """As the office sees its neighbours."""
        return connect(self.addresses)
