"""The facts of the letters about the permit: grant, refusal, closing."""

from datetime import date
from typing import Any, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from casework.case import PermitKind, Procedure
from casework.letters.facts.parts import (
    BilingualText,
    CaseLetterFacts,
    Contestable,
    CountryCode,
    Ground,
    Line,
    Name,
    ObjectedTo,
    Rupiah,
    Strict,
)

Delivery = Literal["electronic", "courier", "by-hand", "registered-mail"]


class PermitDecisionFacts(CaseLetterFacts):
    """What a grant and a refusal have in common."""

    decided_on: date = Field(description="day of the last approval")
    procedure: Procedure = Field(description="what was asked for")
    permit_kind: PermitKind = Field(description="for which stay permit")
    permit_index: Line = Field(description="visa index, e.g. E31A")
    nationality: CountryCode = Field(description="ICAO 9303 code, e.g. USA, D, XXA")
    passport_number_masked: Line = Field(description="passport number with its middle hidden, e.g. X*****21")
    legal_bases: tuple[Line, ...] = Field(
        min_length=1,
        max_length=12,
        description="the law on which the decision rests, e.g. UU 6/2011 jo. terakhir UU 63/2024",
    )


class GrantFacts(PermitDecisionFacts):
    """L12: the permit is granted; its numbers, its validity, and the holder's duties."""

    permit_number: Line = Field(description="number of the permit")
    register_number: Line = Field(description="its number in the office's register")
    valid_from: date = Field(description="first day of the permit")
    valid_until: date | None = Field(description="last day of the permit; none for an unlimited ITAP")
    next_report_on: date | None = Field(description="by when an ITAP holder must report; none where no report is due")
    delivery: Delivery = Field(description="how the permit is handed over")
    includes_reentry: bool = Field(
        default=False, description="whether the fee that was billed for it includes the re-entry permit"
    )
    objected_to: ObjectedTo | None = Field(
        default=None,
        description="the decree of refusal that an objection has undone, and which this revokes; none where none was",
    )

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.valid_until and self.valid_until < self.valid_from:
            raise ValueError("valid_until lies before valid_from: correct the permit's dates")
        return self


class EndedStay(Strict):
    """A stay that has ended already, and what the law makes of each day after it (UU 6/2011 Pasal 78)."""

    ended_on: date = Field(description="last day of the stay that was allowed")
    overstay: Literal["none", "chargeable", "gap", "beyond"] = Field(
        description="none where applied and paid in time; chargeable below the law's limit, gap on it, beyond it no charge is offered"
    )
    charge_per_day: Rupiah = Field(description="charge for each day of overstay, in whole rupiah")
    limit: int = Field(ge=1, le=365, description="the day of overstay from which the law offers no charge any more")
    legal_basis: Line = Field(description="e.g. UU 6/2011 Ps 78")


class RefusalFacts(PermitDecisionFacts, Contestable):
    """L13: the decree that refuses a permit; on which grounds, what follows, and how to contest it."""

    applied_on: date | None = Field(
        default=None, description="day of the application; none where the refusal was planned before it was told"
    )
    refused_above: BilingualText | None = Field(
        default=None, description="the level above the office that refused; none where the head of office did"
    )
    grounds: tuple[Ground, ...] = Field(min_length=1, max_length=8, description="each reason with its legal basis")
    leave_by: date | None = Field(
        description="last day of the present stay, by which to leave or to apply lawfully; none where it is unlimited or has ended"
    )
    objected_to: ObjectedTo | None = Field(
        default=None,
        description="the decree of refusal to which the objection is rejected; none where this is the first one",
    )
    fee_paid: bool = Field(default=False, description="whether the state fee of the application was paid")
    ended_stay: EndedStay | None = Field(
        default=None, description="the stay that has ended already; none where the present stay goes on"
    )

    @model_validator(mode="after")
    def _a_stay_goes_on_or_has_ended(self) -> Self:
        if self.leave_by is not None and self.ended_stay is not None:
            raise ValueError("the stay goes on and has ended: give its last day, or its end, not both")
        return self


