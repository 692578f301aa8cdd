"""From which field of an application a fact of a letter comes: whoever sent it knows no letters."""

from casework.case import Application
from casework.letters import KINDS, LetterRefused

GUARANTOR, APPLICANT = "guarantor.name", "applicant.full_name"
FIELDS = {
    "applicant_name": APPLICANT,
    "guarantor_name": GUARANTOR,
    "recipient_address": "residence.street",
    "visit_address": "residence.street",
    "home_address": "residence.street",
    "passport_number": "applicant.passport_number",
    "passport_number_masked": "applicant.passport_number",
    "nationality": "applicant.nationality",
    "permit_index": "permit.index",
    "permit_number": "permit.number",
    "interpreter_language": "applicant.languages",
}


def field_of_application(refused: LetterRefused, application: Application) -> str:
    """The field to correct where a letter's fact cannot be printed; a fact that comes from elsewhere keeps its own name."""
    if refused.field == "recipient_name":
        to_applicant = KINDS[refused.kind].recipient == "applicant" or application.guarantor is None
        return APPLICANT if to_applicant else GUARANTOR
    return FIELDS.get(refused.field, refused.field)
