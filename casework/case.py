"""An application as it crosses the border: what a guarantor sends, and nothing more.

Shape only. Whether the application is complete is judged in ``completeness``, whether the service is
open to the applicant in ``eligibility``. Every text is data; it is never evaluated.
"""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, EmailStr, Field, StringConstraints, field_validator

from casework.identity.birth_date import BirthDate
from casework.regions import find_village

PLAIN_LINE = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=PLAIN_LINE)]
PersonName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=PLAIN_LINE)]
Telephone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9][0-9 ()-]{5,24}$")]
PartialDate = Annotated[
    str, StringConstraints(pattern=r"^(18|19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$")
]

# Bounds that leave room for every deadline to be reckoned: nothing lawful lies outside them.
Day = Annotated[date, Field(ge=date(1950, 1, 1), le=date(2199, 12, 31))]
Instant = Annotated[AwareDatetime, Field(ge=datetime(1950, 1, 1, tzinfo=UTC), le=datetime(2199, 12, 31, tzinfo=UTC))]


class PermitKind(StrEnum):
    """The stay permits that the office handles (UU 6/2011 Ps 48): visit, limited, permanent."""

    VISIT = "ITK"
    LIMITED = "ITAS"
    PERMANENT = "ITAP"


class Procedure(StrEnum):
    """What is asked for: a first grant, an extension, a change of status, or the five-year report of an ITAP."""

    GRANT = "grant"
    EXTENSION = "extension"
    CONVERSION = "conversion"
    REPORT = "report"


class DocumentCode(StrEnum):
    """The documents of the checklist (Permenkumham 22/2023 as amended, and this service's own)."""

    PASSPORT = "PASSPORT"
    CURRENT_PERMIT = "CURRENT_PERMIT"
    REQUEST_LETTER = "REQUEST_LETTER"
    GUARANTEE_LETTER = "GUARANTEE_LETTER"
    KTP_GUARANTOR = "KTP_GUARANTOR"
    KK_GUARANTOR = "KK_GUARANTOR"
    POWER_OF_ATTORNEY = "POWER_OF_ATTORNEY"
    FORM = "FORM"
    VISA = "VISA"
    ENTRY_STAMP = "ENTRY_STAMP"
    SKTT = "SKTT"
    INSURANCE = "INSURANCE"
    BANK_BOOK = "BANK_BOOK"
    ACCOMMODATION = "ACCOMMODATION"
    HELPER = "HELPER"
    NO_WORK = "NO_WORK"
    MARRIAGE_CERTIFICATE = "MARRIAGE_CERTIFICATE"
    INTEGRATION_STATEMENT = "INTEGRATION_STATEMENT"
    HOME_VISIT_CONSENT = "HOME_VISIT_CONSENT"
    HEALTH_DECLARATION = "HEALTH_DECLARATION"
    MEDICAL_LETTER = "MEDICAL_LETTER"


class VisitNeed(StrEnum):
    """What the team must know before it comes to the door."""

    INTERPRETER = "interpreter"
    LYING_DOWN = "lying-down"
    WHEELCHAIR = "wheelchair"
    HARD_OF_HEARING = "hard-of-hearing"
    LOW_VISION = "low-vision"
    COMPANION = "companion"
    FEMALE_OFFICER = "female-officer"


