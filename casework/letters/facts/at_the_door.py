"""The facts of the papers of a visit that was begun: consent, official record, receipt for a passport."""

from datetime import date, datetime
from typing import Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from casework.case import PermitKind, Procedure
from casework.letters.facts.parts import (
    Address,
    AssignedOfficer,
    CaseLetterFacts,
    CaseReference,
    CountryCode,
    Evidence,
    LanguageCode,
    LetterFacts,
    Line,
    Name,
    NumberedDecree,
    Strict,
)


class DoorFacts(LetterFacts):
    """What every paper of a visit names: whose it is, what is asked for, the place, and by which letter the team comes."""

    case_reference: CaseReference = Field(description="the case, e.g. SAHS-7K43")
    applicant_name: Name = Field(description="the foreign resident, as printed in the passport")
    nationality: CountryCode = Field(description="ICAO 9303 code, e.g. USA, D, XXA")
    passport_number_masked: Line = Field(description="passport number with its middle hidden, e.g. X*****21")
    procedure: Procedure = Field(description="what is asked for")
    permit_kind: PermitKind = Field(description="for which stay permit")
    permit_index: Line = Field(description="visa index, e.g. E31A")
    visit_address: Address = Field(description="where the visit takes place, one line of it per line")
    guarantor_name: Name | None = Field(description="who stands surety; none where there is no guarantor")
    assignment_number: Line = Field(description="number of the letter of assignment that the officers carry")
    assignment_date: date = Field(description="date of that letter")


class ConsentFacts(DoorFacts):
    """L07: what the holder is told before anything is recorded, and what they consent to; answers and signatures by hand."""

    starts_at: AwareDatetime = Field(description="when the announced window begins")
    ends_at: AwareDatetime = Field(description="when the announced window ends")
    interpreter_language: LanguageCode | None = Field(
        description="language for which the office brings an interpreter; none without"
    )
    retention_years: int = Field(ge=1, le=100, description="for how many years the file is kept after it is closed")
    retention_basis: Line = Field(description="the retention schedule's legal basis")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        _require_order(self.starts_at, self.ends_at)
        return self


ExceptionGround = Literal["worn-ridges", "temporary-injury", "missing-finger"]
Finger = Literal[
    "right-thumb",
    "right-index",
    "right-middle",
    "right-ring",
    "right-little",
    "left-thumb",
    "left-index",
    "left-middle",
    "left-ring",
    "left-little",
]


class UnrecordedFingers(Strict):
    """The fingers that could not be recorded for one reason."""

    ground: ExceptionGround = Field(description="why they could not be recorded")
    fingers: tuple[Finger, ...] = Field(min_length=1, max_length=10, description="which, the right hand first")


class AcceptedException(Strict):
    """Why not every finger could be recorded, and which officer accepted that besides whoever reported it."""

    ground: ExceptionGround = Field(description="on which ground the second officer accepted it")
    fingers: tuple[UnrecordedFingers, ...] = Field(
        default=(), max_length=3, description="each finger with its reason; none in a report of before that was asked"
    )
    accepted_by: Name = Field(description="the second officer, by the recorded decision")
    accepted_by_post: Line = Field(description="that officer's post")
    accepted_at: AwareDatetime = Field(description="when that was decided")


class VisitRecordFacts(DoorFacts):
    """L08: who took what at whose home, from when to when; by the team's recorded report."""

    started_at: AwareDatetime = Field(description="when the team began, as it reported")
    ended_at: AwareDatetime = Field(description="when the team ended, as it reported")
    reported_at: AwareDatetime = Field(description="when the team's lead reported it")
    decree_number: Line = Field(description="number of the Head's decree that appoints the team")
    further_decrees: tuple[NumberedDecree, ...] = Field(
        default=(),
        max_length=5,
        description="by which others of the team are appointed, where one does not name them all",
    )
    officers: tuple[AssignedOfficer, ...] = Field(
        min_length=2, max_length=6, description="the team, whoever reported the visit first"
    )
    equipment: Line = Field(description="the mobile kit, by inventory number")
    consent: Literal["signed", "guardian", "thumb-print"] = Field(description="how the holder gave their consent")
    exception: AcceptedException | None = Field(
        description="what could not be recorded, and who accepted that; none where everything was"
    )
    interview_language: LanguageCode | Literal["other"] | None = Field(
        default=None, description="in which language the holder was interviewed; none where the report does not say"
    )
    interpreter: Literal["none", "team", "office", "family"] = Field(
        default="none", description="through whom, if not directly"
    )
    kept: tuple[Evidence, ...] = Field(max_length=3, description="what lies on the device; nothing where nothing does")
    passport: Literal["not-taken", "taken"] = Field(description="whether the passport left the home with the team")
    free_of_charge: bool = Field(description="whether the team declares that no money or gift was asked for or given")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        _require_order(self.started_at, self.ended_at)
        return self


class PassportCustodyFacts(CaseLetterFacts):
    """L15: whose passport left the home with the team, for what, and by when it comes back."""

    nationality: CountryCode = Field(description="ICAO 9303 code of the country that issued it")
    passport_number_masked: Line = Field(description="passport number with its middle hidden, e.g. X*****21")
    passport_expires_on: date = Field(description="last day of the passport's own validity")
    procedure: Procedure = Field(description="what is asked for")
    permit_kind: PermitKind = Field(description="for which stay permit")
    permit_index: Line = Field(description="visa index, e.g. E31A")
    taken_at: AwareDatetime = Field(description="when the team took it along: the end of the visit")
    taken_by_name: Name = Field(description="who took it, as reported by themselves")
    taken_by_post: Line = Field(description="that officer's post")
    back_by: date = Field(description="by when it is given back")


def _require_order(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise ValueError("the visit ends before it begins: correct the team's report or the plan")
