"""The facts of the head of office's decree on the team of the home visits."""

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from casework.identity.civil_service_ranks import Grade
from casework.letters.facts.parts import LetterFacts, Line, Name, NumberedDecree, Sentence, Strict

# What the decree's template had built in while the facts did not name it; one that was planned then says it still.
BUILT_IN_BEFORE = (
    "UU 13/1998",
    "UU 25/2009",
    "UU 6/2011 jo. terakhir UU 63/2024",
    "UU 30/2014 jo. UU 6/2023",
    "UU 27/2022",
    "PP 31/2013 jo. terakhir PP 40/2023",
    "Permenkumham 22/2023 jo. 11/2024",
)


class TeamMember(Strict):
    """One officer whom the decree appoints, and for what."""

    name: Name = Field(description="as on the staff card")
    employee_number: Line = Field(description="NIP, 18 digits")
    rank: Grade | None = Field(default=None, description="golongan on the letter's day, e.g. III/b; none on record")
    post: Line = Field(description="the officer's post")
    roles: tuple[Literal["coordinator", "lead", "biometrics", "safety"], ...] = Field(
        min_length=1, max_length=4, description="the officer's part in the service"
    )


class TeamDecreeFacts(LetterFacts):
    """L04: who makes the home visits in which role, from when to when, and on which budget."""

    members: tuple[TeamMember, ...] = Field(min_length=1, max_length=24, description="the team, its coordinators first")
    valid_from: date | None = Field(description="first day; none where it is in force from its own date")
    valid_to: date = Field(description="last day, included")
    replaces: tuple[NumberedDecree, ...] = Field(
        max_length=6, description="by which the same officers held the same parts until now"
    )
    legal_bases: tuple[Line, ...] = Field(
        default=BUILT_IN_BEFORE,
        min_length=1,
        max_length=12,
        description="the law that it has in view, short; it is cited with its title",
    )
    budget: Sentence = Field(description="on which budget the costs are booked (DIPA)")

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.valid_from is not None and self.valid_to < self.valid_from:
            raise ValueError("valid_to lies before valid_from: correct the period")
        return self
