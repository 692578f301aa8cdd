"""From which field of an application a fact of a letter comes: whoever sent it knows no letters."""

from casework.case import Application

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


def field_of_application(fact: str, application: Application) -> str:
    """The field to correct where a letter's fact cannot be printed; a fact that comes from elsewhere keeps its own name."""
    if fact == "recipient_name":
        return GUARANTOR if application.guarantor is not None else APPLICANT
    return FIELDS.get(fact, fact)
