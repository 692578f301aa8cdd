"""From the register to a letter's plain facts, one function for each kind of letter."""

from casework.stages.letter_facts.application import billing, ineligible, missing_documents, receipt, returned_documents
from casework.stages.letter_facts.approval import approval_request
from casework.stages.letter_facts.at_the_door import consent, passport_custody, visit_record
from casework.stages.letter_facts.breach import breach_notice, breach_report
from casework.stages.letter_facts.complaint import complaint_answer
from casework.stages.letter_facts.decree import team_decree
from casework.stages.letter_facts.dispatch_report import dispatch_report
from casework.stages.letter_facts.ending import process_ended, reinstated
from casework.stages.letter_facts.objection import objection_admitted, objection_too_late
from casework.stages.letter_facts.outcome import closing, grant, refusal
from casework.stages.letter_facts.visit import assignment, failed_visit, visit_notice

__all__ = [
    "approval_request",
    "assignment",
    "billing",
    "breach_notice",
    "breach_report",
    "closing",
    "complaint_answer",
    "consent",
    "dispatch_report",
    "failed_visit",
    "grant",
    "ineligible",
    "missing_documents",
    "objection_admitted",
    "objection_too_late",
    "passport_custody",
    "process_ended",
    "receipt",
    "refusal",
    "reinstated",
    "returned_documents",
    "team_decree",
    "visit_notice",
    "visit_record",
]
