"""Every question that a person decides: who may, what may be answered, on what ground."""

from casework.questions.about_applications import ELIGIBILITY
from casework.questions.about_permits import LEVEL_OF_ROLE
from casework.questions.forms import answer_model, form_fields
from casework.questions.kinds import (
    NO_GROUND,
    OTHER,
    ROLE_NAMES,
    SEPARATOR,
    Extra,
    QuestionKind,
    as_asked,
    code_of,
    shown,
)
from casework.questions.table import QUESTION_KINDS, as_table

__all__ = [
    "ELIGIBILITY",
    "LEVEL_OF_ROLE",
    "NO_GROUND",
    "OTHER",
    "QUESTION_KINDS",
    "ROLE_NAMES",
    "SEPARATOR",
    "Extra",
    "QuestionKind",
    "answer_model",
    "as_asked",
    "as_table",
    "code_of",
    "form_fields",
    "shown",
]
