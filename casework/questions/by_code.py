"""A form filled in from codes: whatever is not typed into the form itself becomes the same values as if it were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from casework.questions.filled_forms import filled_form
from casework.questions.forms import asked_extras, may_be_empty
from casework.questions.kinds import QuestionKind, as_asked, code_of


class NotOnTheForm(Exception):
    """The form offers no such choice, ground or field, or needs one more; the message names it, and what there is."""


@dataclass(frozen=True)
class CodedAnswer:
    """An answer in codes; ``extras`` by the names of the form's further fields, several codes separated by commas."""

    choice: str
    ground: str | None = None
    extras: Mapping[str, str] = field(default_factory=dict)


def filled_in(
    kind: QuestionKind, options: Mapping[str, Sequence[str]], officer_code: str, answer: CodedAnswer
) -> dict[str, Any]:
    """The values of a question's form, all but the one-time code; raises ``NotOnTheForm``."""
    kind = as_asked(kind, options)
    names = [extra.name for extra in asked_extras(kind, options)]
    unknown = min(set(answer.extras) - set(names), default=None)
    if unknown is not None:
        raise NotOnTheForm(
            f"formulir tidak memuat isian '{unknown}' · the form has no field '{unknown}': {names or '–'}"
        )
    if answer.ground and not kind.grounds:
        raise NotOnTheForm("formulir ini tanpa dasar · this form asks for no ground")
    extras = _extras(kind, options, answer.extras)
    try:
        values = {"who": officer_code, **filled_form(kind, options, answer.choice, answer.ground or None, extras)}
    except LookupError as fault:
        raise NotOnTheForm(f"kode tidak ada pada formulir · {fault}") from None
    if not kind.rests_on(answer.choice, answer.ground or None):
        fitting = ", ".join(map(code_of, kind.grounds_for(answer.choice))) or "–"
        raise NotOnTheForm(
            f"dasar '{answer.ground}' tidak sesuai dengan '{answer.choice}' · that ground does not fit this choice: {fitting}"
        )
    return values


def _extras(
    kind: QuestionKind, options: Mapping[str, Sequence[str]], given: Mapping[str, str]
) -> dict[str, str | tuple[str, ...]]:
    """Nothing is filled in that nobody said; that none was chosen of several is said by nothing after the name."""
    found: dict[str, str | tuple[str, ...]] = {}
    for extra in asked_extras(kind, options):
        said = given.get(extra.name)
        if not said and extra.optional and not extra.several:
            continue  # the form's own default
        if (said is None and not extra.optional) or (said == "" and not may_be_empty(extra)):
            offered = ", ".join(map(code_of, options.get(extra.name, extra.options))) or extra.pattern
            raise NotOnTheForm(f"isian '{extra.name}' belum diberikan · the field '{extra.name}' is missing: {offered}")
        several = tuple(code.strip() for code in (said or "").split(",") if code.strip())
        found[extra.name] = several if extra.several else (said or "")
    return found
