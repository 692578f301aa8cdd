"""What can go wrong with a neighbour: weather, which passes, and a no, which a person must read.

Neither carries anything of the order but the neighbour's name: both end up in logs and in Prefect.
"""

import re

# As a neighbour's fault is told: that it was out of reach, not that its answer could not be read, nor that it refused.
OUTAGE = re.compile(r" gave no usable answer \((no-connection|time-out|broken-off|http-5\d\d|smtp-4\d\d)\)")


def tells_of_an_outage(told: str) -> bool:
    """Whether a fault, as it was told, is that the neighbour was out of reach: the same order may go out again."""
    return OUTAGE.search(told) is not None


class PartnerFault(Exception):
    """A neighbour did not do what it was asked."""

    def __init__(self, partner: str, reason: str) -> None:
        super().__init__(partner, reason)
        self.partner = partner
        self.reason = reason


class PartnerUnavailable(PartnerFault):
    """A neighbour that is down is asked again with the same key, for the order may have arrived.

    ``reason`` is one of ``no-connection``, ``time-out``, ``broken-off``, ``unreadable-answer``, ``http-503``
    or ``smtp-451`` (with the number that came).
    """

    def __str__(self) -> str:
        return f"{self.partner} gave no usable answer ({self.reason}): send the same order again, with the same key"


class PartnerRefused(PartnerFault):
    """An order that a neighbour refuses is not repeated: a person looks at it first.

    ``code`` is the neighbour's own error code, ``CONTRADICTION:<field>`` when its answer does not fit the order.
    """

    def __init__(self, partner: str, code: str) -> None:
        super().__init__(partner, code)
        self.code = code

    def __str__(self) -> str:
        return f"{self.partner} refused the order ({self.code}): a person must look at it before it is sent again"


class AddressRefused(PartnerRefused):
    """The mail server takes nothing for this address, now or later: the letter must reach its reader in another way."""
