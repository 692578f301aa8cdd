"""Everything that a kind of letter is printed from besides its facts, whole, under one version."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from casework.letters.fonts import LETTER_TEMPLATES
from casework.letters.kinds import KINDS, LetterKind

OWN = "letter.html"
STYLES = ("letter.css",)
STYLE_OF_PAPER = {"A4": (), "F4": ("letter-f4.css",)}
SHARED_FILES = ("frame.html", "macros.html", *STYLES, "specimen.svg", "draft.svg")


@dataclass(frozen=True)
class TemplateSet:
    """A letter's template with the frame, the style and the drawings that it was checked with.

    It is kept as a whole: a letter whose number is reserved is printed from the set of that day, whatever the office
    or a newer version of this program changes meanwhile.
    """

    kind: LetterKind
    files: Mapping[str, str]

    @cached_property
    def version(self) -> str:
        """A set has another version when anything in it is another: the first 16 hexadecimal digits of a SHA-256."""
        content = json.dumps([self.kind.value, dict(self.files)], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()[:16]

    def with_template(self, template: str) -> "TemplateSet":
        """The same set around another template of this kind."""
        return TemplateSet(self.kind, {**self.files, OWN: template})


@cache
def shipped_templates(kind: LetterKind) -> TemplateSet:
    """The templates that this version of the program brings."""
    own = LETTER_TEMPLATES / KINDS[kind].folder / OWN
    shared = dict.fromkeys((*SHARED_FILES, *styles_of(kind)))
    return TemplateSet(kind, {OWN: _text_of(own), **{name: _text_of(LETTER_TEMPLATES / name) for name in shared}})


def styles_of(kind: LetterKind) -> tuple[str, ...]:
    """The style sheets of a kind, by their names; another paper than A4 has one more, which sets the size of the page."""
    return (*STYLES, *STYLE_OF_PAPER[KINDS[kind].paper])


def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")
