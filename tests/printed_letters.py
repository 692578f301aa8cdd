"""Letters printed once for all tests that look at them, and what is seen on their pages."""

import io
from functools import cache
from typing import NamedTuple

import pikepdf
from pypdfium2 import PdfDocument

from casework.letters import LetterKind, RenderedLetter, longest_facts, render_letter, sample_facts
from casework.letters.gallery import sample_frame

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
    """A kind's letter with its sample facts, or as long as it may be."""
    return render_letter(kind, longest_facts(kind) if longest else sample_facts(kind), sample_frame(kind))


def letter_with(kind: LetterKind, **changes: object) -> bytes:
    """A kind's letter with some of its sample facts changed."""
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
