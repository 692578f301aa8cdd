"""MiskaGO, the app through which guarantors apply and read how things stand."""

from dataclasses import dataclass

from casework.partners.protocols import Answer, StatusNotice
from casework.partners.transport import Transport


@dataclass(frozen=True)
class MiskaGo:
    """The guarantor reads in the app what the office has told it, each notice once."""

    transport: Transport

    def tell(self, notice: StatusNotice, *, key: str) -> None:
        """Tell the guarantor where the application stands.

        Raises ``PartnerUnavailable`` (try again, same key) or ``PartnerRefused``.
        """
        self.transport.order("/notices", notice, case_reference=notice.case_reference, key=key, answer=Answer)
