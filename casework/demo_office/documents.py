"""Tiny real files for invented documents: each differs from every other, and each says that it is a specimen."""

import hashlib
import struct
import zlib

from casework.case import DocumentCode
from casework.document_names import DOCUMENT_NAMES

PICTURED = frozenset({DocumentCode.PASSPORT, DocumentCode.ENTRY_STAMP})
SPECIMEN = "CONTOH - SPECIMEN"


def specimen(code: DocumentCode, reference: str) -> tuple[str, bytes, str]:
    """A document of an invented application: its file name, its bytes, its media type."""
    if code in PICTURED:
        return f"{code.value}.png", picture(f"{SPECIMEN} {code.value} {reference}"), "image/png"
    indonesian, english = DOCUMENT_NAMES[code]
    return f"{code.value}.pdf", page((SPECIMEN, indonesian, english, reference)), "application/pdf"


def page(lines: tuple[str, ...]) -> bytes:
    """One page of A4 in PDF 1.4 with these lines of plain ASCII."""
    shown = " ".join(f"({line.translate(ESCAPED)}) Tj T*" for line in lines)
    text = f"BT /F1 16 Tf 24 TL 72 740 Td {shown} ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    written, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    return (written + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + table + trailer).encode("ascii")


def picture(text: str) -> bytes:
    """A small PNG of eight coloured bands that depend on this text, which it carries as its comment."""
    digest = hashlib.sha256(text.encode()).digest()
    width, band_height = 160, 12
    bands = [b"\x00" + bytes(digest[band * 3 : band * 3 + 3]) * width for band in range(8)]
    pixels = b"".join(row * band_height for row in bands)
    header = struct.pack(">IIBBBBB", width, band_height * len(bands), 8, 2, 0, 0, 0)
    chunks = (
        (b"IHDR", header),
        (b"tEXt", b"Comment\x00" + text.encode("latin-1")),
        (b"IDAT", zlib.compress(pixels)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


ESCAPED = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\"})


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