class ClosingFacts(CaseLetterFacts):
    """L14: how the case ended, what was handed over, how long the file is kept, where to complain."""

    result: Literal["granted", "refused", "ineligible", "unpaid", "given-up", "withdrawn"] = Field(
        description="how the case ended"
    )
    closed_on: date = Field(description="day on which the file was closed")
    handed_over: tuple[BilingualText, ...] = Field(
        default=(), max_length=12, description="what was handed over; nothing where nothing was"
    )
    handed_over_at: AwareDatetime | None = Field(description="when it was handed over; none where nothing was")
    received_by: Name | None = Field(
        description="who received it, by name; none where the record names nobody, and where nothing was handed over"
    )
    receiver: Literal["applicant", "guarantor", "courier"] | None = Field(
        default=None, description="as what they received it; none where nothing was handed over"
    )
    identity_shown: Literal["passport", "identity-card", "other"] | None = Field(
        default=None, description="by what the receiver showed who they are; none where nobody was met"
    )
    identity_number_masked: Line | None = Field(
        default=None, description="its number with all but its end hidden; none where the application does not know it"
    )
    delivery: Delivery | None = Field(description="how it was handed over; none where nothing was")
    recorded_by: Name | None = Field(
        default=None, description="which officer put the hand-over on record; none where none"
    )
    recorded_by_post: Line | None = Field(default=None, description="that officer's post")
    retention_until: date = Field(description="until when the file is kept before its destruction may be proposed")
    retention_basis: Line = Field(description="the retention schedule's legal basis")
    fee: Literal["none", "unpaid", "paid"] = Field(
        default="none", description="whether a state fee was billed, and paid"
    )
    permit_expires_on: date | None = Field(
        default=None, description="last day of the stay now allowed; none for an unlimited ITAP"
    )
    passport_returned_on: date | None = Field(
        default=None, description="when a passport that the team had taken along was given back; none where none was"
    )
    passport_returned_to: Literal["applicant", "guarantor", "family", "embassy"] | None = Field(
        default=None, description="to whom it was given back; none where none was"
    )
    passport_back_by: date | None = Field(
        default=None, description="by when a passport that is still in custody is given back; none where none is"
    )

    @property
    def survey_url(self) -> None:
        """An older template asks for it: no letter's own facts name a survey any more, the letterhead does."""

    @property
    def is_given_up(self) -> bool:
        """Whether the application has ended without any decision on it."""
        return self.result in ("unpaid", "given-up")

    @property
    def stay_has_ended(self) -> bool:
        """Whether the stay that was allowed has ended by the day on which the file is closed."""
        return self.permit_expires_on is not None and self.permit_expires_on < self.closed_on

    @model_validator(mode="before")
    @classmethod
    def _asked_no_survey(cls, facts: Any) -> Any:
        """Facts that were planned when they still held a survey named none: they are read without that name."""
        if isinstance(facts, dict) and facts.get("survey_url", facts) is None:
            return {name: value for name, value in facts.items() if name != "survey_url"}
        return facts

    @model_validator(mode="after")
    def _hand_over_is_whole(self) -> Self:
        is_received = self.received_by is not None or self.receiver is not None
        given = (self.handed_over_at is not None, is_received, self.delivery is not None)
        if any(present is not bool(self.handed_over) for present in given):
            raise ValueError("the hand-over is told by halves: give items, time, recipient and way, or none of them")
        if (self.recorded_by is None) != (self.recorded_by_post is None):
            raise ValueError("whoever recorded the hand-over is told by halves: give name and post, or neither")
        if (self.passport_returned_on is None) != (self.passport_returned_to is None):
            raise ValueError("the passport's return is told by halves: give day and recipient, or neither")
        return self
