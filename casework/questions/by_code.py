"""A form filled in from codes: whatever is not typed into the form itself becomes the same values as if it were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from casework.questions.kinds import NO_GROUND, Extra, QuestionKind, code_of


class NotOnTheForm(Exception):
    """The form offers no such choice, ground or field; the message names it, and what there is."""


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
    unknown = set(answer.extras) - {extra.name for extra in kind.extras}
    if unknown:
        raise NotOnTheForm(_none_such("field", min(unknown), [extra.name for extra in kind.extras]))
    values: dict[str, Any] = {
        "who": officer_code,
        "decision": _shown("choice", kind.choices, answer.choice),
        "other_officer": "",
        "remark": "",
    }
    for extra in kind.extras:
        values[extra.name] = _extra(extra, options.get(extra.name, extra.options), answer.extras.get(extra.name))
    if kind.grounds:
        values["ground"] = NO_GROUND if not answer.ground else _shown("ground", kind.grounds, answer.ground)
    elif answer.ground:
        raise NotOnTheForm(_none_such("ground", answer.ground, []))
    return values


def _extra(extra: Extra, options: Sequence[str], given: str | None) -> str | list[str]:
    if given is None:
        if extra.optional:
            return []
        raise NotOnTheForm(
            f"isian '{extra.name}' belum diberikan · the field '{extra.name}' is missing: "
            f"{', '.join(map(code_of, options)) or extra.pattern}"
        )
    codes = [code.strip() for code in given.split(",")] if extra.several else [given]
    chosen = [_shown(extra.name, options, code) if options else code for code in codes]
    return chosen if extra.several else chosen[0]


def _shown(what: str, options: Sequence[str], code: str) -> str:
    for option in options:
        if code_of(option) == code:
            return option
    raise NotOnTheForm(_none_such(what, code, [code_of(option) for option in options]))


def _none_such(what: str, given: str, known: Sequence[str]) -> str:
    return f"'{given}' tidak ada pada formulir · the form has no {what} '{given}': {', '.join(known) or '–'}"
