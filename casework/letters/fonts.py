"""The fonts that the office ships; no other font is ever used in a letter."""

import os
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

LETTER_TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "letters"
FONT_FOLDER = LETTER_TEMPLATES / "fonts"
# Regular faces only: what they can print, their bold and italic faces can print too.
REGULAR_FACES = (
    "LiberationSans-Regular.ttf",
    "NotoSansArabic-Regular.ttf",
    "NotoSansDevanagari-Regular.ttf",
    "NotoSansCJKsc-Names.otf",
)


@cache
def printable_characters() -> frozenset[int]:
    """A character can be printed when one of the shipped fonts has a glyph for it."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - costs time that only a process which writes letters should pay

    covered: set[int] = set()
    for face in REGULAR_FACES:
        with TTFont(FONT_FOLDER / face, lazy=True) as font:
            covered.update(font.getBestCmap() or ())
    return frozenset(covered)


def use_shipped_fonts_only() -> None:
    """Letters see the shipped fonts and no others, on every machine; to be called before WeasyPrint is imported.

    Fontconfig wants a folder for its cache; it lies under ``var`` beside all other state. Where that cannot be
    written, fontconfig goes without a cache and says so on stderr.
    """
    shipped = FONT_FOLDER / "fonts.conf"
    folder = LETTER_TEMPLATES.parents[1] / "var" / "fontconfig"
    configuration = (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig><cachedir>{escape(str(folder))}</cachedir><include>{escape(str(shipped))}</include></fontconfig>\n"
    )
    with_cache = folder / "fonts.conf"
    try:
        if not with_cache.exists() or with_cache.read_text(encoding="utf-8") != configuration:
            folder.mkdir(parents=True, exist_ok=True)
            draft = folder / f"fonts.conf.{os.getpid()}"
            draft.write_text(configuration, encoding="utf-8")
            draft.replace(with_cache)
    except OSError:
        with_cache = shipped
    os.environ["FONTCONFIG_FILE"] = str(with_cache)
