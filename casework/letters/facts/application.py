"""The facts of the letters about an application: receipt, missing documents, ineligible, billing."""

from datetime import date
from typing import Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from casework.case import PermitKind, Procedure
from casework.letters.facts.parts import (
    BilingualText,
    CaseLetterFacts,
    Contestable,
    FeeItem,
    Ground,
    Line,
    ListedDocument,
    MissingDocument,
    ObjectedTo,
)


class ReceiptFacts(CaseLetterFacts):
    """L01: the application has arrived, with these documents; the visit is free of charge."""

    received_at: AwareDatetime = Field(description="when the office received the application")
    channel: Literal["miskago", "counter"] = Field(description="by which way it came")
    external_reference: Line = Field(description="the reference that the channel gave it")
    passport_number_masked: Line = Field(description="passport number with its middle hidden, e.g. X*****21")
    procedure: Procedure = Field(description="what is asked for")
    permit_kind: PermitKind = Field(description="for which stay permit")
    permit_index: Line = Field(description="visa index, e.g. E31A")
    permit_expires_on: date | None = Field(description="last day of the stay now allowed; none for an unlimited ITAP")
    documents: tuple[ListedDocument, ...] = Field(
        min_length=1, max_length=40, description="the checklist with each document's status"
    )
    checked_by: date = Field(description="by when the office has checked the documents")


class MissingDocumentsFacts(CaseLetterFacts):
    """L02: what is missing, by when it is asked for, and that what comes later may not be settled in time."""

    external_reference: Line = Field(description="the reference under which the completion is sent")
    missing: tuple[MissingDocument, ...] = Field(default=(), max_length=24, description="documents to be sent (again)")
    corrections: tuple[BilingualText, ...] = Field(default=(), max_length=20, description="entries to be corrected")
    deadline: date = Field(description="day by which the completion is asked for; what comes later is still taken")
    permit_expires_on: date | None = Field(description="last day of the stay now allowed; none for an unlimited ITAP")

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if not self.missing and not self.corrections:
            raise ValueError("the letter asks for nothing: name a missing document or an entry to be corrected")
        return self


class IneligibleFacts(CaseLetterFacts, Contestable):
    """L03: why no visit can be offered, which way is open instead, and how to contest it."""

    assessed_on: date = Field(description="day of the officer's decision")
    grounds: tuple[Ground, ...] = Field(min_length=1, max_length=12, description="each rule that was not met")
    alternatives: tuple[BilingualText, ...] = Field(min_length=1, max_length=8, description="which way is open instead")
    objected_to: ObjectedTo | None = Field(
        default=None,
        description="the letter of this kind to which the objection is rejected; none where this is the first one",
    )
    reapply_from: date | None = Field(description="from when the applicant may apply again, e.g. the 65th birthday")


class BillingFacts(CaseLetterFacts):
    """L11: what is owed to the State for the permit, how and by when to pay; nothing for the visit."""

    billing_code: Line = Field(description="SIMPONI billing code")
    items: tuple[FeeItem, ...] = Field(min_length=1, max_length=8, description="the fees that make up the total")
    payable_until: AwareDatetime = Field(description="when the billing code lapses")
    permit_expires_on: date | None = Field(description="last day of the stay now allowed; none for an unlimited ITAP")

    @model_validator(mode="after")
    def _something_is_owed(self) -> Self:
        if self.total == 0:
            raise ValueError("nothing is to be paid: a procedure without a fee has no bill")
        return self

    @property
    def total(self) -> int:
        """What is to be paid in all, in whole rupiah."""
        return sum(item.amount for item in self.items)
