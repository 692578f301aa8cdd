"""A letter shows words, never a code: each code is put into the template marked, and shows itself where it is printed."""

import re
from collections.abc import Sequence
from datetime import date
from enum import Enum
from typing import Any, Self

from jinja2 import Environment, FunctionLoader, pass_context
from jinja2.runtime import Context
from pydantic import BaseModel

from casework.letters.jinja_environment import new_environment
from casework.letters.template_checks.shapes import is_code, shape_of
from casework.letters.template_set import TemplateSet

MARK = re.compile("⟦([a-z_]+)⟧")


class Code(str):
    """A code that finds its words as ever, and is printed as the mark of its fact."""

    __slots__ = ("fact", "plain")
    plain: str
    fact: str

    def __new__(cls, plain: str, fact: str) -> Self:
        """``plain`` is the code itself, ``fact`` whose it is."""
        code = super().__new__(cls, plain)
        code.plain, code.fact = plain, fact
        return code

    def __str__(self) -> str:
        return f"⟦{self.fact}⟧"

    def __html__(self) -> str:
        return str(self)

    def __format__(self, _: str) -> str:
        return str(self)

    def __getitem__(self, _: Any) -> str:
        return str(self)

    @property
    def value(self) -> Self:
        """As an enumeration's."""
        return self

    def upper(self, *_: Any) -> str:
        """However it is written, it stays a code."""
        return str(self)

    lower = title = capitalize = strip = replace = upper


def with_marked_codes(facts: BaseModel) -> Any:
    """The same facts, with each code marked; they are for a template's eyes only."""
    return facts.model_copy(
        update={
            name: _marked(getattr(facts, name), shape_of(field), name)
            for name, field in type(facts).model_fields.items()
        }
    )


def codes_printed(html: str) -> list[str]:
    """The facts whose codes stand in a letter that was filled in with marked ones."""
    return sorted(set(MARK.findall(html)))


def checking_environment(templates: TemplateSet) -> Environment:
    """As the letters' own, and it knows marked codes, and tells in which file and line a template fails."""
    environment = new_environment(FunctionLoader(lambda name: _source_of(templates, name)))
    environment.optimized = False
    words: dict[str, Any] = environment.globals
    finalize = environment.finalize
    of_country, of_language, listed = (words[name] for name in ("country_in_words", "language_in_words", "listed"))
    words.update(
        country_in_words=lambda code, *how, **named: of_country(_plain(code), *how, **named),
        language_in_words=lambda code, *how, **named: of_language(_plain(code), *how, **named),
        listed=lambda items, *how, **named: listed([_shown(item) for item in items], *how, **named),
    )

    @pass_context
    def shown(context: Context, value: Any) -> Any:
        if isinstance(value, bool):
            raise TypeError(f"it prints the bare answer {value}: ask with {{% if %}} and print words for it")
        if isinstance(value, date):
            raise TypeError("it prints a date as a computer writes it: print it with date_in_words, plain_date or time_in_words")  # fmt: skip
        return finalize(context, value) if finalize is not None else value

    environment.finalize = shown
    return environment


def _plain(code: str) -> str:
    return code.plain if isinstance(code, Code) else code


def _shown(item: str) -> str:
    return str(item) if isinstance(item, Code) else item


def _source_of(templates: TemplateSet, name: str) -> tuple[str, str, None] | None:
    return (templates.files[name], name, None) if name in templates.files else None


def _marked(value: Any, shape: Any, name: str) -> Any:
    if isinstance(value, BaseModel):
        return with_marked_codes(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(_marked(item, shape.items, name) for item in value)
    if isinstance(value, str) and is_code(shape):
        return Code(value.value if isinstance(value, Enum) else value, name)
    return value
