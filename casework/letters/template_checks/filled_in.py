"""What a template says with one set of facts and another, held against what the shipped one says; nothing is printed."""

import re
import traceback
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from itertools import islice, product

from jinja2 import Template, TemplateError

from casework.letters.copies import as_listed
from casework.letters.facts import FACTS, LetterFacts, longest_facts, sample_facts
from casework.letters.frame import Frame
from casework.letters.kinds import KINDS, LetterKind
from casework.letters.press import LetterNotPrinted
from casework.letters.template_checks.free_of_charge import faults_about_the_charge
from casework.letters.template_checks.halves import HALVES, Texts, texts_of
from casework.letters.template_checks.other_facts import (
    Fact,
    barest,
    changed,
    facts_of,
    full_otherwise,
    fullest,
    without,
)
from casework.letters.template_checks.printed_forms import Forms, forms_of, stands_in
from casework.letters.template_checks.raw_codes import checking_environment, codes_printed, with_marked_codes
from casework.letters.template_set import OWN, TemplateSet, shipped_templates

FAILURES = (TemplateError, ValueError, LookupError, TypeError, ArithmeticError, AttributeError)
MOST_CHOICES = 3
AS_A_COMPUTER_WRITES = re.compile(r"\b\d{4}-\d\d-\d\d\b|\b(?:None|True|False)\b")


@dataclass
class FilledIn:
    """The faults that were found, and the texts of the letters that are to be printed, by their names."""

    faults: list[str] = field(default_factory=list)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)

    def as_dictionary(self) -> dict[str, object]:
        """To be handed from one process to another."""
        return asdict(self)


def letters_to_print(kind: LetterKind) -> dict[str, LetterFacts]:
    """An ordinary letter, the longest and the barest: what is in order with them is in order."""
    ordinary = sample_facts(kind)
    return {
        "the sample facts": ordinary,
        "the longest facts": longest_facts(kind),
        "the fewest facts": barest(ordinary),
    }


def filled_in(templates: TemplateSet, frame: Frame) -> FilledIn:
    """Fill a template in with every set of facts that makes a difference to it."""
    kind, found = templates.kind, FilledIn()
    own, shipped = _Filler(templates, frame), _Filler(shipped_templates(kind), frame)
    for named, facts in letters_to_print(kind).items():
        try:
            said = own.texts(facts)
        except LetterNotPrinted as fault:
            found.faults.append(f"with {named} {fault}")
            break  # with other facts it would be told again
        found.texts[named] = {half: said.of(half) for half in HALVES}
        found.faults += faults_about_the_charge(said, shipped.texts(facts))
    for look in (lambda: _branches(own), lambda: [*_raw_codes(own, shipped), *_facts_left_out(own, shipped)]):
        found.faults = found.faults or list(dict.fromkeys(look()))
    return found


class _Filler:
    def __init__(self, templates: TemplateSet, frame: Frame) -> None:
        self.kind = templates.kind
        # the QR code is the frame's affair, and drawing it takes longer than all the rest
        self.frame = frame.model_copy(update={"verification": None})
        self.row = replace(KINDS[self.kind], copies_to=as_listed(frame.copies))
        self.template: Template = checking_environment(templates).get_template(OWN)

    def html(self, facts: LetterFacts) -> str:
        """The letter about these facts; raises ``LetterNotPrinted`` with the template's line where it cannot be filled in."""
        try:
            return self.template.render(
                facts=facts, frame=self.frame, head=self.frame.letterhead, row=self.row, qr=None
            )
        except FAILURES as failure:  # sample facts are nobody's: they may be told
            raise LetterNotPrinted(f"it cannot be filled in: {_place_of(failure)}{failure}") from None

    def texts(self, facts: LetterFacts) -> Texts:
        """What the letter about these facts says, half by half."""
        return texts_of(self.html(facts))


def _place_of(failure: BaseException) -> str:
    lines = [step.lineno for step in traceback.extract_tb(failure.__traceback__) if step.filename == OWN]
    return f"{OWN}, line {lines[-1]}: " if lines else ""


