"""What stands around a letter's facts: letterhead, number, date, signature, verification."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from casework.letters.facts.parts import BilingualText, Line, Name, Room, Strict

Capacity = Literal["", "a.n. Kepala Kantor,", "Plh. Kepala Kantor,", "Plt. Kepala Kantor,"]


class Letterhead(Strict):
    """How the office calls itself on paper from ``valid_from`` to ``valid_to`` (both included)."""

    valid_from: date = Field(description="first day")
    valid_to: date | None = Field(description="last day; none while it is in force")
    ministry: Line = Field(description="first line")
    superiors: tuple[Line, ...] = Field(description="lines between the ministry and the office")
    regional_head: BilingualText = Field(description="who heads the regional office above it")
    office: Line = Field(description="the office's name")
    office_in_english: Line = Field(description="the same within an English sentence, after 'the'")
    address: Line = Field(description="street and place")
    telephone: Line = Field(description="for those who received a letter")
    website: Line = Field(description="the office's page")
    email: Line = Field(description="the office's address")
    place: Line = Field(description="the place before the date")
    complaint_channels: tuple[BilingualText, ...] = Field(min_length=1, description="where a complaint may be lodged")
    survey: Annotated[str, StringConstraints(pattern=r"^[!-~]{4,70}$")] | None = Field(
        default=None,
        description="where on the web the service is judged, short of a line; none until the office has one",
    )
    source: Line = Field(description="where this was found")
    certainty: Literal["high", "medium", "low"] = Field(description="how sure that is")

    @property
    def complaints(self) -> tuple[str, ...]:
        """The channels for complaints, as an Indonesian sentence names them."""
        return tuple(channel.indonesian for channel in self.complaint_channels)

    @property
    def complaints_in_english(self) -> tuple[str, ...]:
        """The channels for complaints, as an English sentence names them."""
        return tuple(channel.english for channel in self.complaint_channels)


class Signatory(Strict):
    """The official whose recorded act stands behind a letter."""

    capacity: Capacity = Field(default="", description="acting or on behalf; empty for the office's holder")
    under: Annotated[str, Room(200)] = Field(
        default="", description="u.b.: the post on whose behalf, between the head of office and the signer"
    )
    post: Annotated[str, Room(200)] = Field(
        description="e.g. Kepala Kantor; on behalf: the signer's own post; empty where acting"
    )
    name: Name = Field(description="as on the staff card")
    employee_number: Annotated[str, StringConstraints(pattern=r"^\d{18}$")] = Field(description="NIP")

    @model_validator(mode="after")
    def _says_in_what_capacity(self) -> Self:
        if not self.capacity and not self.post:
            raise ValueError("a signatory needs a post or a capacity: say as what the official signs")
        return self


class Frame(Strict):
    """All that a letter needs besides its facts; without a signatory the system issues it."""

    number: Line | None = Field(description="as written by number_of; none on a form, which bears none")
    dated: date = Field(description="the letter's date, an office day in Asia/Jakarta")
    place: Line = Field(description="the place before the date")
    letterhead: Letterhead = Field(description="as in force on that date")
    signatory: Signatory | None = Field(description="who signed; none where the system issues the letter")
    copies: tuple[Line, ...] = Field(default=(), description="to whom copies of it go out, as they are named on paper")
    verification: Annotated[str, StringConstraints(pattern=r"^https?://[!-~]{4,200}$")] | None = Field(
        description="address where the letter can be verified, also printed as a QR code"
    )
    specimen: bool = Field(description="whether CONTOH stands across every page")
    draft: bool = Field(
        default=False,
        description="printed without the signature that it needs: DRAF stands across every page, unless CONTOH does",
    )
    signed_by_service: Literal["", "local", "bsre"] = Field(
        default="",
        description="what will sign the letter: the office's own certificate, or the national service, which is named in the foot",
    )


_COMPLAINTS = (
    BilingualText(indonesian="SP4N-LAPOR! (www.lapor.go.id)", english="SP4N-LAPOR! (www.lapor.go.id)"),
    BilingualText(indonesian="loket pengaduan kantor", english="the office's complaints counter"),
)

LETTERHEADS: tuple[Letterhead, ...] = (
    Letterhead(
        valid_from=date(2014, 1, 1),
        valid_to=date(2024, 12, 31),
        ministry="Kementerian Hukum dan Hak Asasi Manusia Republik Indonesia",
        superiors=("Kantor Wilayah Jawa Tengah",),
        regional_head=BilingualText(
            indonesian="Kepala Kantor Wilayah Kementerian Hukum dan Hak Asasi Manusia Jawa Tengah",
            english="the Head of the Regional Office of the Ministry of Law and Human Rights for Central Java",
        ),
        office="Kantor Imigrasi Kelas I TPI Surakarta",
        office_in_english="Surakarta Immigration Office",
        address="Jalan Adisucipto Nomor 8, Colomadu, Karanganyar",
        telephone="0812-3190-4277",
        website="surakarta.imigrasi.go.id",
        email="imigrasi.ska@gmail.com",
        place="Surakarta",
        complaint_channels=_COMPLAINTS,
        source="domain.md 3.3 and 5.1",
        certainty="medium",
    ),
    Letterhead(
        valid_from=date(2025, 1, 1),
        valid_to=None,
        ministry="Kementerian Imigrasi dan Pemasyarakatan Republik Indonesia",
        superiors=("Direktorat Jenderal Imigrasi", "Kantor Wilayah Jawa Tengah"),
        regional_head=BilingualText(
            indonesian="Kepala Kantor Wilayah Direktorat Jenderal Imigrasi Jawa Tengah",
            english="the Head of the Regional Office of Immigration for Central Java",
        ),
        office="Kantor Imigrasi Kelas I TPI Surakarta",
        office_in_english="Surakarta Immigration Office",
        address="Jalan Adisucipto Nomor 8, Colomadu, Karanganyar",
        telephone="0812-3190-4277",
        website="surakarta.imigrasi.go.id",
        email="imigrasi.ska@gmail.com",
        place="Surakarta",
        complaint_channels=_COMPLAINTS,
        source="domain.md 3.3 and 5.1",
        certainty="medium",
    ),
)


def letterhead_on(day: date) -> Letterhead:
    """A letter bears the letterhead in force on its date; raises ``ValueError`` where none is known."""
    for letterhead in LETTERHEADS:
        if letterhead.valid_from <= day and (letterhead.valid_to is None or day <= letterhead.valid_to):
            return letterhead
    raise ValueError(f"no letterhead is known for {day.isoformat()}: add a row to LETTERHEADS")
