"""What a reader sees on a printed letter: letters of a size that can be read, in ink that stands out from its ground."""

import ctypes
import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from pypdfium2 import PdfDocument, PdfPage, PdfTextPage, raw

SMALLEST = 5.9  # points; the smallest print of the office's own letters is 6.4
LEAST_CONTRAST = 60  # of 255, between the darkest and the lightest dot of a letter's box
DOTS_PER_POINT = 2
UNSEEN = "\ufffd"

Grey = npt.NDArray[np.int16]
pdfium: Any = raw  # functions of a library in C, of which no types are told


def seen_on(pdf: bytes) -> list[str]:
    """The text of each page as a reader sees it; a letter that is hidden, too small or too pale is ``UNSEEN``.

    It is judged by the picture of the page: whatever way it was hidden, its ink is not there. Give letters without
    CONTOH or DRAF across them, which would be ink as well.
    """
    document = PdfDocument(pdf)
    try:
        return [_seen_on_page(page) for page in document]
    finally:
        document.close()


def _seen_on_page(page: PdfPage) -> str:
    picture = page.render(scale=DOTS_PER_POINT, grayscale=True).to_numpy()
    grey: Grey = picture.reshape(picture.shape[:2]).astype(np.int16)
    text = page.get_textpage()
    try:
        return "".join(_characters(text, grey, page.get_height()))
    finally:
        text.close()


def _characters(text: PdfTextPage, grey: Grey, height: float) -> Iterator[str]:
    box, matrix = [ctypes.c_double() for _ in range(4)], pdfium.FS_MATRIX()
    left, right, bottom, top = box
    for place in range(pdfium.FPDFText_CountChars(text)):
        character = chr(pdfium.FPDFText_GetUnicode(text, place))
        if character.isspace() or pdfium.FPDFText_IsGenerated(text, place) == 1:
            yield character if character.isspace() else ""
            continue
        pdfium.FPDFText_GetCharBox(text, place, *(ctypes.byref(side) for side in box))
        pdfium.FPDFText_GetMatrix(text, place, ctypes.byref(matrix))
        size = pdfium.FPDFText_GetFontSize(text, place) * math.hypot(matrix.c, matrix.d)
        inked = _has_ink(grey, (left.value, height - top.value, right.value, height - bottom.value))
        yield character if size >= SMALLEST and inked else UNSEEN


def _has_ink(grey: Grey, box: tuple[float, float, float, float]) -> bool:
    """Whether a letter stands out where it should stand; one off the page, or without any room, does not."""
    left, top, right, bottom = (side * DOTS_PER_POINT for side in box)
    if left < 0 or top < 0:
        return False
    there = grey[math.floor(top) : math.ceil(bottom), math.floor(left) : math.ceil(right)]
    return there.size > 0 and int(there.max()) - int(there.min()) >= LEAST_CONTRAST
