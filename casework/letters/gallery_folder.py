"""Every kind of letter about invented people, to be looked at: ``homevisit letters gallery --out DIR``."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from casework.letters.facts import longest_facts, sample_facts
from casework.letters.fonts import LETTER_TEMPLATES
from casework.letters.gallery import specimen
from casework.letters.kinds import KINDS, LetterKind, LetterRow
from casework.letters.one_volume import one_volume
from casework.letters.page_pictures import Pixels, as_png, page_pixels, side_by_side

TITLE = "Contoh surat layanan kunjungan rumah"
RECIPIENTS = {
    "guarantor": ("penjamin", "guarantor"),
    "applicant": ("pemegang izin tinggal", "permit holder"),
    "officers": ("petugas", "officers"),
    "authority": ("instansi di atas atau di luar kantor", "an authority above or outside the office"),
    "file": ("berkas; salinan bagi pemegang izin", "the file; a copy to the permit holder"),
    "head-of-office": ("Kepala Kantor", "the head of office"),
}
ISSUERS = {
    "system": ("sistem, tanpa tanda tangan", "the system, unsigned"),
    "official": ("pejabat yang memutuskan", "the official who decided"),
    "by-hand": ("tanda tangan basah di tempat", "by hand, at the door"),
}
PICTURES = "pages"
FEW_COLOURS = 20
FINE, SMALL = 110, 46  # dots per inch of a page's picture, and of a page among all first ones


@dataclass(frozen=True)
class ShownLetter:
    """One letter of the gallery: its file, how large that is, its pages' pictures; files as the index names them."""

    pdf: str
    kilobytes: int
    pages: tuple[str, ...]


@dataclass(frozen=True)
class ShownKind:
    """One kind in the gallery, as it usually is and as long as it may be."""

    row: LetterRow
    recipient: tuple[str, str]
    issuer: tuple[str, str]
    usual: ShownLetter
    longest: ShownLetter


def write_gallery(folder: Path) -> list[Path]:
    """Each kind twice, as it usually is and as long as it may be, its pages as pictures, and an index of them all.

    Besides, the usual ones in one file (``letters.pdf``) and their first pages on one picture (``letters.png``).
    Answers the files that were written; the same templates give the same bytes.
    """
    written = _Folder(folder)
    usual = {kind: specimen(kind, sample_facts(kind)).pdf for kind in LetterKind}
    shown = []
    for kind, row in KINDS.items():
        longest = _shown(written, row, "-longest", specimen(kind, longest_facts(kind)).pdf)
        whole = _shown(written, row, "", usual[kind])
        shown.append(ShownKind(row, RECIPIENTS[row.recipient], ISSUERS[row.issued_by], whole, longest))
    chapters = [(f"{KINDS[kind].code} · {KINDS[kind].title[0]}", pdf) for kind, pdf in usual.items()]
    written.write("letters.pdf", one_volume(TITLE, chapters))
    written.write("letters.png", as_png(_first_pages(list(usual.values())), FEW_COLOURS))
    written.write("index.html", _index(shown).encode())
    return written.paths


class _Folder:
    """Where the gallery lies, and what was written there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.paths: list[Path] = []
        (folder / PICTURES).mkdir(parents=True, exist_ok=True)

    def write(self, name: str, content: bytes) -> str:
        """Keep a file under its name, which is answered."""
        path = self._folder / name
        path.write_bytes(content)
        self.paths.append(path)
        return name


def _shown(folder: _Folder, row: LetterRow, suffix: str, pdf: bytes) -> ShownLetter:
    name = f"{row.code}-{row.kind.value}{suffix}"
    pages = tuple(
        folder.write(f"{PICTURES}/{name}-{number}.png", as_png(pixels))
        for number, pixels in enumerate(page_pixels(pdf, FINE), start=1)
    )
    return ShownLetter(folder.write(f"{name}.pdf", pdf), -(-len(pdf) // 1000), pages)


def _first_pages(pdfs: Sequence[bytes]) -> Pixels:
    columns = min(len(pdfs), 6)
    return side_by_side([page_pixels(pdf, SMALL)[0] for pdf in pdfs], columns)


def _index(shown: Sequence[ShownKind]) -> str:
    return _environment().get_template("index.html").render(title=TITLE, kinds=shown)


@cache
def _environment() -> Environment:
    pages = LETTER_TEMPLATES.parent / "gallery"
    return Environment(
        loader=FileSystemLoader(pages), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
