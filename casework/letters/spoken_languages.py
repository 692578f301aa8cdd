"""Which language a piece of a letter is read aloud in, where it is not that of the text around it.

What stays Indonesian in an English text, and English in an Indonesian one, is marked with ``lang`` in the markup
(``languages_in_tags`` carries it on to the printed letter). Names of people and addresses on the web belong to no language.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup, escape

from casework import citations
from casework.letters import wording
from casework.letters.wording import Language

# What the office's English keeps: abbreviations that are on people's cards and bills, laws and decrees by their numbers.
LEFT_IN_INDONESIAN = re.compile(
    r"\b(?:(?:e-)?(?:ITAS|ITAP)|ITK|KTP|KK|NIK|SKTT|PNBP|SIMKIM|WIB|SP4N-LAPOR!"
    r"|[A-Z][\w./-]*\d TAHUN \d{4}"
    r"|(?:UU|PP|Perpres|Permenkumham|Kepmen) [\w./-]*\d(?: (?:Pasal|Ps) \d+)?)(?!\w)"
)


def in_indonesian(text: str) -> Markup:
    """A piece of an English text that stays Indonesian: a post, a number, the office's name."""
    return Markup('<span lang="id">') + text + Markup("</span>")


def english_text(text: str) -> Markup:
    """An English text from outside the template, in which whatever it keeps of Indonesian is marked."""
    if isinstance(text, Markup):  # it has been
        return text
    marked, after = Markup(), 0
    for left in LEFT_IN_INDONESIAN.finditer(text):
        marked += escape(text[after : left.start()]) + in_indonesian(left[0])
        after = left.end()
    return marked + escape(text[after:])


def cited(legal_basis: str, language: Language = "id", *, titled: bool = False) -> str:
    """Law cited in full; what the office does not know how to cite stays as staff wrote it, which is Indonesian."""
    in_full = citations.cited(legal_basis, language, titled=titled)
    if language == "id":
        return in_full
    return in_indonesian(in_full) if in_full == legal_basis else english_text(in_full)


def in_words(code: str, subject: str, language: Language = "id") -> str:
    """A code as the words that the letter shows; raises ``KeyError`` for a code without words."""
    words = wording.in_words(subject, code, language)
    return english_text(words) if language == "en" else words


def listed(items: Sequence[str], language: Language = "id") -> Markup:
    """Several items in one sentence, each read aloud as it was marked."""
    return Markup(wording.listed([str(Markup() + item) for item in items], language))  # noqa: S704 - each item is escaped, and text


def read_aloud(words: Callable[..., Any]) -> Callable[..., Any]:
    """The office's words as a template may ask for them: where they are English, what they keep of Indonesian is marked."""

    def chosen(*told: Any, **named: Any) -> Any:
        found = words(*told, **named)
        return english_text(found) if "en" in (*told[1:], *named.values()) else found

    return chosen
