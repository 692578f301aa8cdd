"""The people and places that every letter names, read from what was sent."""

from typing import TypedDict

from casework.case import Application, Guarantor
from casework.regions import find_village, regency_name
from casework.registry.models import Case

CARE_OF = "d.a."  # dengan alamat: the house is somebody else's
LONGEST_FIRST_LINE = 110  # a letter's address has room for 120 characters in a line
OUTSIDE = "di luar wilayah kerja"


class Parties(TypedDict):
    """The facts that every letter to a person begins with."""

    case_reference: str
    recipient_honorific: str
    recipient_name: str
    recipient_address: str
    applicant_name: str


def parties_of(case: Case, application: Application, *, to_applicant: bool = False) -> Parties:
    """A letter goes to the guarantor, or to the applicant where the decision is about them or there is no guarantor."""
    guarantor = None if to_applicant else application.guarantor
    return Parties(
        case_reference=case.reference,
        recipient_honorific="Pimpinan" if guarantor and guarantor.kind == "body" else "Bapak/Ibu",
        recipient_name=guarantor.name if guarantor else application.applicant.full_name,
        recipient_address=_address_of(guarantor, application),
        applicant_name=application.applicant.full_name,
    )


def _address_of(guarantor: Guarantor | None, application: Application) -> str:
    """Where a letter reaches its recipient: a guarantor who gave no address is written to at the applicant's home."""
    if guarantor is None or guarantor.name.casefold() == application.applicant.full_name.casefold():
        return home_of(application)
    return "\n".join(guarantor.address) if guarantor.address else f"{CARE_OF} {home_of(application)}"


def home_of(application: Application) -> str:
    """The applicant's home, one line of the address per line."""
    residence = application.residence
    village = find_village(residence.village_code)
    first = f"{residence.street}, RT/RW {residence.neighbourhood}"
    lines = [first] if len(first) <= LONGEST_FIRST_LINE else [residence.street, f"RT/RW {residence.neighbourhood}"]
    if village is None:
        regency = regency_name(residence.village_code)
        return "\n".join([*lines, f"{regency} {residence.postal_code}" if regency else residence.postal_code])
    lines += [f"{village.kind} {village.name}, Kecamatan {village.district}"]
    return "\n".join([*lines, f"{village.regency} {residence.postal_code}"])


def place_of(application: Application) -> str:
    """Village, district and regency, without the street: letters of assignment travel."""
    code = application.residence.village_code
    village = find_village(code)
    if village is None:
        return regency_name(code) or OUTSIDE
    kind = "Kel." if village.is_urban else village.kind
    return f"{kind} {village.name}, Kec. {village.district}, {village.regency.replace('Kabupaten', 'Kab.')}"


def masked(passport_number: str) -> str:
    """A passport number with its middle hidden."""
    return passport_number[0] + "*" * (len(passport_number) - 3) + passport_number[-2:]
