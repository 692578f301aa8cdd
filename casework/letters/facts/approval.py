"""The facts of the letter by which the office sends a permit up for approval."""

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from casework.case import DocumentCode, PermitKind, Procedure
from casework.letters.facts.parts import (
    Address,
    CaseReference,
    CountryCode,
    LetterFacts,
    Line,
    Name,
    Rupiah,
    Strict,
)


class EarlierPermit(Strict):
    """A permit that this office granted to the same person before, by the register."""

    kind: PermitKind = Field(description="which stay permit")
    number: Line = Field(description="its number, as SIMKIM gave it")
    valid_from: date = Field(description="its first day")
    valid_until: date | None = Field(description="its last day; none for an unlimited ITAP")


class ApprovalRequestFacts(LetterFacts):
    """L10: who applies for which permit, what the person held before, what the office recommends, and when the fee came.

    It goes from office to office: names and passport number stand in full, for the permit is decided by them.
    """

    case_reference: CaseReference = Field(description="the case as spoken over the phone, e.g. SAHS-7K43")
    addressee: Line = Field(description="the post that is asked, e.g. Direktur Jenderal Imigrasi")
    through: Line | None = Field(description="c.q.: the post that handles it there; none where the addressee does")
    addressee_place: Line = Field(description="the town of that post")
    applicant_name: Name = Field(description="the foreign resident, as printed in the passport")
    sex: Literal["F", "M", "X"] = Field(description="as in the passport")
    born: Line = Field(description="date of birth in words, as far as the passport knows it")
    nationality: CountryCode = Field(description="ICAO 9303 code, e.g. USA, D, XXA")
    passport_number: Line = Field(description="passport number, whole")
    passport_expires_on: date = Field(description="last day of the passport")
    home_address: Address = Field(description="where the foreigner lives, one line of it per line")
    guarantor_name: Name | None = Field(description="the guarantor; none where the law asks for none")
    guarantor_relation: Literal["spouse", "child", "employer", "school", "agent", "host", "other"] | None = Field(
        description="what the guarantor is to the foreigner"
    )
    procedure: Procedure = Field(description="what is asked for")
    permit_kind: PermitKind = Field(description="for which stay permit")
    permit_index: Line = Field(description="visa index, e.g. E31A")
    permit_number: Line | None = Field(description="number of the permit held now; none on a first grant")
    permit_expires_on: date | None = Field(description="last day of the stay now allowed; none for an unlimited ITAP")
    extension_number: int = Field(ge=0, le=20, description="which extension this is; 0 where it is none")
    earlier_permits: tuple[EarlierPermit, ...] = Field(
        default=(), max_length=12, description="what the register knows of permits before that, the latest first"
    )
    applied_on: date = Field(description="day of the application")
    visited_on: date | None = Field(description="day on which biometrics and interview were taken at home")
    exception_accepted: bool = Field(description="whether a second officer accepted worn or missing ridges")
    decided_on: date = Field(description="day on which the head of office decided")
    differs_from_proposal: bool = Field(description="whether the section head had proposed to refuse it")
    fee_received_on: date | None = Field(description="day on which the state fee was received; none where none is due")
    fee_amount: Rupiah | None = Field(description="what was paid, in whole rupiah; none where none is due")
    fee_receipt: Line | None = Field(description="number of the treasury's receipt (NTPN); none where none is due")
    forward_within: int = Field(ge=1, le=60, description="working days for sending it on, counted from that day")
    enclosures: tuple[DocumentCode, ...] = Field(
        max_length=40,
        description="the documents on file, by their codes, which those entitled open there: none goes by mail; none where none were sent",
    )
    legal_basis: Line = Field(description="the law by which this level approves")

    @model_validator(mode="after")
    def _fee_is_told_whole(self) -> Self:
        told = (self.fee_received_on is not None, self.fee_amount is not None, self.fee_receipt is not None)
        if any(told) and not all(told):
            raise ValueError("the fee is told by halves: give its day, its amount and its receipt, or none of them")
        return self
