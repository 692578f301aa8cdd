"""What prints the letters: on two machines of one fingerprint the same letter has the same bytes."""

import ctypes
import hashlib
import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path

from casework.letters.fonts import FONT_FOLDER, use_shipped_fonts_only

PACKAGES = ("weasyprint", "pydyf", "fonttools", "tinycss2", "jinja2", "babel", "num2words", "segno", "pikepdf")
# Our own words and steps between the facts and the page.
OWN_STEPS = (
    "kinds.py",
    "wording.py",
    "catalogue.py",
    "spoken_languages.py",
    "text_checks.py",
    "jinja_environment.py",
    "rendering.py",
    "languages_in_tags.py",
    "assets.py",
    "tagging.py",
    "structure_tree.py",
    "signing/signature_field.py",
)


@cache
def engine_fingerprint() -> str:
    """The libraries, fonts and words that shape a letter's bytes: the first 12 hexadecimal digits of a SHA-256."""
    told = "\n".join(f"{name} {found}" for name, found in engine_parts().items())
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def engine_parts() -> dict[str, str]:
    """Each part of the engine with its version, or with the beginning of its digest where it has none."""
    use_shipped_fonts_only()
    from weasyprint.text.ffi import pango  # noqa: PLC0415 - the fonts must be settled before

    return {
        **{name: version(name) for name in PACKAGES},
        "pango": str(pango.pango_version()),
        "harfbuzz": _harfbuzz_version(),
        "machine": platform.machine(),
        "fonts": _digest(sorted(path for path in FONT_FOLDER.iterdir() if path.suffix in {".ttf", ".otf", ".conf"})),
        "words": _digest([Path(__file__).parent / name for name in OWN_STEPS]),
    }


def _harfbuzz_version() -> str:
    library = ctypes.CDLL("libharfbuzz.so.0")  # the one that Pango has loaded; WeasyPrint declares no call that tells
    library.hb_version_string.restype = ctypes.c_char_p
    return str(library.hb_version_string().decode())


def _digest(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:16]
