"""From the register to a letter's plain facts, one function for each kind of letter."""

from casework.stages.letter_facts.application import billing, ineligible, missing_documents, receipt, returned_documents
from casework.stages.letter_facts.at_the_door import consent, passport_custody, visit_record
from casework.stages.letter_facts.complaint import complaint_answer
from casework.stages.letter_facts.dispatch_report import dispatch_report
from casework.stages.letter_facts.outcome import closing, grant, refusal
from casework.stages.letter_facts.visit import assignment, failed_visit, visit_notice

__all__ = [
    "assignment",
    "billing",
    "closing",
    "complaint_answer",
    "consent",
    "dispatch_report",
    "failed_visit",
    "grant",
    "ineligible",
    "missing_documents",
    "passport_custody",
    "receipt",
    "refusal",
    "returned_documents",
    "visit_notice",
    "visit_record",
]
