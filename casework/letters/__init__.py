"""The office's letters: plain facts in, an official letter in Indonesian and English out.

The way of a letter: ``FACTS[kind]`` holds what it says, ``check_letter`` cleans it or refuses it before a
number is reserved, ``number_of`` writes the reserved number, ``render_letter`` prints it. A new kind is a
folder under ``templates/letters``, a facts model, and a row of the table in ``kinds``.
"""

from casework.letters.facts import FACTS, LetterFacts, content_digest, longest_facts, sample_facts
from casework.letters.frame import Frame, Letterhead, Signatory, letterhead_on
from casework.letters.kinds import KINDS, LetterKind, LetterRow
from casework.letters.numbering import number_of, numbering_of, sequence_in
from casework.letters.order_in_time import check_order_in_time
from casework.letters.rendering import LetterNotPrinted, RenderedLetter, render_letter
from casework.letters.template_set import TemplateSet, shipped_templates
from casework.letters.text_checks import LetterRefused, check_letter, check_signature
from casework.letters.titles import title_of

__all__ = [
    "FACTS",
    "KINDS",
    "Frame",
    "LetterFacts",
    "LetterKind",
    "LetterNotPrinted",
    "LetterRefused",
    "LetterRow",
    "Letterhead",
    "RenderedLetter",
    "Signatory",
    "TemplateSet",
    "check_letter",
    "check_order_in_time",
    "check_signature",
    "content_digest",
    "letterhead_on",
    "longest_facts",
    "number_of",
    "numbering_of",
    "render_letter",
    "sample_facts",
    "sequence_in",
    "shipped_templates",
    "title_of",
]
