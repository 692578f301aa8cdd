"""Letters about invented people, for the gallery and the tests."""

from collections.abc import Callable

from casework.letters.facts.parts import LetterFacts
from casework.letters.facts.samples import applications, breaches, decisions, endings, visits
from casework.letters.kinds import LetterKind

_SAMPLES: dict[LetterKind, Callable[[], LetterFacts]] = {
    LetterKind.RECEIPT: applications.receipt,
    LetterKind.MISSING_DOCUMENTS: applications.missing_documents,
    LetterKind.INELIGIBLE: applications.ineligible,
    LetterKind.TEAM_DECREE: visits.team_decree,
    LetterKind.ASSIGNMENT: visits.assignment,
    LetterKind.VISIT_NOTICE: visits.visit_notice,
    LetterKind.CONSENT: visits.consent,
    LetterKind.VISIT_RECORD: visits.visit_record,
    LetterKind.PASSPORT_CUSTODY: visits.passport_custody,
    LetterKind.FAILED_VISIT: visits.failed_visit,
    LetterKind.DISPATCH_REPORT: visits.dispatch_report,
    LetterKind.BILLING: applications.billing,
    LetterKind.GRANT: decisions.grant,
    LetterKind.REFUSAL: decisions.refusal,
    LetterKind.CLOSING: decisions.closing,
    LetterKind.COMPLAINT_ANSWER: decisions.complaint_answer,
    LetterKind.APPROVAL_REQUEST: decisions.approval_request,
    LetterKind.PROCESS_ENDED: endings.process_ended,
    LetterKind.REINSTATED: endings.reinstated,
    LetterKind.OBJECTION_ADMITTED: endings.objection_admitted,
    LetterKind.OBJECTION_TOO_LATE: endings.objection_too_late,
    LetterKind.BREACH_NOTICE: breaches.breach_notice,
    LetterKind.BREACH_REPORT: breaches.breach_report,
}


def sample_facts(kind: LetterKind) -> LetterFacts:
    """An ordinary letter of this kind, about invented people."""
    return _SAMPLES[kind]()
