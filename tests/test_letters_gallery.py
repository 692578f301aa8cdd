"""The gallery: each kind to be looked at as PDF and as pictures, in one volume, from one page; the same bytes every time."""

import fcntl
import io
import re
import struct
import zlib
from html.parser import HTMLParser
from unittest.mock import patch

import numpy as np
import pikepdf
import pytest
from PIL import Image
from printed_letters import printed
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from casework.letters import KINDS, LetterKind, gallery_folder, sample_facts
from casework.letters.gallery_folder import ISSUERS, RECIPIENTS
from casework.letters.one_volume import one_volume
from casework.letters.page_pictures import as_png, page_pixels, side_by_side

pytestmark = pytest.mark.xdist_group("gallery")

# Where an address may stand in HTML and makes a browser ask for it.
ASKED_FOR = {"src", "srcset", "href", "data", "poster", "action", "background"}


@pytest.fixture(scope="session")
def gallery(tmp_path_factory, worker_id):
    """The whole gallery, written once for all tests of a run, on however many cores: whoever comes second waits for it."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "gallery"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            with patch.object(gallery_folder, "specimen", _printed):
                gallery_folder.write_gallery(folder)
    return folder, [path for path in folder.rglob("*") if path.is_file()]


def _printed(kind, facts):
    """The same letter, which other tests of the run have printed already."""
    return printed(kind, longest=facts != sample_facts(kind))


@pytest.fixture(scope="session")
def index(gallery):
    return (gallery[0] / "index.html").read_text(encoding="utf-8")


class Page(HTMLParser):
    """What a page asks for, which elements it has, and where it can be jumped to."""

    def __init__(self, text):
        super().__init__()
        self.asked, self.elements, self.places = [], set(), set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.add(tag)
        self.asked += [value for name, value in attributes if name in ASKED_FOR]
        self.places |= {value for name, value in attributes if name == "id"}


def test_every_recipient_and_every_issuer_has_words():
    assert {row.recipient for row in KINDS.values()} <= set(RECIPIENTS)
    assert {row.issued_by for row in KINDS.values()} <= set(ISSUERS)


def test_each_kind_lies_there_as_pdf_and_each_page_as_a_picture(gallery):
    folder, written = gallery
    assert {path.name for path in written if path.parent == folder} >= {"index.html", "letters.pdf", "letters.png"}
    for row in KINDS.values():
        for suffix in ("", "-longest"):
            name = f"{row.code}-{row.kind.value}{suffix}"
            pages = PdfReader(folder / f"{name}.pdf").pages
            pictures = sorted(path.name for path in (folder / "pages").glob(f"{name}-[0-9].png"))
            assert pictures == [f"{name}-{number}.png" for number in range(1, len(pages) + 1)]


def test_the_usual_letters_are_one_volume_with_a_bookmark_for_each_kind(gallery):
    folder, _ = gallery
    with pikepdf.open(folder / "letters.pdf") as volume, volume.open_outline() as outline:
        marks = [item.title for item in outline.root]
        found = [pikepdf.Page(item.destination[0]).index for item in outline.root]
        total = len(volume.pages)
    lengths = [len(PdfReader(folder / f"{row.code}-{row.kind.value}.pdf").pages) for row in KINDS.values()]
    assert marks == [f"{row.code} · {row.title[0]}" for row in KINDS.values()]
    assert found == [sum(lengths[:place]) for place in range(len(lengths))]
    assert total == sum(lengths)


def test_the_index_tells_each_kind_and_shows_each_page(gallery, index):
    folder, written = gallery
    page = Page(index)
    pictures = {f"pages/{path.name}" for path in written if path.parent.name == "pages"}
    letters = {path.name for path in written if path.parent == folder} - {"index.html"}
    assert pictures | letters <= set(page.asked)
    assert {row.code for row in KINDS.values()} <= page.places
    assert all(row.title[0] in index and row.title[1].replace("'", "&#39;") in index for row in KINDS.values())
    assert index.count("<details>") == len(LetterKind)


def test_the_index_runs_no_script_and_asks_for_nothing_outside_its_folder(gallery, index):
    folder, _ = gallery
    page = Page(index)
    assert page.elements & {"script", "iframe", "object", "embed", "form", "base"} == set()
    assert not re.search(r"\son\w+=|javascript:|@import|url\(", index)
    inside = [asked for asked in page.asked if not asked.startswith("#") and asked != "data:,"]
    assert [asked for asked in inside if not (folder / asked).is_file()] == []
    assert [asked for asked in inside if ":" in asked or asked.startswith("/") or ".." in asked] == []


def test_every_letter_of_the_gallery_is_small_and_says_contoh_on_each_page(gallery):
    folder, _ = gallery
    for path in folder.glob("L*.pdf"):
        assert path.stat().st_size <= 80_000, path.name
        assert all("CONTOH" in page.get_textpage().get_text_range() for page in PdfDocument(path)), path.name


def test_all_first_pages_make_one_picture(gallery):
    picture = Image.open(gallery[0] / "letters.png")
    picture.load()
    rows = -(-len(LetterKind) // 6)
    assert picture.width > 6 * 350
    assert picture.height > rows * 500


def test_the_same_letters_give_the_same_volume_and_the_same_pictures(gallery):
    folder, _ = gallery
    kept = [
        (f"{row.code} · {row.title[0]}", (folder / f"{row.code}-{row.kind.value}.pdf").read_bytes())
        for row in KINDS.values()
    ]
    assert one_volume("Contoh surat layanan kunjungan rumah", kept) == (folder / "letters.pdf").read_bytes()
    first = (folder / "pages" / "L01-receipt-1.png").read_bytes()
    assert as_png(page_pixels((folder / "L01-receipt.pdf").read_bytes(), 110)[0]) == first


def test_a_picture_shows_few_colours_as_they_are():
    painted = np.zeros((3, 5, 3), dtype=np.uint8)
    painted[0], painted[1, 2], painted[2, 4] = (255, 255, 255), (155, 28, 28), (238, 245, 240)
    opened = Image.open(io.BytesIO(as_png(painted))).convert("RGB")
    assert np.array_equal(np.asarray(opened), painted)


def test_a_picture_of_more_colours_than_it_may_have_keeps_each_near_what_it_was():
    painted = np.arange(256, dtype=np.uint8).repeat(3).reshape(16, 16, 3)
    opened = np.asarray(Image.open(io.BytesIO(as_png(painted, 16))).convert("RGB")).astype(int)
    assert len(np.unique(opened.reshape(-1, 3), axis=0)) == 16
    assert np.array_equal(opened[0, :8], painted[0, :8])


def test_a_picture_is_a_png_whose_every_part_bears_its_sum():
    content = as_png(np.full((2, 2, 3), 200, dtype=np.uint8))
    place, names = 8, []
    while place < len(content):
        (length,) = struct.unpack(">I", content[place : place + 4])
        part = content[place + 4 : place + 8 + length]
        names.append(part[:4])
        assert struct.unpack(">I", content[place + 8 + length : place + 12 + length]) == (zlib.crc32(part),)
        place += 12 + length
    assert names == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]


def test_pictures_of_different_sizes_lie_side_by_side_on_grey_ground():
    small, large = (np.full((height, 10, 3), 255, dtype=np.uint8) for height in (10, 20))
    sheet = side_by_side([small, large, small], columns=2)
    assert sheet.shape == (2 * 32 + 12, 2 * 22 + 12, 3)
    assert tuple(sheet[0, 0]) == (0x8C,) * 3
    assert tuple(sheet[12 + 15, 12]) == (0x8C,) * 3
    assert tuple(sheet[12 + 15, 12 + 22]) == (255,) * 3