class Strict(BaseModel):
    """A part of an application: nothing may be added to it, nothing changed in it."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Permit(Strict):
    """The permit that is to be granted, extended, converted or reported."""

    kind: PermitKind
    index: Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{1,2}[A-Z]?$")] = Field(
        description="visa index, e.g. E31A (Kepmen M.HH-02.GR.01.04/2023)"
    )
    number: Line | None = Field(default=None, description="number of the permit now held; none on a first grant")
    expires_on: Day | None = Field(
        default=None, description="last day of the stay now allowed; none for an unlimited ITAP"
    )
    extension_number: int = Field(
        default=0, ge=0, le=20, description="how many extensions came before, this one included"
    )


class Applicant(Strict):
    """The foreign resident whose permit it is."""

    full_name: PersonName = Field(description="as printed in the passport")
    machine_readable_zone: tuple[str, str] = Field(
        description="the two lines of 44 characters at the foot of the passport's page"
    )
    nationality: Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,3}$")] = Field(
        description="ICAO 9303 code, e.g. USA, D, XXA"
    )
    birth_date: PartialDate = Field(description="1951-03-12, or as far as the passport knows it: 1951-03, 1951")
    sex: Literal["F", "M", "X"]
    passport_number: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{5,15}$")]
    passport_expires_on: Day
    passport_type: Literal["ordinary", "service", "diplomatic", "refugee", "stateless"] = "ordinary"
    languages: tuple[Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")], ...] = Field(
        default=("en",), min_length=1, max_length=6
    )
    needs: tuple[VisitNeed, ...] = Field(default=(), max_length=7)
    married_to_indonesian: bool = False
    telephone: Telephone | None = None
    email: EmailStr | None = None

    @field_validator("birth_date")
    @classmethod
    def _is_a_date_that_exists(cls, written: str) -> str:
        BirthDate.read(written)
        return written

    @field_validator("machine_readable_zone")
    @classmethod
    def _is_two_lines_of_a_passport(cls, lines: tuple[str, str]) -> tuple[str, str]:
        for line in lines:
            if len(line) != 44 or set(line) - set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"):
                raise ValueError("each line has 44 characters of A–Z, 0–9 and <: copy it from the passport")
        return lines


class Residence(Strict):
    """Where the applicant lives; the village code decides the jurisdiction, never a name."""

    village_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}$")] = Field(
        description="Kemendagri code, e.g. 33.72.05.1007 (Kepmendagri 300.2.2-2138/2025)"
    )
    street: Line
    neighbourhood: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}/[0-9]{1,3}$")] = Field(
        description="RT/RW, e.g. 002/005"
    )
    postal_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]
    access_notes: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""
    contact_name: PersonName
    contact_telephone: Telephone

    @property
    def regency_code(self) -> str:
        """The Kemendagri code of the regency or city, e.g. 33.72."""
        return self.village_code[:5]

    @property
    def lies_in_the_area(self) -> bool:
        """Whether the village is one of the 1,568 of the office's seven regencies."""
        return find_village(self.village_code) is not None


class Guarantor(Strict):
    """The person or body answerable for the foreigner (UU 6/2011 Ps 63 as amended by UU 6/2023)."""

    kind: Literal["person", "body"]
    name: PersonName
    identity_number: Annotated[str, StringConstraints(pattern=r"^[0-9]{16}$")] | None = Field(
        default=None, description="NIK of a person, NPWP of 16 digits of a body"
    )
    relation: Literal["spouse", "child", "employer", "school", "agent", "host", "other"]
    telephone: Telephone
    email: EmailStr | None = None
    address: tuple[Line, ...] = Field(
        default=(),
        max_length=4,
        description="where letters reach the guarantor, one line of it per entry; none: at the applicant's home",
    )


class Document(Strict):
    """One document, by its fingerprint; its bytes lie beside the application or in ``content``."""

    code: DocumentCode
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    media_type: Literal["application/pdf", "image/jpeg", "image/png"]
    file: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")] | None = None
    content: str | None = Field(
        default=None, description="base64, where no file can lie beside the application", max_length=14_000_000
    )


class Application(Strict):
    """One application for a visit at home, as the MiskaGO app or the counter sends it.

    A resend carries the same ``external_reference``; a completion carries it too, and names the case.
    """

    schema_version: Literal["1"]
    channel: Literal["miskago", "counter"]
    external_reference: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9-]{5,39}$")]
    completes_case: Annotated[str, StringConstraints(pattern=r"^SAHS-[2-9A-HJ-NP-Z]{4,6}$")] | None = Field(
        default=None, description="reference of the case that this application completes"
    )
    submitted_at: Instant
    procedure: Procedure
    permit: Permit
    applicant: Applicant
    residence: Residence
    guarantor: Guarantor | None = None
    documents: tuple[Document, ...] = Field(max_length=40)

    @property
    def has_address(self) -> bool:
        """Whether there is anybody whom an e-mail reaches."""
        of_the_guarantor = self.guarantor.email if self.guarantor else None
        return bool(of_the_guarantor or self.applicant.email)

    def without_contents(self) -> "Application":
        """The application without the bytes of its documents, which are kept apart."""
        bare = tuple(document.model_copy(update={"content": None}) for document in self.documents)
        return self.model_copy(update={"documents": bare})

    @field_validator("documents")
    @classmethod
    def _names_each_document_once(cls, documents: tuple[Document, ...]) -> tuple[Document, ...]:
        codes = [document.code for document in documents]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise ValueError(f"{', '.join(twice)} is there more than once: send each document as one file")
        return documents
