"""Facts of the letters about a breach of personal data, from what two persons put on record."""

from datetime import date

from casework.letters.facts.breach import Breach, BreachNoticeFacts, BreachReportFacts
from casework.registry import Change
from casework.registry.models import Case
from casework.stages.case_file import read_application
from casework.stages.letter_facts.addressees import DATA_PROTECTION_AGENCY, addressee_on
from casework.stages.letter_facts.parties import parties_of


def breach_notice(change: Change, case: Case, breach: Breach) -> BreachNoticeFacts:
    """L16: to the guarantor and, while the applicant lives, to the applicant."""
    return BreachNoticeFacts(
        **parties_of(case, read_application(change, case)), breach=breach, applicant_died=case.result == "died"
    )


def breach_report(breach: Breach, today: date, *, cases: int, persons: int, letters: int) -> BreachReportFacts:
    """L23: the same to the agency, in numbers and without names."""
    agency = addressee_on(DATA_PROTECTION_AGENCY, today)
    return BreachReportFacts(
        addressee=agency.named.indonesian,
        addressee_place=agency.place,
        breach=breach,
        cases=cases,
        persons=persons,
        letters=letters,
    )
