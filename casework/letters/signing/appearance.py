"""What stands in the place of the signature: that it is electronic, as what the official signed, and when."""

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject
from pyhanko.pdf_utils.writer import BasePdfFileWriter

from casework.letters.fonts import FONT_FOLDER
from casework.letters.signing.signer import SignedAs, SigningRefused
from casework.letters.wording import time_in_words

FACE = FONT_FOLDER / "LiberationSans-Regular.ttf"
ENCODING = "cp1252"  # PDF calls it WinAnsiEncoding
FIRST, LAST = 32, 255
LARGEST, SMALLEST = 8.0, 5.5  # points
LEADING = 1.22
MARGIN = 3.0  # points between the border and the text
SHORT = ("Ditandatangani secara elektronik oleh:",)


@dataclass(frozen=True)
class Face:
    """A font with no more glyphs than the block needs, and how wide each character is in thousandths."""

    program: bytes
    widths: tuple[int, ...]
    box: tuple[int, ...]
    ascent: int
    descent: int

    def width_of(self, text: str) -> float:
        """How wide a line is at a size of one point."""
        return sum(self.widths[code - FIRST] for code in text.encode(ENCODING)) / 1000


def signature_block(writer: BasePdfFileWriter, width: float, height: float, letter: SignedAs) -> generic.StreamObject:
    """The visible block of a signature, fitted into its field (points); raises ``SigningRefused`` where it cannot be."""
    texts = (*SHORT, letter.role, time_in_words(letter.signed_at))
    face = shipped_face(_characters_of(texts))
    size, lines = _fitted(texts, face, width - 2 * MARGIN, height - 2 * MARGIN)
    block = generic.StreamObject(
        stream_data=_drawn(lines, size, width, height),
        dict_data={
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(FloatObject(edge) for edge in (0, 0, width, height)),
            NameObject("/Resources"): _dictionary(Font=_dictionary(F=writer.add_object(_font(writer, face)))),
        },
    )
    block.compress()
    return block


@lru_cache(maxsize=32)
def shipped_face(characters: str) -> Face:
    """The shipped face cut down to some characters; letters of one role share it."""
    options = Options()
    options.drop_tables += ["FFTM"]  # FontForge's own time stamp
    options.hinting, options.layout_features, options.name_IDs, options.notdef_outline = False, [], [], True
    font: Any
    with TTFont(FACE) as font:
        subsetter = Subsetter(options)
        subsetter.populate(text=characters)
        subsetter.subset(font)
        program = io.BytesIO()
        font.save(program)
        scale = 1000 / font["head"].unitsPerEm
        glyphs, advances = font.getBestCmap(), font["hmtx"]
        widths = [_width(glyphs, advances, code, scale) for code in range(FIRST, LAST + 1)]
        head, lines = font["head"], font["hhea"]
        box = tuple(round(edge * scale) for edge in (head.xMin, head.yMin, head.xMax, head.yMax))
        return Face(program.getvalue(), tuple(widths), box, round(lines.ascent * scale), round(lines.descent * scale))


def _characters_of(texts: tuple[str, ...]) -> str:
    characters = "".join(sorted(set("".join(texts)) | set("0123456789")))
    try:
        characters.encode(ENCODING)
    except UnicodeEncodeError as error:
        raise SigningRefused(
            f"the signer's role has the character '{characters[error.start]}', which the signature's block cannot show: "
            "write the role in Latin letters"
        ) from None
    return characters


def _fitted(texts: tuple[str, ...], face: Face, width: float, height: float) -> tuple[float, list[str]]:
    size = LARGEST
    while size >= SMALLEST:
        lines = [line for text in texts for line in _wrapped(text, face, width / size)]
        if len(lines) * size * LEADING <= height and all(face.width_of(line) * size <= width for line in lines):
            return size, lines
        size -= 0.25
    raise SigningRefused("the signer's role is too long for the signature's block: shorten the post's name")


def _wrapped(text: str, face: Face, width: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and face.width_of(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _drawn(lines: list[str], size: float, width: float, height: float) -> bytes:
    above = (height - len(lines) * size * LEADING) / 2 + size * 0.95
    shown = b"\nT*\n".join(b"<" + line.encode(ENCODING).hex().encode() + b"> Tj" for line in lines)
    return (
        (
            f"q 0.5 w 0.2 0.28 0.36 RG 0.25 0.25 {width - 0.5:.3f} {height - 0.5:.3f} re S Q\n"
            f"q 0.07 0.07 0.07 rg BT /F {size:.2f} Tf {size * LEADING:.3f} TL {MARGIN:.1f} {height - above:.3f} Td\n"
        ).encode()
        + shown
        + b"\nET Q\n"
    )


def _font(writer: BasePdfFileWriter, face: Face) -> DictionaryObject:
    name = NameObject("/HVSIGN+LiberationSans")
    program = generic.StreamObject(stream_data=face.program)
    program[NameObject("/Length1")] = NumberObject(len(face.program))
    program.compress()
    descriptor = _dictionary(
        Type=NameObject("/FontDescriptor"),
        FontName=name,
        Flags=NumberObject(32),  # not symbolic: its characters are WinAnsi's
        FontBBox=ArrayObject(NumberObject(edge) for edge in face.box),
        ItalicAngle=NumberObject(0),
        Ascent=NumberObject(face.ascent),
        Descent=NumberObject(face.descent),
        CapHeight=NumberObject(729),
        StemV=NumberObject(80),
        FontFile2=writer.add_object(program),
    )
    return _dictionary(
        Type=NameObject("/Font"),
        Subtype=NameObject("/TrueType"),
        BaseFont=name,
        FirstChar=NumberObject(FIRST),
        LastChar=NumberObject(LAST),
        Widths=ArrayObject(NumberObject(width) for width in face.widths),
        Encoding=NameObject("/WinAnsiEncoding"),
        FontDescriptor=writer.add_object(descriptor),
    )


def _dictionary(**entries: generic.PdfObject) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in entries.items()})


def _width(glyphs: dict[int, str], advances: dict[str, tuple[int, int]], code: int, scale: float) -> int:
    try:
        glyph = glyphs.get(ord(bytes([code]).decode(ENCODING)))
    except UnicodeDecodeError:  # five codes of the encoding stand for nothing
        glyph = None
    return round(advances[glyph][0] * scale) if glyph else 0
