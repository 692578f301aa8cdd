"""The pages of a letter as pictures, as a reader sees them on a screen."""

import struct
import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from pypdfium2 import PdfDocument

Pixels = npt.NDArray[np.uint8]

COLOURS = 64  # paper, ink and its edges, a few tints
GAP = 12
GROUND = 0x8C
PNG = b"\x89PNG\r\n\x1a\n"


def page_pixels(pdf: bytes, dots_per_inch: int = 110) -> list[Pixels]:
    """Each page as rows of red, green and blue, 0 to 255; the same on every run."""
    document = PdfDocument(pdf)
    try:
        return [
            page.render(scale=dots_per_inch / 72, rev_byteorder=True).to_numpy()[:, :, :3].copy() for page in document
        ]
    finally:
        document.close()


def as_png(pixels: Pixels, colours: int = COLOURS) -> bytes:
    """A picture as a PNG of its commonest colours, a fifth as large as with all of them; what is rarer goes to the nearest."""
    height, width, _ = pixels.shape
    red, green, blue = (pixels[:, :, channel].astype(np.uint32) for channel in range(3))
    mixed = red << 16 | green << 8 | blue
    found, counts = np.unique(mixed, return_counts=True)
    weights = counts * (1 + np.ptp(_channels(found), axis=1))  # a thin red line among a page of greys stays red
    kept = found[np.lexsort((found, -weights))[:colours]]
    place_of = np.zeros(1 << 24, dtype=np.uint8)
    place_of[found] = np.argmin(_distances(found, kept), axis=1)
    rows = np.insert(place_of[mixed], 0, 0, axis=1)  # each row begins with its filter: none
    palette = _channels(kept).astype(np.uint8).tobytes()
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b""))
    return PNG + b"".join(_chunk(name, content) for name, content in parts)


def side_by_side(pictures: Sequence[Pixels], columns: int) -> Pixels:
    """Pictures on one sheet, row by row, on grey ground."""
    height = max(picture.shape[0] for picture in pictures) + GAP
    width = max(picture.shape[1] for picture in pictures) + GAP
    rows = -(-len(pictures) // columns)
    sheet = np.full((rows * height + GAP, columns * width + GAP, 3), GROUND, dtype=np.uint8)
    for place, picture in enumerate(pictures):
        top, left = GAP + place // columns * height, GAP + place % columns * width
        sheet[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    return sheet


def _distances(colours: npt.NDArray[np.uint32], kept: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    apart = _channels(colours)[:, None, :] - _channels(kept)[None, :, :]
    squares: npt.NDArray[np.int64] = (apart * apart).sum(axis=2)
    return squares


def _channels(colours: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    return np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1).astype(np.int64)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
