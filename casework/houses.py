"""Who has a mailbox besides the roles: a section of the office that decides nothing here, and houses that receive copies."""

from casework.approval_chain import DIRECTORATE_GENERAL, REGIONAL_OFFICE
from casework.questions import ROLE_NAMES
from casework.regions import REGENCIES

ENFORCEMENT_SECTION = "enforcement-section"


def civil_registry_of(regency_code: str) -> str:
    """The civil registry of a regency or city, by its code: a grant is told to the one where the applicant lives."""
    return f"civil-registry-{regency_code}"


CIVIL_REGISTRIES = {civil_registry_of(code): f"Disdukcapil {regency.name}" for code, regency in REGENCIES.items()}
# They receive a copy only where the office has put a mailbox of theirs on record: none is made up for them.
OUTSIDE = frozenset({REGIONAL_OFFICE, DIRECTORATE_GENERAL, ENFORCEMENT_SECTION, *CIVIL_REGISTRIES})
MAILBOX_NAMES = {**ROLE_NAMES, ENFORCEMENT_SECTION: "Inteldakim", **CIVIL_REGISTRIES}
