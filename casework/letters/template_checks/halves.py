"""The text of a letter as its template fills it in: the Indonesian half, the English one, and their words."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

from casework.letters.kinds import KINDS, LetterKind
from casework.letters.template_checks.seen import UNSEEN

INLINE = frozenset({"a", "abbr", "b", "bdi", "bdo", "em", "i", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u"})  # fmt: skip
WITHOUT_TEXT = frozenset({"head", "style", "script", "svg", "template"})
HALVES = {"id": "Indonesian", "en": "English"}
TRANSLATION = "This translation is for information"  # where the frame begins the second half, on a page of its own
WORD = re.compile(r"[^\W_]+")
LONG_ENOUGH_TO_BREAK = 5


@dataclass
class Texts:
    """The blocks of text of each half, in their order; what a reader takes in at one glance is one block."""

    blocks: dict[str, list[str]] = field(default_factory=lambda: {"id": [""], "en": [""]})

    def of(self, half: str) -> str:
        """The whole half."""
        return "\n".join(self.blocks[half])


def texts_of(html: str) -> Texts:
    """What a letter says before it is printed, whatever its style sheet does to it."""
    parser = _TextParser()
    parser.feed(html)
    parser.close()
    return parser.texts


def seen_halves(kind: LetterKind, pages: list[str]) -> dict[str, str]:
    """What is seen of each half: the translation begins where the frame says so, on a page of its own."""
    if "en" not in KINDS[kind].languages:
        return {"id": "\n".join(pages), "en": ""}
    at = next((place for place, page in enumerate(pages) if _joined(TRANSLATION) in _joined(page)), len(pages))
    return {"id": "\n".join(pages[:at]), "en": "\n".join(pages[at:])}


def words_in(text: str) -> list[str]:
    """Letters and digits in one run, without regard to capitals."""
    return WORD.findall(_plain(text))


def unseen_words(said: str, seen: str) -> list[str]:
    """The words that are said more often than they are seen; one that is broken at the end of a line is seen."""
    found, joined = Counter(words_in(seen)), _joined(seen)
    return [
        word
        for word, times in Counter(words_in(said)).items()
        if found[word] < times and (len(word) < LONG_ENOUGH_TO_BREAK or joined.count(word) < times)
    ]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _joined(text: str) -> str:
    return "".join(_plain(text).split())


class _TextParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts, self.half, self.without = Texts(), "id", list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in WITHOUT_TEXT:
            self.without.append(tag)
        if tag == "section" and dict(attrs).get("class") == "translation":
            self.half = "en"
        self._next_block(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.without and self.without[-1] == tag:
            self.without.pop()
        self._next_block(tag)

    def handle_data(self, data: str) -> None:
        if not self.without:
            self.texts.blocks[self.half][-1] += data.replace(UNSEEN, " ")

    def _next_block(self, tag: str) -> None:
        blocks = self.texts.blocks[self.half]
        if tag not in INLINE and blocks[-1].strip():
            blocks.append("")
