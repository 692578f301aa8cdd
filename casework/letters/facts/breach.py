"""The facts of the letters about a breach of personal data (UU 27/2022 Pasal 46)."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, Field

from casework.letters.facts.parts import CaseLetterFacts, LetterFacts, Line, Strict

DataKind = Literal[
    "identity", "passport", "contact", "permit", "guarantor-identity", "documents", "health", "biometrics"
]
BreachCause = Literal[
    "device-lost", "paper-lost", "sent-to-another", "seen-without-right", "malware", "system-fault", "still-examined"
]
BreachMeasure = Literal[
    "access-closed",
    "device-erased",
    "codes-renewed",
    "asked-to-delete",
    "restored-from-copy",
    "reported-to-police",
    "reported-to-bssn",
    "procedure-changed",
]


class Breach(Strict):
    """What happened to the data, and what the office does about it."""

    discovered_at: AwareDatetime = Field(description="when the office found out; the 3 × 24 hours run from here")
    notify_by: AwareDatetime = Field(description="when these 3 × 24 hours are over")
    happened_on: date = Field(description="day on which it happened, the first one possible where it is not known")
    data: tuple[DataKind, ...] = Field(min_length=1, max_length=8, description="which data were disclosed")
    cause: BreachCause = Field(description="how they were disclosed")
    measures: tuple[BreachMeasure, ...] = Field(
        min_length=1, max_length=8, description="what the office does about it, and how it is recovered"
    )


class BreachNoticeFacts(CaseLetterFacts):
    """L16: to whom it concerns, within 3 × 24 hours: which data were disclosed, when and how, what the office does."""

    breach: Breach = Field(description="what happened, and what is done")
    applicant_died: bool = Field(
        description="whether the permit holder has died: then nobody but the guarantor is told"
    )


class BreachReportFacts(LetterFacts):
    """L23: the same to the agency for the protection of personal data, in numbers and without names."""

    addressee: Line = Field(description="the agency that is told")
    addressee_place: Line = Field(description="the agency's town")
    breach: Breach = Field(description="what happened, and what is done")
    cases: int = Field(ge=1, le=10_000, description="how many files are affected")
    persons: int = Field(ge=1, le=20_000, description="how many persons: permit holders and guarantors")
    letters: int = Field(ge=0, le=10_000, description="how many notices go out to them with this letter")
