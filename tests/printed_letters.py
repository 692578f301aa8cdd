"""Letters printed once for all tests that look at them, and what is seen on their pages."""

import fcntl
import hashlib
import io
import pickle
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pikepdf
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from casework.letters import (
    LetterKind,
    RenderedLetter,
    content_digest,
    longest_facts,
    render_letter,
    sample_facts,
    shipped_templates,
)
from casework.letters.engine_fingerprint import engine_fingerprint
from casework.letters.gallery import sample_frame

KEPT = Path(__file__).parents[1] / ".pytest_cache" / "printed-letters"
POINTS_PER_MM = 72 / 25.4
HIGHEST_LINE = 30.0


class Box(NamedTuple):
    """Where something stands on a page, in points from its left and lower edge."""

    left: float
    bottom: float
    right: float
    top: float

    def covers(self, other: "Box") -> float:
        """Which part of the smaller of both lies in the other."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.top, other.top) - max(self.bottom, other.bottom)
        smaller = min(self.area, other.area)
        return max(0.0, wide) * max(0.0, high) / smaller if smaller else 0.0

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.top - self.bottom)


class Glyph(NamedTuple):
    """A character as it is read from a page, and where it stands."""

    character: str
    box: Box


@cache
def printed(kind: LetterKind, *, longest: bool = False) -> RenderedLetter:
    """The sample letter of a kind, or the longest, printed once by whichever process of the run comes first.

    What is kept from earlier runs is of the very same facts, templates and engine.
    """
    facts, frame = (longest_facts(kind) if longest else sample_facts(kind)), sample_frame(kind)
    templates = shipped_templates(kind).version
    told = f"{content_digest(kind, facts, templates)} {frame.model_dump_json()} {engine_fingerprint()}"
    kept = KEPT / hashlib.sha256(told.encode()).hexdigest()[:32]
    KEPT.mkdir(parents=True, exist_ok=True)
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            draft = kept.with_suffix(".draft")
            draft.write_bytes(pickle.dumps(render_letter(kind, facts, frame)))
            draft.replace(kept)
    return pickle.loads(kept.read_bytes())


@cache
def pages_of(letter: RenderedLetter) -> list[str]:
    """What is read from each page, in one line."""
    reader = PdfReader(io.BytesIO(letter.pdf))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def text_of(letter: RenderedLetter) -> str:
    """What is read from the whole letter."""
    return " ".join(pages_of(letter))


def letter_with(kind: LetterKind, **changes: object) -> bytes:
    """A sample letter with some facts changed."""
    return render_letter(kind, sample_facts(kind).model_copy(update=changes), sample_frame(kind)).pdf


def texts(pdf: bytes) -> list[str]:
    """What a reader would copy from each page, in one line."""
    return [" ".join(page.get_textpage().get_text_range().split()) for page in PdfDocument(pdf)]


def glyphs(pdf: bytes, page: int = 0) -> list[Glyph]:
    """Each visible character of a page, in the order in which it was drawn."""
    text = PdfDocument(pdf)[page].get_textpage()
    read = text.get_text_range()
    found = [Glyph(character, Box(*text.get_charbox(place))) for place, character in enumerate(read)]
    return [glyph for glyph in found if not glyph.character.isspace()]


def lines(pdf: bytes, page: int) -> list[Box]:
    """Each piece of text of a page that stands in one line; CONTOH lies under all of them and is none."""
    text = PdfDocument(pdf)[page].get_textpage()
    boxes = [Box(*text.get_rect(place)) for place in range(text.count_rects())]
    return [box for box in boxes if box.top - box.bottom < HIGHEST_LINE]


def drawn_glyphs(pdf: bytes, font: str, page: int = 0) -> list[int]:
    """The numbers of the glyphs that a page draws in the font whose name begins so, as drawn from left to right."""
    drawn = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        sheet = opened.pages[page]
        names = {name: str(made.BaseFont).partition("+")[2] for name, made in sheet.Resources.Font.items()}
        current = ""
        for operands, operator in pikepdf.parse_content_stream(sheet):
            if str(operator) == "Tf":
                current = names[str(operands[0])]
            elif str(operator) in {"TJ", "Tj"} and current == font:
                parts = operands[0] if str(operator) == "TJ" else operands
                codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
                drawn += [int.from_bytes(codes[place : place + 2]) for place in range(0, len(codes), 2)]
    return drawn


def embedded_fonts(pdf: bytes) -> set[str]:
    """The fonts that are embedded in a letter, by name."""
    found = set()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for one in opened.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor":
                assert "/FontFile2" in one or "/FontFile3" in one
                found.add(str(one.FontName).partition("+")[2])
    return found
