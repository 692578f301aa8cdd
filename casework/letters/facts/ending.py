"""The facts of the letters about a process that ends before its decision, and about one that goes on after all."""

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from casework.letters.facts.parts import BilingualText, CaseLetterFacts, Line, NumberedLetter, Rupiah


class ProcessEndedFacts(CaseLetterFacts):
    """L17: that the process has ended by withdrawal or death, what becomes of fee and documents, what is still to be done."""

    to_family: bool = Field(
        description="whether it goes to the family at the foreigner's home: after a death, where no guarantor can be written to"
    )
    reason: Literal["withdrawn", "died"] = Field(description="why the process has ended")
    ended_on: date = Field(description="day on which the office put that on record")
    visit_cancelled_on: date | None = Field(description="day of the visit that was announced; none where none was")
    permit_granted: bool = Field(description="whether the permit had been granted before")
    permit_expires_on: date | None = Field(description="last day of the stay now allowed; none for an unlimited ITAP")
    fee: Literal["none", "unpaid", "paid"] = Field(description="whether a state fee was billed, and paid")
    fee_paid_on: date | None = Field(description="day of payment; none where nothing was paid")
    fee_amount: Rupiah | None = Field(description="what was paid, in whole rupiah; none where nothing was paid")
    passport_back_by: date | None = Field(
        default=None, description="by when a passport that is still in custody is given back; none where none is"
    )
    retention_until: date = Field(description="until when the file is kept before its destruction may be proposed")
    retention_basis: Line = Field(description="the retention schedule's legal basis")

    @model_validator(mode="after")
    def _a_paid_fee_has_its_day_and_amount(self) -> Self:
        if any((value is not None) is not (self.fee == "paid") for value in (self.fee_paid_on, self.fee_amount)):
            raise ValueError("a fee that was paid has its day and amount, and no other has: correct the payment")
        return self

    @model_validator(mode="after")
    def _writes_to_a_family_only_after_a_death(self) -> Self:
        if self.to_family and self.reason != "died":
            raise ValueError("a letter goes to the family after a death only: write to guarantor or applicant")
        return self


class ReinstatedFacts(CaseLetterFacts):
    """L22: that a case which was closed by mistake stands again, where it stands, and what nobody need do for it."""

    closed_as: Literal["withdrawn", "died"] = Field(description="what had been put on record by mistake")
    closed_on: date = Field(description="day on which the case was closed by mistake")
    reinstated_on: date = Field(description="day on which that was undone")
    told_of_the_end: bool = Field(description="whether the letter about the end of the process had gone out")
    end_letter: NumberedLetter | None = Field(
        default=None, description="that letter, by which it had gone out; none where it had not"
    )
    stands: BilingualText = Field(description="where the case stands now, in the neutral sentence of its stage")
    visit_cancelled_on: date | None = Field(
        description="day of the announced visit that fell with the mistake; none where none did"
    )
    permit_expires_on: date | None = Field(description="last day of the stay now allowed; none for an unlimited ITAP")
