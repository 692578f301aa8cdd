"""What the office asks of its neighbours, and what they answer.

What we send is exact: nothing may be added to it. What we receive may say more than we read, but what we read
must be right. Personal data is left out of every ``repr`` and every validation error, so that no log and no
traceback shows it.
"""

from datetime import date
from typing import Annotated, Protocol, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, EmailStr, Field, StringConstraints, model_validator

from casework.case import PermitKind, PersonName, Procedure

CaseReference = Annotated[str, StringConstraints(pattern=r"^SAHS-[2-9A-HJ-NP-Z]{4,6}$")]
OrderKey = Annotated[str, StringConstraints(pattern=r"^SAHS-[2-9A-HJ-NP-Z]{4,6}:[a-z0-9-]{1,60}:[1-9][0-9]{0,5}$")]
Rupiah = Annotated[int, Field(strict=True, gt=0, le=10_000_000_000)]
OneLine = Annotated[  # Unicode's line breaks and control characters end a header as well as ASCII's
    str, StringConstraints(strip_whitespace=True, min_length=1, pattern=r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]+$")
]
Token = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9./-]{0,39}$")]
PdfName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,95}\.pdf$")]


class Sent(BaseModel):
    """An order says exactly what the neighbour needs, and never changes once written."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Received(BaseModel):
    """An answer may say more than we read; what we read is checked."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class Answer(Received):
    """Every answer to an order names the order's key."""

    key: OrderKey


class PermitOrder(Sent):
    """SIMKIM is told what it needs to register a permit that was granted, and nothing else.

    ``valid_until`` is none for an unlimited ITAP. ``ordered_at`` is the office's time of the grant.
    """

    case_reference: CaseReference
    passport_number: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{5,15}$")] = Field(repr=False)
    full_name: PersonName = Field(repr=False)
    nationality: Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,3}$")] = Field(repr=False)
    permit_kind: PermitKind
    permit_index: Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{1,2}[A-Z]?$")]
    procedure: Procedure
    valid_until: date | None
    ordered_at: AwareDatetime


class PermitReceipt(Answer):
    """SIMKIM's receipt: the register's number and the permit's, and how long the permit lasts."""

    register_number: Token
    permit_number: Token
    valid_from: date
    valid_to: date | None
    accepted_at: AwareDatetime

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("valid_to lies before valid_from: the receipt cannot be right")
        return self


class BillingOrder(Sent):
    """The State's billing is asked for the tariff of the permit, in whole rupiah; the visit itself costs nothing.

    ``tariff`` names the tariff's row (its id in the office's effective-dated table), not its amount.
    """

    case_reference: CaseReference
    payer_name: PersonName = Field(repr=False)
    tariff: Token
    amount: Rupiah
    ordered_at: AwareDatetime


class Billing(Answer):
    """A billing code under which the amount can be paid until it expires."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{10,20}$")]
    amount: Rupiah
    expires_at: AwareDatetime


class Payment(Received):
    """Paid is paid at a moment: the dated fact that protects from overstay, with the treasury's number (NTPN)."""

    paid_at: AwareDatetime
    amount: Rupiah
    receipt: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{16}$")]


class StatusNotice(Sent):
    """The guarantor's app is told where the application stands, in one sentence without personal data."""

    case_reference: CaseReference
    external_reference: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9-]{5,39}$")]
    status: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    sentence: Annotated[OneLine, Field(max_length=500)]
    as_of: AwareDatetime


class Attachment(Sent):
    """A letter travels as PDF, under a file name that says nothing about a person."""

    file_name: PdfName
    content: bytes = Field(repr=False)

    @model_validator(mode="after")
    def _is_a_pdf(self) -> Self:
        if not self.content.startswith(b"%PDF-"):
            raise ValueError(f"the content of {self.file_name} is no PDF: attach the rendered letter")
        return self


class OutgoingMail(Sent):
    """One e-mail to one person; ``dated`` is the office's time at which it was decided to send it.

    A line break in a header is refused, for it would begin another header (RFC 5322, 2.2).
    """

    to: EmailStr = Field(repr=False)
    subject: OneLine = Field(max_length=200, repr=False)
    text: Annotated[str, StringConstraints(min_length=1, max_length=50_000)] = Field(repr=False)
    attachments: tuple[Attachment, ...] = Field(default=(), max_length=10)
    dated: AwareDatetime


class PermitSystem(Protocol):
    """SIMKIM, the register of permits."""

    def hand_over(self, order: PermitOrder, *, key: str) -> PermitReceipt:
        """Register a granted permit; the same key registers it once."""


class BillingSystem(Protocol):
    """The State's billing of non-tax revenue (SIMPONI)."""

    def issue(self, order: BillingOrder, *, key: str) -> Billing:
        """Ask for a billing code; the same key gives the same code."""

    def payment_of(self, code: str) -> Payment | None:
        """The payment made under a billing code, or none so far."""


class GuarantorApp(Protocol):
    """MiskaGO, through which the guarantor applied."""

    def tell(self, notice: StatusNotice, *, key: str) -> None:
        """Tell the guarantor where the application stands; the same key tells it once."""


class MailService(Protocol):
    """The post: at least once, and by its Message-ID never more than once for whoever reads it."""

    def send(self, message: OutgoingMail, *, message_id: str) -> None:
        """Hand a message to the mail server; repeated, it is the same message byte for byte."""
