"""The facts of the letters about a visit: assignment, visit notice, failed visit."""

from datetime import date
from typing import Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from casework.case import DocumentCode, VisitNeed
from casework.letters.facts.parts import (
    Address,
    AssignedOfficer,
    CaseLetterFacts,
    CaseReference,
    Evidence,
    LanguageCode,
    LetterFacts,
    Line,
    NumberedDecree,
    Sentence,
    Strict,
    VisitingOfficer,
)


class AssignedVisit(Strict):
    """One visit of a round; named by case and village only, since copies of the letter travel."""

    case_reference: CaseReference = Field(description="the case, e.g. SAHS-7K43")
    starts_at: AwareDatetime = Field(description="when the window begins")
    ends_at: AwareDatetime = Field(description="when the window ends")
    place: Line = Field(description="village, district and regency, without the street")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        _require_order(self.starts_at, self.ends_at)
        return self


class AssignmentFacts(LetterFacts):
    """L05: which officers visit whom on which day, by which decree and on which budget."""

    decree_number: Line = Field(description="number of the Head's decree that appoints the team")
    decree_date: date = Field(description="date of that decree")
    further_decrees: tuple[NumberedDecree, ...] = Field(
        default=(),
        max_length=5,
        description="by which others of the team are appointed, where one does not name them all",
    )
    round_date: date = Field(description="the working day of the round")
    officers: tuple[AssignedOfficer, ...] = Field(min_length=2, max_length=6, description="the team, its lead first")
    visits: tuple[AssignedVisit, ...] = Field(min_length=1, max_length=8, description="the visits in their order")
    vehicle: Line = Field(description="vehicle and its number plate")
    equipment: tuple[Line, ...] = Field(min_length=1, max_length=6, description="the mobile kits, by inventory number")
    budget: Sentence = Field(description="on which budget the costs are booked (DIPA)")


class VisitNoticeFacts(CaseLetterFacts):
    """L06: when who comes, how to know them, what to prepare, how to reschedule; free of charge."""

    starts_at: AwareDatetime = Field(description="when the window begins")
    ends_at: AwareDatetime = Field(description="when the window ends")
    visit_address: Address = Field(description="where the team comes, one line of it per line")
    officers: tuple[VisitingOfficer, ...] = Field(min_length=2, max_length=6, description="who comes, the lead first")
    assignment_number: Line = Field(description="number of the letter of assignment that the officers carry")
    assignment_date: date = Field(description="date of that letter")
    documents_to_prepare: tuple[DocumentCode, ...] = Field(
        min_length=1, max_length=20, description="originals to lay ready"
    )
    interpreter_language: LanguageCode | None = Field(
        description="language for which the office brings an interpreter; none without"
    )
    needs: tuple[VisitNeed, ...] = Field(
        default=(), max_length=7, description="what the team has been told to take into account"
    )
    reschedule_until: AwareDatetime = Field(description="until when the date may be changed without losing an attempt")
    attempt: int = Field(ge=1, le=20, description="which attempt at the visit this is")
    paid_before_expiry: bool = Field(
        description="whether a fee was due and paid while a permit with a last day ran: then no overstay arises"
    )

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        _require_order(self.starts_at, self.ends_at)
        return self


class FailedVisitFacts(CaseLetterFacts):
    """L09: a visit could not be held, for a team came in vain or the office called it off; whether it counts, what comes next."""

    arrived_at: AwareDatetime = Field(description="when the team stood at the door, or was announced for")
    left_at: AwareDatetime = Field(description="when the team left, or was announced to leave")
    outcome: Literal[
        "nobody-home",
        "ill",
        "refused",
        "postponed",
        "device-failure",
        "office-closed",
        "team-not-ready",
        "another-team",
        "new-address",
        "interview-incomplete",
        "exception-repeated",
    ] = Field(description="why the visit was not held")
    telephone_calls: int = Field(
        ge=0, le=20, description="how often the team telephoned from the door, as it reported; 0 where it did not say"
    )
    place: Address | None = Field(
        default=None, description="at whose door the team stood, one line of it per line; none where it never set out"
    )
    kept: tuple[Evidence, ...] = Field(default=(), max_length=3, description="what the team's device keeps of it")
    counted: bool = Field(description="whether the attempt counts")
    attempts_counted: int = Field(ge=0, le=20, description="how many attempts count so far, this one included")
    attempts_allowed: int = Field(ge=1, le=20, description="after how many an officer decides how to go on")
    next_starts_at: AwareDatetime | None = Field(description="when the next window begins, if already known")
    next_ends_at: AwareDatetime | None = Field(description="when the next window ends, if already known")
    contact_by: date = Field(description="by when the office will be in touch about the next date")
    permit_expires_on: date | None = Field(description="last day of the stay now allowed; none for an unlimited ITAP")

    @property
    def is_unfinished(self) -> bool:
        """Whether the team was let in and began: then the visit is finished another day."""
        return self.outcome in ("interview-incomplete", "exception-repeated")

    @property
    def last_attempt(self) -> bool:
        """Whether an officer decides now how to go on: then no further visit is promised."""
        return self.counted and self.attempts_counted % self.attempts_allowed == 0

    @model_validator(mode="after")
    def _times_are_in_order(self) -> Self:
        if self.left_at < self.arrived_at:
            raise ValueError("left_at lies before arrived_at: correct the team's report")
        if (self.next_starts_at is None) != (self.next_ends_at is None):
            raise ValueError("the next window has only one of its two times: give both or neither")
        if self.next_starts_at and self.next_ends_at:
            _require_order(self.next_starts_at, self.next_ends_at)
        return self


def _require_order(starts_at: AwareDatetime, ends_at: AwareDatetime) -> None:
    if ends_at <= starts_at:
        raise ValueError("the window ends before it begins: correct the plan")
