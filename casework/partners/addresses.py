"""Where the neighbours live, and how the office connects to them."""

import json
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType
from typing import Annotated, Any, Self

import httpx
from pydantic import BaseModel, ConfigDict, EmailStr, Field, FilePath, SecretStr, StringConstraints, model_validator

from casework.partners.billing import StateBilling
from casework.partners.faults import PartnerUnavailable
from casework.partners.mail import Post
from casework.partners.miskago import MiskaGo
from casework.partners.protocols import BillingSystem, GuarantorApp, MailService, OneLine, PermitSystem
from casework.partners.simkim import Simkim
from casework.partners.transport import Transport, open_line


class Strict(BaseModel):
    """An address that is misspelt is refused, not guessed."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class HttpAddress(Strict):
    """Personal data leaves the machine encrypted or not at all: http only on loopback, https everywhere else."""

    url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s?#@]+$")]
    token: SecretStr | None = Field(default=None, description="bearer token, where the neighbour wants one")

    @model_validator(mode="after")
    def _is_encrypted_beyond_this_machine(self) -> Self:
        url = httpx.URL(self.url)
        if url.scheme != "https" and not _is_this_machine(url.host):
            raise ValueError("http reaches beyond this machine: give the neighbour's https address")
        token = "x" if self.token is None else self.token.get_secret_value()
        if not (token.isascii() and token.isprintable() and token and " " not in token):
            raise ValueError("a bearer token has printable ASCII characters without blanks: copy it again")
        return self


class MailAddress(Strict):
    """The office's mail server and the address under which the office writes; STARTTLS except on loopback."""

    host: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.:-]{1,253}$")]
    port: int = Field(ge=1, le=65535)
    sender: EmailStr
    sender_name: OneLine
    encrypted: bool = True
    username: OneLine | None = None
    password: SecretStr | None = None

    @model_validator(mode="after")
    def _is_encrypted_beyond_this_machine(self) -> Self:
        if not self.encrypted and not _is_this_machine(self.host):
            raise ValueError("mail without encryption reaches beyond this machine: set encrypted to true")
        if (self.username is None) != (self.password is None):
            raise ValueError("username and password go together: give both or neither")
        return self


class Addresses(Strict):
    """Where the four neighbours live, and how long the office waits for each answer (seconds)."""

    permits: HttpAddress
    billing: HttpAddress
    guarantor_app: HttpAddress
    mail: MailAddress
    time_out_seconds: float = Field(default=10, gt=0, le=120)
    certificate_authority: FilePath | None = Field(
        default=None, description="PEM file, where the neighbours have their own"
    )


@dataclass(frozen=True)
class Neighbours:
    """The four neighbours, connected; used as a context, the line is closed at the end."""

    permits: PermitSystem
    billing: BillingSystem
    guarantor_app: GuarantorApp
    mail: MailService
    line: httpx.Client | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.line is not None:  # neighbours that stand in for the real ones in a test have none
            self.line.close()


def connect(addresses: Addresses) -> Neighbours:
    """The neighbours at their addresses; nothing is sent before the first order."""
    http = (addresses.permits, addresses.billing, addresses.guarantor_app)
    line = open_line(
        time_out_seconds=addresses.time_out_seconds,
        leaves_the_machine=any(address.url.startswith("https:") for address in http),
        certificate_authority=addresses.certificate_authority,
    )
    return Neighbours(
        permits=Simkim(_transport("simkim", addresses.permits, line)),
        billing=StateBilling(_transport("billing", addresses.billing, line)),
        guarantor_app=MiskaGo(_transport("miskago", addresses.guarantor_app, line)),
        mail=Post(
            **addresses.mail.model_dump(),
            time_out_seconds=addresses.time_out_seconds,
            certificate_authority=addresses.certificate_authority,
        ),
        line=line,
    )


def simulated_addresses(folder: Path, *, sender: str, sender_name: str, time_out_seconds: float = 10) -> Addresses:
    """The addresses that the simulator wrote into its folder; read anew for each connection, for they change.

    Raises ``PartnerUnavailable`` while no simulator runs there.
    """
    written = _written_by_the_simulator(folder)
    url, smtp = written["http"], written["smtp"]
    return Addresses(
        permits=HttpAddress(url=f"{url}/simkim"),
        billing=HttpAddress(url=f"{url}/billing"),
        guarantor_app=HttpAddress(url=f"{url}/miskago"),
        mail=MailAddress(host=smtp["host"], port=smtp["port"], sender=sender, sender_name=sender_name, encrypted=False),
        time_out_seconds=time_out_seconds,
    )


@dataclass(frozen=True)
class SignatureAccount:
    """Who signs at the signature service: the file with the identity, with the passphrase, and with whoever vouches for it."""

    identity: Path
    passphrase: Path
    issuers: Path


def simulated_signature_service(folder: Path) -> str:
    """The address of the simulated signature service; raises ``PartnerUnavailable`` while no simulator runs there."""
    return f"{_written_by_the_simulator(folder)['http']}/esign"


def account_at_the_simulator(folder: Path) -> SignatureAccount:
    """The account that the simulated signature service lays down beside it when it first starts."""
    beside = folder / "esign"
    return SignatureAccount(beside / "identity.txt", beside / "passphrase.txt", beside / "issuers.pem")


def _written_by_the_simulator(folder: Path) -> dict[str, Any]:
    try:
        written: dict[str, Any] = json.loads((folder / "addresses.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PartnerUnavailable("simulator", "no-connection") from None
    return written


def _transport(partner: str, address: HttpAddress, line: httpx.Client) -> Transport:
    return Transport(partner=partner, url=address.url, line=line, token=address.token)


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
