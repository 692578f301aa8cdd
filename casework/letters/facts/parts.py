"""What the facts of letters are made of: plain values, each with the room that it has on paper."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from casework.case import DocumentCode
from casework.identity.civil_service_ranks import Grade
from casework.letters.wording import is_known_country, is_known_language

FIRST_YEAR, LAST_YEAR = 1900, 2199


@dataclass(frozen=True)
class Room:
    """How much room a text has on paper; ``check_letter`` refuses what does not fit."""

    characters: int
    lines: int = 1


def _known_country(code: str) -> str:
    if not is_known_country(code):
        raise ValueError("no country is known by this code: use the ICAO 9303 code of the passport")
    return code


def _known_language(code: str) -> str:
    if not is_known_language(code):
        raise ValueError("no language is known by this code: use its ISO 639 code")
    return code


Name = Annotated[str, StringConstraints(min_length=1), Room(200)]
Line = Annotated[str, StringConstraints(min_length=1), Room(200)]
Sentence = Annotated[str, StringConstraints(min_length=1), Room(600)]
Address = Annotated[str, StringConstraints(min_length=1), Room(600, lines=7)]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,3}$"), AfterValidator(_known_country)]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$"), AfterValidator(_known_language)]
Rupiah = Annotated[int, Field(ge=0, le=10**12)]
Evidence = Literal["package", "door-photo", "call-log"]
CaseReference = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,8}-[2-9A-HJ-NP-Z]{4,6}$")]


class Strict(BaseModel):
    """Facts may not be added to nor changed, and a mistake in them is reported without its value."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, hide_input_in_errors=True)

    @model_validator(mode="after")
    def _days_are_of_our_age(self) -> Self:
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
                raise ValueError(f"{name} has a year outside {FIRST_YEAR}–{LAST_YEAR}: correct it")
        return self


class LetterFacts(Strict):
    """What one letter says, as plain facts; how it says it is the template's affair."""


class CaseLetterFacts(LetterFacts):
    """The facts of a letter to one person about one case."""

    case_reference: CaseReference = Field(description="the case as spoken over the phone, e.g. SAHS-7K43")
    recipient_honorific: Literal["Bapak/Ibu", "Bapak", "Ibu", "Pimpinan"] = Field(
        default="Bapak/Ibu", description="how the recipient is addressed; Pimpinan for a body"
    )
    recipient_name: Name = Field(description="who receives the letter")
    recipient_address: Address = Field(description="postal address, one line of it per line, at most 7")
    applicant_name: Name = Field(description="the foreign resident, as printed in the passport")


class BilingualText(Strict):
    """One sentence or item in both languages."""

    indonesian: Sentence = Field(description="in Indonesian, without a full stop at its end")
    english: Sentence = Field(description="in English, without a full stop at its end")


class Ground(BilingualText):
    """One reason of a decision, with the law on which it rests."""

    legal_basis: Line = Field(description="e.g. UU 6/2011 Ps 48; a letter cites it in full")


class ListedDocument(Strict):
    """One document of the checklist and whether it came."""

    code: DocumentCode = Field(description="the document, by its code of the checklist")
    status: Literal["received", "missing"] = Field(description="whether it came with the application")


class MissingDocument(Strict):
    """One document that the guarantor has to send (again), and why."""

    code: DocumentCode = Field(description="the document, by its code of the checklist")
    fault: Literal["absent", "unreadable", "expired", "unsigned", "inconsistent"] = Field(
        description="what is wrong with it"
    )


class FeeItem(BilingualText):
    """One item of the state's fee (PNBP)."""

    amount: Rupiah = Field(description="in whole rupiah")
    legal_basis: Line = Field(description="the tariff's legal basis, e.g. PP 45/2024")


class NumberedDecree(Strict):
    """A decree (SK) of the head of office, by its number and date."""

    number: Line = Field(description="number of the decree")
    dated: date = Field(description="date of the decree")


class NumberedLetter(Strict):
    """A letter that went out before this one, by its number and date."""

    number: Line = Field(description="number of the letter")
    dated: date = Field(description="date of the letter")


class VisitingOfficer(Strict):
    """One officer who comes to the home."""

    name: Name = Field(description="as on the staff card")
    post: Line = Field(description="the officer's post")
    role: Literal["lead", "biometrics", "safety"] = Field(description="the officer's part in the visit")


class AssignedOfficer(VisitingOfficer):
    """One officer named in the letter of assignment."""

    employee_number: Line = Field(description="NIP, 18 digits")
    rank: Grade | None = Field(default=None, description="golongan on the letter's day, e.g. III/b; none on record")


class RemedyRoute(Strict):
    """One way of contesting a decision, with its deadline."""

    addressee: BilingualText = Field(description="to whom it is addressed")
    decided_by: tuple[BilingualText, ...] = Field(
        default=(),
        max_length=2,
        description="who decides it, and who else where it is granted; nobody where its addressee does",
    )
    days: int = Field(ge=1, le=365, description="how many days, counted from the day the decision was received")
    days_kind: Literal["working", "calendar"] = Field(description="working days or calendar days")
    legal_basis: Line = Field(description="e.g. UU 30/2014 Ps 77")


class ObjectedTo(Strict):
    """The decision to which somebody objected, where a letter decides that objection."""

    number: Line = Field(description="number of the decree or letter that was objected to")
    dated: date = Field(description="its date")
    received_on: date = Field(description="day on which the objection arrived")

    @model_validator(mode="after")
    def _is_objected_to_afterwards(self) -> Self:
        if self.received_on < self.dated:
            raise ValueError("the objection arrived before the decision was made: correct one of the days")
        return self


class Contestable(Strict):
    """The ways of contesting a "no": what the office takes itself, what stands above it, and the court last of all."""

    objection: RemedyRoute | None = Field(
        description="objection (keberatan), filed with the head of office and decided above; none where nobody stands above, or one was decided"
    )
    appeal: RemedyRoute | None = Field(
        description="administrative appeal (banding) to whoever stands above the one who decides the objection; none where nobody does"
    )
    court: RemedyRoute = Field(description="lawsuit at the administrative court (PTUN)")
