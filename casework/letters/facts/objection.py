"""The facts of the letters about an objection: that it was received and admitted, or that it came too late."""

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from casework.letters.facts.parts import BilingualText, CaseLetterFacts, Line, RemedyRoute


class ObjectionFacts(CaseLetterFacts):
    """What both letters say: to what, told when, objected when, and until when one could object."""

    against: Literal["refused", "ineligible"] = Field(description="the decision that is objected to")
    told_on: date = Field(description="day on which that decision was told")
    received_on: date = Field(description="day on which the objection arrived")
    last_day: date = Field(description="last day on which one could object")
    file_within: int = Field(ge=1, le=365, description="within how many working days of being told one may object")
    legal_basis: Line = Field(description="e.g. UU 30/2014 Ps 77")

    @model_validator(mode="after")
    def _arrives_after_the_decision(self) -> Self:
        if self.received_on < self.told_on:
            raise ValueError("the objection arrived before the decision was told: correct the day")
        return self


class ObjectionAdmittedFacts(ObjectionFacts):
    """L20: an objection is admitted; who decides it anew, and by which day."""

    beyond_control: bool = Field(description="whether it came late for reasons that were nobody's fault of theirs")
    deciders: tuple[BilingualText, ...] = Field(
        min_length=1, max_length=4, description="who decides it anew, and who else, in their order, where it is granted"
    )
    decide_within: int = Field(ge=1, le=365, description="within how many working days of its arrival")
    decide_by: date = Field(description="the day by which it is decided")
    permit_expires_on: date | None = Field(
        default=None, description="last day of the stay now allowed; none for an unlimited ITAP"
    )


class ObjectionTooLateFacts(ObjectionFacts):
    """L21: an objection came too late; how that was reckoned, and which ways remain."""

    settled_on: date = Field(description="day on which the office put that on record")
    appeal: RemedyRoute | None = Field(description="administrative appeal (banding); none where there is none")
    court: RemedyRoute = Field(description="lawsuit at the administrative court (PTUN)")
    court_until: date = Field(description="last day for that, counted from the day on which the decision was told")
    court_by: date | None = Field(
        default=None, description="working day before that, where it is none and there is one left; none otherwise"
    )

    @model_validator(mode="after")
    def _came_too_late(self) -> Self:
        if self.received_on <= self.last_day:
            raise ValueError("the objection came in time: it cannot be turned away as late")
        if self.court_by is not None and self.court_by >= self.court_until:
            raise ValueError("the working day before the last day for the court lies not before it: correct it")
        return self
