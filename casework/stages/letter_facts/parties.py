"""The people and places that every letter names, read from what was sent."""

from typing import TypedDict

from casework.case import Application
from casework.regions import find_village, regency_name
from casework.registry.models import Case

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
        recipient_address=home_of(application),
        applicant_name=application.applicant.full_name,
    )


def home_of(application: Application) -> str:
    """The applicant's home, one line of the address per line."""
    residence = application.residence
    village = find_village(residence.village_code)
    lines = [f"{residence.street}, RT/RW {residence.neighbourhood}"]
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
