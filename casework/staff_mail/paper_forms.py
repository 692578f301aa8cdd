"""Decisions on paper, for an outage: one A4 page, or both sides of a sheet, for each question that waits; references and codes, no personal data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from casework.letters import letterhead_on
from casework.letters.fonts import LETTER_TEMPLATES
from casework.letters.rendering import print_paper
from casework.questions import NO_GROUND, ROLE_NAMES, SEPARATOR, QuestionKind, as_asked, code_of
from casework.questions.forms import asked_extras

TEMPLATE = LETTER_TEMPLATES.parent / "paper" / "decision-form.html"
MOST_ON_A_PAGE = 10  # fields besides decision, ground and remark


@dataclass(frozen=True)
class PrintedField:
    """One more field: the name under which it is typed in later, whether several may be marked, and the choices; without any it is written."""

    name: str
    title: tuple[str, str]
    hint: str
    several: bool
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PaperForm:
    """One open question as it is printed; ``options`` are the choices of extra fields that are known only now (staff codes)."""

    reference: str
    kind: QuestionKind
    role: str
    cycle: int
    opened_on: date
    due_on: date
    options: Mapping[str, Sequence[str]]

    @property
    def waits_for(self) -> str:
        """The role that decides."""
        return ROLE_NAMES[self.role]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What may be answered, each in Indonesian and as its code."""
        return [_in_two(choice) for choice in self.kind.choices]

    @property
    def grounds(self) -> list[tuple[str, str]]:
        """On what ground, each with its legal basis and as its code, and for which answers alone; that none is needed comes last."""
        offered = as_asked(self.kind, self.options).grounds
        return [*map(self._ground, offered), _in_two(NO_GROUND)] if offered else []

    def _ground(self, ground: str) -> tuple[str, str]:
        words, code = _in_two(ground)
        fits = [choice for choice in self.kind.choices if ground in self.kind.grounds_for(code_of(choice))]
        only_for = "" if len(fits) == len(self.kind.choices) else f" → {', '.join(_in_two(one)[0] for one in fits)}"
        return f"{words}{only_for}", code

    @property
    def needs_ground(self) -> list[str]:
        """The choices that must carry a ground, in Indonesian."""
        return [_in_two(choice)[0] for choice in self.kind.choices if code_of(choice) in self.kind.needs_ground]

    @property
    def extras(self) -> list[PrintedField]:
        """What else the form asks, in its order."""
        return [
            PrintedField(
                extra.name,
                _in_two(extra.title),
                extra.description,
                extra.several,
                tuple(_in_two(option) for option in self.options.get(extra.name, extra.options)),
            )
            for extra in asked_extras(self.kind, self.options)
        ]

    @property
    def extras_together(self) -> list[list[PrintedField]]:
        """What is asked with the same choices one after the other stands in one table, its choices at the head."""
        return [list(fields) for _, fields in groupby(self.extras, key=lambda one: one.choices or one.name)]

    @property
    def goes_on_overleaf(self) -> bool:
        """Whether more is asked than one page holds: then grounds and signatures stand on the second page of its sheet."""
        return len(self.extras) > MOST_ON_A_PAGE


def print_forms(forms: Sequence[PaperForm], *, printed_at: datetime, more: int, specimen: bool) -> bytes:
    """One page for each form, or two; ``more`` are the questions for which there was no room. ``printed_at`` is the office's time (aware).

    The same forms are the same bytes. Raises ``LetterNotPrinted`` where the template is at fault.
    """
    pdf, _ = print_paper(
        TEMPLATE,
        forms=forms,
        printed_at=printed_at,
        more=more,
        specimen=specimen,
        head=letterhead_on(printed_at.date()),
    )
    return pdf


def _in_two(shown: str) -> tuple[str, str]:
    """What a form shows, in two: the words and the code; an officer's code has no words beside it."""
    words, _, code = shown.rpartition(SEPARATOR)
    return (words, code) if words else (code, "")
