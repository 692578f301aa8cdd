"""A changed template as it is printed: it keeps within its pages, and a reader sees all that it says."""

from collections.abc import Iterator, Mapping
from typing import Any

from casework.letters.facts import LetterFacts
from casework.letters.frame import Frame
from casework.letters.press import LetterNotPrinted, Limits
from casework.letters.rendering import render_letter
from casework.letters.template_checks.halves import HALVES, seen_halves, unseen_words, words_in
from casework.letters.template_checks.other_facts import facts_of, values_of
from casework.letters.template_checks.printed_forms import forms_of
from casework.letters.template_checks.seen import SMALLEST, seen_on
from casework.letters.template_set import OWN, TemplateSet
from casework.letters.text_checks import LetterRefused

USUAL_PAGES, MOST_PAGES = 3, 5
MOST_WORDS_TOLD = 8
LONG_ENOUGH_TO_TELL = 5  # shorter words stand in many facts


def faults_on_paper(
    templates: TemplateSet, frame: Frame, letters: Mapping[str, LetterFacts], texts: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    """Print each of the letters and hold what is seen of it against ``texts``, what it says by its template."""
    for named, facts in letters.items():
        pages = MOST_PAGES if named == "the longest facts" else USUAL_PAGES
        try:
            printed = render_letter(templates.kind, facts, frame, templates, Limits(pages=pages))
        except (LetterNotPrinted, LetterRefused) as fault:
            yield f"with {named} {fault}"
            continue
        seen, told = seen_halves(templates.kind, seen_on(printed.pdf)), False
        for half in HALVES:
            if unseen := unseen_words(texts[named][half], seen[half]):
                yield f"with {named} {_unseen(unseen, half, facts)}"
                told = True
        if told:
            return  # the other letters would tell the same


def _unseen(unseen: list[str], half: str, facts: LetterFacts) -> str:
    told = ", ".join(f"'{word}'" for word in unseen[:MOST_WORDS_TOLD])
    more = f" and {len(unseen) - MOST_WORDS_TOLD} more words" if len(unseen) > MOST_WORDS_TOLD else ""
    hidden = [
        fact.name
        for fact in facts_of(type(facts))
        if not fact.shape.coded and any(_is_among(value, half, set(unseen)) for value in values_of(facts, fact))
    ]
    whose = f" (of the facts: {', '.join(hidden)})" if hidden else ""
    return (
        f"a reader does not see in the {HALVES[half]} half what {OWN} says there: {told}{more}{whose}. "
        f"A letter hides nothing: print it where it can be read, in dark ink, in {SMALLEST + 0.1:g} points or more"
    )


def _is_among(value: Any, half: str, unseen: set[str]) -> bool:
    words = {word for forms in forms_of(value, half) for word in words_in(forms[0])}
    return bool(words) and (words <= unseen or any(len(word) >= LONG_ENOUGH_TO_TELL for word in words & unseen))
