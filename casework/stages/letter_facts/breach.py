"""Facts of the letters about a breach of personal data, from what two persons put on record."""

from casework.letters.facts.breach import Breach, BreachNoticeFacts, BreachReportFacts
from casework.registry import Change
from casework.registry.models import Case
from casework.stages.case_file import read_application
from casework.stages.letter_facts.parties import parties_of

AGENCY, AGENCY_PLACE = "Lembaga Pelindungan Data Pribadi", "Jakarta"


def breach_notice(change: Change, case: Case, breach: Breach) -> BreachNoticeFacts:
    """L16: to the guarantor and, while the applicant lives, to the applicant."""
    return BreachNoticeFacts(
        **parties_of(case, read_application(change, case)), breach=breach, applicant_died=case.result == "died"
    )


def breach_report(breach: Breach, *, cases: int, persons: int, letters: int) -> BreachReportFacts:
    """L23: the same to the agency, in numbers and without names."""
    return BreachReportFacts(
        addressee=AGENCY, addressee_place=AGENCY_PLACE, breach=breach, cases=cases, persons=persons, letters=letters
    )
