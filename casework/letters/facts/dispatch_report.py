"""The facts of the day's report to the head of office: teams, visits, and who was left out; nobody's name but the team's own."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from casework.letters.facts.parts import CaseReference, LetterFacts, Line, Name, NumberedDecree, Room, Strict

VisitOutcome = Literal[
    "held",
    "held-with-exception",
    "exception-pending",
    "exception-repeated",
    "interview-incomplete",
    "nobody-home",
    "ill",
    "refused",
    "postponed",
    "device-failure",
    "office-closed",
    "team-not-ready",
    "another-team",
    "new-address",
    "application-ended",
    "called-off",
]
# A row has less room than a letter's line: a day of many visits must still have a report.
TeamCode = Annotated[str, StringConstraints(min_length=1), Room(12)]
Thing = Annotated[str, StringConstraints(min_length=1), Room(80)]
Village = Annotated[str, StringConstraints(min_length=1), Room(100)]
Reason = Annotated[str, StringConstraints(min_length=1), Room(400)]

MOST_LEFT_OUT = 40  # as many as are listed; of the others the number is told
HELD: tuple[VisitOutcome, ...] = ("held", "held-with-exception")


class ReportedTeam(Strict):
    """One team of the day: who led it, with what, and whether it went out."""

    team: TeamCode = Field(description="the team, as the day sheet calls it, e.g. T1")
    lead: Name = Field(description="its lead")
    members: int = Field(ge=1, le=12, description="how many officers it had, its lead included")
    equipment: Thing = Field(description="its mobile kit")
    vehicle: Thing = Field(description="its vehicle")
    state: Literal["released", "held", "not-needed"] = Field(description="whether it left")
    released_at: AwareDatetime | None = Field(
        description="when its lead reported it ready; none where it did not leave"
    )


class ReportedVisit(Strict):
    """One visit that was announced for the day, and what became of it; by case and village only."""

    case_reference: CaseReference = Field(description="the case, e.g. SAHS-7K43")
    place: Village = Field(description="village, district and regency, without the street")
    team: TeamCode = Field(description="which team was to come")
    planned_at: AwareDatetime = Field(description="when the announced window begins")
    outcome: VisitOutcome = Field(description="what became of it")
    started_at: AwareDatetime | None = Field(description="when the team began, as it reported; none where it did not")
    ended_at: AwareDatetime | None = Field(description="when it ended; none where there is no report")
    gift_reported: bool = Field(
        default=False, description="whether the team reported that something was asked or given"
    )
    passport_taken: bool = Field(default=False, description="whether the passport left the home with the team")


class LeftOutOfThePlan(Strict):
    """One case that asked for a visit and had no place on that day."""

    case_reference: CaseReference = Field(description="the case, e.g. SAHS-7K43")
    place: Village = Field(description="village, district and regency, without the street")
    reason: Reason = Field(description="why, in Indonesian, as the planner explained it")
    next_chance: date = Field(description="the next day on which it can be visited")
    too_late: bool = Field(description="whether that day lies after the last safe day for a visit")


class DispatchReportFacts(LetterFacts):
    """L18: how a day's rounds went, for the head of office."""

    round_date: date = Field(description="the working day of the rounds")
    decree_number: Line = Field(description="number of the Head's decree that appoints the teams")
    further_decrees: tuple[NumberedDecree, ...] = Field(
        default=(),
        max_length=5,
        description="by which others of the teams are appointed, where one does not name them all",
    )
    teams: tuple[ReportedTeam, ...] = Field(min_length=1, max_length=30, description="the teams that were assigned")
    visits: tuple[ReportedVisit, ...] = Field(min_length=1, max_length=150, description="the visits, by their time")
    left_out: tuple[LeftOutOfThePlan, ...] = Field(
        default=(), max_length=MOST_LEFT_OUT, description="who had no place in the plan of that day, the first of them"
    )
    further_left_out: int = Field(default=0, ge=0, description="how many more had no place and are not listed")

    @property
    def held(self) -> int:
        """How many visits were held and accepted."""
        return sum(visit.outcome in HELD for visit in self.visits)

    @property
    def pending(self) -> int:
        """How many were held and wait for a second officer."""
        return sum(visit.outcome == "exception-pending" for visit in self.visits)

    @property
    def not_held(self) -> int:
        """How many were not held."""
        return len(self.visits) - self.held - self.pending

    @model_validator(mode="after")
    def _times_are_whole(self) -> Self:
        if any((visit.started_at is None) != (visit.ended_at is None) for visit in self.visits):
            raise ValueError("a visit has only one of its two times: give both or neither")
        return self
