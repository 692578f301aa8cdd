"""The facts of each kind of letter, and the digest by which the same content is recognised."""

import hashlib
import json

from casework.letters.facts.application import BillingFacts, IneligibleFacts, MissingDocumentsFacts, ReceiptFacts
from casework.letters.facts.approval import ApprovalRequestFacts
from casework.letters.facts.at_the_door import ConsentFacts, PassportCustodyFacts, VisitRecordFacts
from casework.letters.facts.breach import BreachNoticeFacts, BreachReportFacts
from casework.letters.facts.complaint import ComplaintAnswerFacts
from casework.letters.facts.decision import ClosingFacts, GrantFacts, RefusalFacts
from casework.letters.facts.decree import TeamDecreeFacts
from casework.letters.facts.dispatch_report import DispatchReportFacts
from casework.letters.facts.ending import ProcessEndedFacts, ReinstatedFacts
from casework.letters.facts.longest import longest_facts
from casework.letters.facts.objection import ObjectionAdmittedFacts, ObjectionTooLateFacts
from casework.letters.facts.parts import CaseLetterFacts, LetterFacts
from casework.letters.facts.samples import sample_facts
from casework.letters.facts.visit import AssignmentFacts, FailedVisitFacts, VisitNoticeFacts
from casework.letters.kinds import LetterKind

__all__ = ["FACTS", "CaseLetterFacts", "LetterFacts", "content_digest", "longest_facts", "sample_facts"]

FACTS: dict[LetterKind, type[LetterFacts]] = {
    LetterKind.RECEIPT: ReceiptFacts,
    LetterKind.MISSING_DOCUMENTS: MissingDocumentsFacts,
    LetterKind.INELIGIBLE: IneligibleFacts,
    LetterKind.TEAM_DECREE: TeamDecreeFacts,
    LetterKind.ASSIGNMENT: AssignmentFacts,
    LetterKind.VISIT_NOTICE: VisitNoticeFacts,
    LetterKind.CONSENT: ConsentFacts,
    LetterKind.VISIT_RECORD: VisitRecordFacts,
    LetterKind.PASSPORT_CUSTODY: PassportCustodyFacts,
    LetterKind.FAILED_VISIT: FailedVisitFacts,
    LetterKind.DISPATCH_REPORT: DispatchReportFacts,
    LetterKind.BILLING: BillingFacts,
    LetterKind.GRANT: GrantFacts,
    LetterKind.REFUSAL: RefusalFacts,
    LetterKind.CLOSING: ClosingFacts,
    LetterKind.COMPLAINT_ANSWER: ComplaintAnswerFacts,
    LetterKind.APPROVAL_REQUEST: ApprovalRequestFacts,
    LetterKind.PROCESS_ENDED: ProcessEndedFacts,
    LetterKind.REINSTATED: ReinstatedFacts,
    LetterKind.OBJECTION_ADMITTED: ObjectionAdmittedFacts,
    LetterKind.OBJECTION_TOO_LATE: ObjectionTooLateFacts,
    LetterKind.BREACH_NOTICE: BreachNoticeFacts,
    LetterKind.BREACH_REPORT: BreachReportFacts,
}


def content_digest(kind: LetterKind, facts: LetterFacts, template: str) -> str:
    """Two letters say the same when kind, facts and template's version agree, whatever their number, date and link.

    SHA-256 in hexadecimal over canonical JSON.
    """
    content = {"kind": kind.value, "template": template, "facts": facts.model_dump(mode="json")}
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
