"""The line to a neighbour that speaks HTTP: one order, one key, one answer.

An order's body is logged nowhere, a redirect is not followed (it would carry personal data to an address that
nobody approved), and proxies named in the environment are not used.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from ssl import PROTOCOL_TLS_CLIENT, SSLContext, create_default_context
from typing import TypeVar

import httpx
from pydantic import SecretStr, TypeAdapter, ValidationError

from casework.partners.faults import PartnerFault, PartnerRefused, PartnerUnavailable
from casework.partners.protocols import Answer, CaseReference, OrderKey, Received, Sent

AnswerT = TypeVar("AnswerT", bound=Answer)
ReceivedT = TypeVar("ReceivedT", bound=Received)

WORTH_A_RETRY = {408, 425, 429}  # RFC 9110 15.5.9, RFC 8470, RFC 6585: "not now", not "no"
ERROR_CODE = re.compile(r"^(?!.*\d{4})[A-Za-z][A-Za-z0-9_.-]{0,39}$")  # a run of digits may be somebody's number
order_key: TypeAdapter[str] = TypeAdapter(OrderKey)


def open_line(*, time_out_seconds: float, leaves_the_machine: bool, certificate_authority: Path | None) -> httpx.Client:
    """One client serves all neighbours; it trusts the system's certificate authorities, or the one named.

    A line that stays on the machine trusts none, which saves reading them (20 ms) in every short-lived run.
    """
    trusted = (
        create_default_context(cafile=certificate_authority) if leaves_the_machine else SSLContext(PROTOCOL_TLS_CLIENT)
    )
    return httpx.Client(timeout=time_out_seconds, follow_redirects=False, trust_env=False, verify=trusted)


@dataclass(frozen=True)
class Transport:
    """The way to one neighbour: its name in faults, its address, and a bearer token where it wants one."""

    partner: str
    url: str
    line: httpx.Client
    token: SecretStr | None = None

    def order(self, path: str, order: Sent, *, case_reference: str, key: str, answer: type[AnswerT]) -> AnswerT:
        """Send an order under its key, and accept only an answer that names the same key.

        Raises ``PartnerUnavailable`` or ``PartnerRefused``; ``ValueError`` for a key that is not this case's.
        """
        _refuse_a_foreign_key(key, case_reference)
        headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
        outcome = self._ask("POST", path, answer, headers=headers, order=order)
        if isinstance(outcome, PartnerFault):
            raise outcome
        if outcome.key != key:
            raise self.contradiction("key")
        return outcome

    def look_up(self, path: str, answer: type[ReceivedT]) -> ReceivedT:
        """Ask for what the neighbour knows; raises ``PartnerUnavailable`` or ``PartnerRefused``."""
        outcome = self._ask("GET", path, answer, headers={}, order=None)
        if isinstance(outcome, PartnerFault):
            raise outcome
        return outcome

    def contradiction(self, field: str) -> PartnerRefused:
        """An answer that does not fit the order is for a person, whatever the neighbour meant by it."""
        return PartnerRefused(self.partner, f"CONTRADICTION:{field}")

    def _ask(
        self, method: str, path: str, answer: type[ReceivedT], *, headers: dict[str, str], order: Sent | None
    ) -> ReceivedT | PartnerFault:
        # Faults are returned here and raised by the caller: an exception that is raised while httpx's or
        # pydantic's own is being handled would carry the order's body along as its context.
        if self.token is not None:
            headers = headers | {"Authorization": f"Bearer {self.token.get_secret_value()}"}
        body = None if order is None else order.model_dump_json().encode()
        try:
            response = self.line.request(method, self.url.rstrip("/") + path, headers=headers, content=body)
            if response.is_success:
                return answer.model_validate_json(response.content)
        except httpx.TimeoutException:
            return PartnerUnavailable(self.partner, "time-out")
        except httpx.ConnectError:
            return PartnerUnavailable(self.partner, "no-connection")
        except (httpx.NetworkError, httpx.RemoteProtocolError):
            return PartnerUnavailable(self.partner, "broken-off")
        except (httpx.DecodingError, ValidationError):
            return PartnerUnavailable(self.partner, "unreadable-answer")
        return self._fault_of(response, order)

    def _fault_of(self, response: httpx.Response, order: Sent | None) -> PartnerFault:
        status = response.status_code
        if status >= 500 or status in WORTH_A_RETRY:
            return PartnerUnavailable(self.partner, f"http-{status}")
        return PartnerRefused(self.partner, _error_code(response, order) or f"HTTP-{status}")


class _Refusal(Received):
    code: str


def _refuse_a_foreign_key(key: str, case_reference: CaseReference) -> None:
    if order_key.validate_python(key).partition(":")[0] != case_reference:
        raise ValueError(
            f"the key {key} belongs to another case than the order of {case_reference}: use the effect's own key"
        )


def _error_code(response: httpx.Response, order: Sent | None) -> str | None:
    """The neighbour's error code, unless it is no code or repeats a word of the order's personal data."""
    try:
        code = _Refusal.model_validate_json(response.content).code
    except ValidationError:
        return None  # a refusal without a code is known by its HTTP status
    repeats = any(word in code.casefold() for word in _personal_words(order))
    return code if ERROR_CODE.match(code) and not repeats else None


def _personal_words(order: Sent | None) -> set[str]:
    if order is None:
        return set()
    personal = [name for name, field in type(order).model_fields.items() if not field.repr]
    words = " ".join(str(getattr(order, name)) for name in personal).casefold().split()
    return {word for word in words if len(word) >= 3}
