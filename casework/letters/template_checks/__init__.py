"""Whether a changed template may be used: judged as a whole, before any letter is written with it.

First as it is written, then filled in with every set of facts that makes a difference, and last on paper, by what a
reader sees there. What it has to say is what the shipped one says.
"""

import json

from casework.letters.frame import Frame
from casework.letters.kinds import LetterKind
from casework.letters.press import LetterNotPrinted, Limits, Printed, print_within
from casework.letters.template_checks.as_written import faults_in_text
from casework.letters.template_checks.filled_in import FilledIn, filled_in, letters_to_print
from casework.letters.template_checks.on_paper import faults_on_paper
from casework.letters.template_set import TemplateSet, shipped_templates

__all__ = ["faults_in_text", "faults_of_template"]


def faults_of_template(kind: LetterKind, template: str, frame: Frame) -> list[str]:
    """What is wrong with a changed template, in sentences; an empty list where it may be used.

    Every placeholder exists in every branch, every required fact is printed in words and seen in each half that shows
    it as shipped, the visit is free of charge, and it prints with the sample facts, the longest and the fewest ones
    within its pages, in ``frame``. Takes about two seconds.
    """
    if faults := faults_in_text(kind, template):
        return faults
    templates = shipped_templates(kind).with_template(template)
    whole = frame.model_copy(update={"specimen": False, "draft": False})  # CONTOH would be ink where there is none
    try:
        found = _filled_in_within_limits(templates, whole)
    except LetterNotPrinted as fault:
        return [f"with the sample facts {fault}"]
    if found.faults:
        return found.faults
    return list(faults_on_paper(templates, whole, letters_to_print(kind), found.texts))


def _filled_in_within_limits(templates: TemplateSet, frame: Frame) -> FilledIn:
    def work() -> Printed:
        return Printed(json.dumps(filled_in(templates, frame).as_dictionary()).encode(), 0)

    return FilledIn(**json.loads(print_within(Limits(), work).pdf))
