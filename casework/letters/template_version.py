"""The version of what surrounds the facts: templates, style, words and fonts."""

import hashlib
from functools import cache
from pathlib import Path

from casework.letters.fonts import FONT_FOLDER, LETTER_TEMPLATES
from casework.letters.kinds import KINDS, LetterKind

SHARED_FILES = ("frame.html", "macros.html", "letter.css", "specimen.svg")


@cache
def template_version(kind: LetterKind) -> str:
    """A letter's template has a new version when anything changes that its look or wording depends on.

    The first 16 hexadecimal digits of a SHA-256 over the kind's folder, the shared files, the words and the fonts.
    """
    digest = hashlib.sha256()
    for path in _files_of(kind):
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


def _files_of(kind: LetterKind) -> list[Path]:
    own = sorted(path for path in (LETTER_TEMPLATES / KINDS[kind].folder).iterdir() if path.is_file())
    of_the_paper = ("letter-f4.css",) if KINDS[kind].paper == "F4" else ()
    shared = [LETTER_TEMPLATES / name for name in (*SHARED_FILES, *of_the_paper)]
    words = [Path(__file__).with_name("wording.py"), Path(__file__).with_name("catalogue.py")]
    fonts = sorted(path for path in FONT_FOLDER.iterdir() if path.suffix in {".ttf", ".otf", ".conf"})
    return [*own, *shared, *words, *fonts]
