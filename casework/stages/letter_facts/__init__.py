"""From the register to a letter's plain facts, one function for each kind of letter."""

from casework.stages.letter_facts.application import billing, ineligible, missing_documents, receipt, returned_documents
from casework.stages.letter_facts.complaint import complaint_answer
from casework.stages.letter_facts.decree import team_decree
from casework.stages.letter_facts.outcome import closing, grant, refusal
from casework.stages.letter_facts.visit import assignment, failed_visit, visit_notice

__all__ = [
    "assignment",
    "billing",
    "closing",
    "complaint_answer",
    "failed_visit",
    "grant",
    "ineligible",
    "missing_documents",
    "receipt",
    "refusal",
    "returned_documents",
    "team_decree",
    "visit_notice",
]
