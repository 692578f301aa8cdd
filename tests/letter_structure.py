"""What a screen reader meets in a printed letter: the elements of its structure, and each piece of text in its language."""

import io
import re
from collections.abc import Iterator
from typing import NamedTuple

import pikepdf

PAINTS = "Tj TJ ' \" f F f* S s B B* b b* sh Do EI"
OUTSIDE, ARTIFACT = "outside", "artifact"


class Piece(NamedTuple):
    """A piece of text as it is read aloud."""

    language: str
    text: str


class ReadLetter:
    """A printed letter, opened by its structure."""

    def __init__(self, pdf: bytes) -> None:
        self.document = pikepdf.open(io.BytesIO(pdf))
        root = self.document.Root.StructTreeRoot
        self.language = str(self.document.Root.Lang)
        self.elements = list(_below(root))
        numbers = root.ParentTree.Nums
        self.parents = {int(numbers[place]): numbers[place + 1] for place in range(0, len(numbers), 2)}
        self.content = {page.obj.objgen: _content_of(page) for page in self.document.pages}

    @property
    def parts(self) -> list[pikepdf.Object]:
        """What the letter consists of: its own text, its translation as sections, its foot at the end."""
        return list(self.document.Root.StructTreeRoot.K[0].K)

    def pieces(self, *parts: pikepdf.Object) -> list[Piece]:
        """What is read aloud of these parts, or of all, in its order; neighbours in one language are one piece."""
        told = (piece for part in parts or self.parts for piece in self._pieces(part, self.language))
        return list(_joined(told))

    def of(self, *tags: str) -> list[pikepdf.Object]:
        """The elements of these kinds, in reading order."""
        return [element for element in self.elements if str(element.S)[1:] in tags]

    def annotations(self) -> list[pikepdf.Object]:
        """Links and fields of all pages."""
        return [annotation for page in self.document.pages for annotation in page.get("/Annots", [])]

    def held(self, page: pikepdf.Page) -> list[int]:
        """The numbers of a page's marked content that an element of the structure holds."""
        return [
            int(kid)
            for element in self.elements
            for kid in element.K
            if isinstance(kid, int) and element.Pg.objgen == page.obj.objgen
        ]

    def _pieces(self, element: pikepdf.Object, around: str) -> Iterator[Piece]:
        language = str(element.get("/Lang", around))
        for kid in element.get("/K", []):
            if isinstance(kid, int):
                yield Piece(language, self.content[element.Pg.objgen].get(int(kid), ""))
            elif "/S" in kid:
                yield from self._pieces(kid, language)


def objects(element: pikepdf.Object) -> list[pikepdf.Object]:
    """The annotations that an element holds."""
    return [kid.Obj for kid in element.K if not isinstance(kid, int) and kid.get("/Type") == "/OBJR"]


def _below(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for kid in element.get("/K", []):
        if not isinstance(kid, int) and "/S" in kid:
            yield kid
            yield from _below(kid)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Lines of one language put together; the spaces at which lines are broken come back."""
    waiting: Piece | None = None
    for piece in pieces:
        if waiting is not None and piece.language == waiting.language:
            waiting = Piece(piece.language, f"{waiting.text} {piece.text}")
        else:
            if waiting is not None:
                yield Piece(waiting.language, " ".join(waiting.text.split()))
            waiting = piece
    if waiting is not None:
        yield Piece(waiting.language, " ".join(waiting.text.split()))


def _content_of(page: pikepdf.Page) -> dict[int | str, str]:
    """What a page paints, by the number of its marked content, or as artifact, or outside of both; texts as read."""
    fonts = {name: _characters_of(font) for name, font in page.Resources.get("/Font", {}).items()}
    painted: dict[int | str, str] = {}
    within: list[int | str] = []
    font: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page, f"BDC BMC EMC Tf {PAINTS}"):
        match str(operator):
            case "BDC" | "BMC":
                artifact = str(operands[0]) == "/Artifact"
                numbered = len(operands) > 1 and "/MCID" in operands[1]
                within.append(ARTIFACT if artifact else int(operands[1].MCID) if numbered else OUTSIDE)
            case "EMC":
                within.pop()
            case "Tf":
                font = fonts[str(operands[0])]
            case _:
                place = within[-1] if within else OUTSIDE
                painted[place] = painted.get(place, "") + _text_of(operands, font)
    return painted


def _text_of(operands: list[pikepdf.Object], font: dict[int, str]) -> str:
    parts = [one for operand in operands for one in (operand if isinstance(operand, pikepdf.Array) else [operand])]
    codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    return "".join(font[int.from_bytes(codes[place : place + 2])] for place in range(0, len(codes), 2))


def _characters_of(font: pikepdf.Object) -> dict[int, str]:
    told = font.ToUnicode.read_bytes().decode("ascii")
    pairs = re.findall(r"^<([0-9a-fA-F]+)> <([0-9a-fA-F]+)>$", told, re.MULTILINE)
    return {int(code, 16): bytes.fromhex(character).decode("utf-16-be") for code, character in pairs}
