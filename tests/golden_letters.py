"""The letters as they were looked at: their hashes by engine, and small pictures for every other engine.

``python tests/golden_letters.py`` writes them anew; look at the gallery before, and at what changed.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import printed_letters
from PIL import Image

from casework.letters import Frame, LetterKind, render_letter, sample_facts
from casework.letters.engine_fingerprint import engine_fingerprint
from casework.letters.gallery import sample_frame
from casework.letters.page_pictures import as_png, page_pixels, side_by_side

FOLDER = Path(__file__).parent / "golden"
HASHES = FOLDER / "letters.json"
DOTS_PER_INCH, GREYS = 24, 8
# The grant under each block that may stand there: by whom, and for whom.
BLOCKS = {
    "head": {"capacity": "", "post": "Kepala Kantor"},
    "on-behalf": {"capacity": "a.n. Kepala Kantor,", "post": "Kepala Seksi Lalu Lintas dan Izin Tinggal Keimigrasian"},
    "acting": {"capacity": "Plh. Kepala Kantor,", "post": ""},
    "on-behalf-below": {
        "capacity": "a.n. Kepala Kantor,",
        "under": "Kepala Seksi Lalu Lintas dan Izin Tinggal Keimigrasian",
        "post": "Kepala Subseksi Izin Tinggal",
    },
}  # fmt: skip


def names() -> list[str]:
    """What is kept: each kind as usual and as long as may be, and the grant under each signature block."""
    return [
        *(f"{kind.value}-{size}" for kind in LetterKind for size in ("usual", "longest")),
        *(f"grant-{block}" for block in BLOCKS),
    ]


def printed(name: str) -> tuple[str, bytes]:
    """A letter by its name: its hash and its bytes."""
    stem, _, last = name.partition("-") if name.startswith("grant-") else name.rpartition("-")
    kind, block = LetterKind(stem), BLOCKS.get(last)
    if block is None:
        letter = printed_letters.printed(kind, longest=last == "longest")
    else:
        letter = render_letter(kind, sample_facts(kind), _signed_by(kind, block))
    return letter.sha256, letter.pdf


def picture(pdf: bytes) -> np.ndarray:
    """Its pages, small, side by side."""
    pages = page_pixels(pdf, DOTS_PER_INCH)
    return side_by_side(pages, len(pages))


def kept_picture(name: str) -> np.ndarray:
    """The picture that was looked at."""
    with Image.open(FOLDER / f"{name}.png") as opened:
        return np.asarray(opened.convert("RGB"))


def kept_hashes() -> dict[str, dict[str, str]]:
    """Hashes by engine and name; none where nothing was kept yet."""
    return json.loads(HASHES.read_text()) if HASHES.exists() else {}


def _signed_by(kind: LetterKind, block: dict[str, str]) -> Frame:
    frame = sample_frame(kind)
    assert frame.signatory is not None
    return frame.model_copy(update={"signatory": frame.signatory.model_copy(update=block)})


def _write() -> Iterator[str]:
    FOLDER.mkdir(exist_ok=True)
    for stale in FOLDER.glob("*.png"):
        stale.unlink()
    hashes = {}
    for name in names():
        hashes[name], pdf = printed(name)
        (FOLDER / f"{name}.png").write_bytes(as_png(picture(pdf), GREYS))
        yield name
    HASHES.write_text(json.dumps({engine_fingerprint(): hashes}, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    for written in _write():
        print(written)  # noqa: T201 this is what the command is for