def _raw_codes(own: _Filler, shipped: _Filler) -> Iterator[str]:
    facts = letters_to_print(own.kind)
    for one in facts.values():
        marked = with_marked_codes(one)
        for name in codes_printed(own.html(marked)):
            if name not in codes_printed(shipped.html(marked)):
                yield (
                    f"the code of '{name}' is printed as it is, and a letter shows words: print it with the filter "
                    f"'words', or a country with country_in_words, a language with language_in_words{_shown_at(own.kind, name)}"
                )
        for half, name in HALVES.items():
            written = AS_A_COMPUTER_WRITES.search(own.texts(one).of(half))
            if written and written.group() not in shipped.texts(one).of(half):
                yield f"the {name} half prints '{written.group()}', as a computer writes it: print words for it"


def _branches(own: _Filler) -> Iterator[str]:
    """Each fact that may be missing is taken out, each answer and each code is given in its turn."""
    ordinary = sample_facts(own.kind)
    for base in (ordinary, barest(ordinary), fullest(ordinary), *full_otherwise(ordinary)):
        for fact in facts_of(FACTS[own.kind]):
            others = [(f"without '{fact.name}'", fewer)] if (fewer := without(base, fact)) is not None else []
            if fact.shape.choices or fact.shape.type is bool:
                others += [(f"with '{fact.name}' as '{new}'", other) for new, other in changed(base, fact)]
            for named, other in others:
                try:
                    own.html(other)
                except LetterNotPrinted as fault:
                    yield f"{named} {fault}"


def _facts_left_out(own: _Filler, shipped: _Filler) -> Iterator[str]:
    """What the shipped letter says of a fact that a letter may not leave out, the changed one says as well, in each half."""
    facts = [fact for fact in facts_of(FACTS[own.kind]) if fact.required]
    said = dict[tuple[str, str], bool]()
    for base in (sample_facts(own.kind), longest_facts(own.kind), fullest(sample_facts(own.kind))):
        before = (own.texts(base), shipped.texts(base))
        for fact in facts:
            if all(said.get((fact.name, half)) for half in HALVES):
                continue
            for new, other in islice(changed(base, fact), MOST_CHOICES):
                try:
                    after = (own.texts(other), shipped.texts(other))
                except LetterNotPrinted as fault:
                    yield f"with another '{fact.name}' {fault}"
                    return
                for half, shown in _shown_in(fact, new, before, after):
                    said[fact.name, half] = said.get((fact.name, half), False) or shown
    for fact, (half, name) in product(facts, HALVES.items()):
        if said.get((fact.name, half)) is False:
            yield (
                f"the {name} half does not print the fact '{fact.name}' ({fact.description}), "
                f"which the letter may not leave out: print it there in words{_shown_at(own.kind, fact.name)}"
            )


def _shown_in(
    fact: Fact, new: object, before: tuple[Texts, Texts], after: tuple[Texts, Texts]
) -> Iterator[tuple[str, bool]]:
    """Each half in which the shipped letter shows a fact, and whether the changed one, told of first, does so too."""
    for half in HALVES:
        duty = _groups_shown(fact, new, before[1], after[1], half)
        if duty is not None:
            text = after[0].of(half)
            yield half, before[0].of(half) != text and all(stands_in(text, forms) for forms in duty)


def _groups_shown(fact: Fact, new: object, before: Texts, after: Texts, half: str) -> list[Forms] | None:
    """In which forms the shipped letter shows a fact in a half; None where it does not show it there."""
    if before.of(half) == after.of(half):
        return None
    return [] if fact.shape.coded else [forms for forms in forms_of(new, half) if stands_in(after.of(half), forms)]


def _shown_at(kind: LetterKind, name: str) -> str:
    """Where the shipped letter shows a fact, to look at."""
    asked = re.compile(rf"\.{re.escape(name.rpartition('.')[2])}\b")
    for number, line in enumerate(shipped_templates(kind).files[OWN].splitlines(), start=1):
        if asked.search(line):
            return f" (as the shipped templates/letters/{KINDS[kind].folder}/{OWN} does in line {number})"
    return ""
