"""What a reader sees: the QR code, names of any script in their place and well shaped, nothing outside, nothing overlapping."""

import re
import unicodedata
from collections import Counter

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from printed_letters import POINTS_PER_MM, drawn_glyphs, embedded_fonts, glyphs, letter_with, lines, printed, texts
from pypdfium2 import PdfDocument
from pypdfium2.raw import FS_MATRIX, FPDFText_GetFontSize, FPDFText_GetMatrix
from zxingcpp import BarcodeFormat, read_barcodes

from casework.letters import FACTS, KINDS, LetterKind, check_letter, render_letter, sample_facts
from casework.letters.fonts import FONT_FOLDER
from casework.letters.gallery import sample_frame
from casework.letters.gallery_folder import FINE
from casework.letters.page_pictures import page_pixels
from casework.letters.rendering import letter_as_html

pytestmark = pytest.mark.xdist_group("letters")

KIND = LetterKind.CLOSING
NUMBERED = [kind for kind in LetterKind if KINDS[kind].numbered]
WITHOUT_NAMES = {LetterKind.DISPATCH_REPORT, LetterKind.BREACH_REPORT}  # they tell of cases and counts
PERSIAN = "کوروش گچ‌پژ"  # with letters that Arabic has not, and a joiner that parts two of them
ARABIC = "مريم الزهراء"
CHINESE = "山田太郎"
DEVANAGARI = "देवकी शर्मा"
VIETNAMESE_AND_CZECH = "Nguyễn Thị Hồng-Žáčková Łukaszǫ́ Ṩőḽṯ"
IN_ALL_SCRIPTS = (ARABIC, PERSIAN, CHINESE, DEVANAGARI, VIETNAMESE_AND_CZECH)
FACES = {
    ARABIC: "Noto-Sans-Arabic-Bold",
    PERSIAN: "Noto-Sans-Arabic-Bold",
    CHINESE: "Noto-Sans-CJK-SC",
    DEVANAGARI: "Noto-Sans-Devanagari-Bold",
    VIETNAMESE_AND_CZECH: "Liberation-Sans-Bold",
}


def qr_codes(pdf, dots_per_inch=FINE):
    """What a telephone reads from each page's picture."""
    pictures = page_pixels(pdf, dots_per_inch)
    return [
        [code.text for code in read_barcodes(np.ascontiguousarray(picture[:, :, 1]), BarcodeFormat.QRCode)]
        for picture in pictures
    ]


def sizes_of_letters(pdf):
    """How large each character of the first page is set, in points."""
    document = PdfDocument(pdf)
    text, matrix = document[0].get_textpage(), FS_MATRIX()
    for place in range(text.count_chars()):
        FPDFText_GetMatrix(text, place, matrix)
        yield round(FPDFText_GetFontSize(text, place) * matrix.d, 1)


def of_the_name(pdf, name):
    """The name in the addressee's line: its characters, each with its place, after the form of address."""
    wanted = sorted(letter for letter in name if not letter.isspace() and letter != "\u200c")
    seen = glyphs(pdf)
    form, length = "Yth.Bapak/Ibu", len("Yth.Bapak/Ibu")
    start = next(
        place for place in range(len(seen)) if "".join(one.character for one in seen[place : place + length]) == form
    )
    found = seen[start : start + length + len(wanted)]
    return found[:length], found[length:]


# --- the QR code


@pytest.mark.parametrize("kind", NUMBERED)
def test_the_qr_code_of_each_page_leads_to_the_letters_own_address(kind):
    letter = printed(kind)
    assert qr_codes(letter.pdf) == [[sample_frame(kind).verification]] * letter.pages


def test_the_qr_code_of_the_longest_address_can_still_be_read_as_it_is_printed():
    address = "https://surakarta.example/verify/" + "k" * 60
    frame = sample_frame(KIND).model_copy(update={"verification": address, "specimen": False})
    assert qr_codes(render_letter(KIND, sample_facts(KIND), frame).pdf, 200) == [[address]] * 2


def test_a_letter_without_an_address_has_no_code():
    frame = sample_frame(KIND).model_copy(update={"verification": None})
    assert qr_codes(render_letter(KIND, sample_facts(KIND), frame).pdf) == [[], []]


# --- names


@pytest.mark.parametrize("name", IN_ALL_SCRIPTS)
def test_a_name_stands_in_its_line_after_the_form_of_address_and_within_the_margins(name):
    address, letters = of_the_name(letter_with(KIND, recipient_name=name), name)
    baseline = address[0].box.bottom
    assert min(one.box.left for one in letters) > address[-1].box.right
    assert max(one.box.right for one in letters) < (210 - 20) * POINTS_PER_MM
    assert all(baseline - 7 < one.box.bottom and one.box.top < baseline + 13 for one in letters)


@pytest.mark.parametrize("name", IN_ALL_SCRIPTS)
def test_a_name_is_drawn_in_a_shipped_font_that_is_embedded_and_leaves_ink(name):
    pdf = letter_with(KIND, recipient_name=name)
    assert FACES[name] in embedded_fonts(pdf)
    assert 0 not in drawn_glyphs(pdf, FACES[name])
    picture = page_pixels(pdf, 144)[0]
    for one in of_the_name(pdf, name)[1]:
        left, right = int(one.box.left * 2), int(one.box.right * 2) + 1
        top, bottom = picture.shape[0] - int(one.box.top * 2) - 1, picture.shape[0] - int(one.box.bottom * 2) + 1
        assert picture[top:bottom, left:right].min() < 100, one.character


@pytest.mark.parametrize("name", [VIETNAMESE_AND_CZECH, CHINESE])
def test_a_name_can_be_copied_out_of_the_letter_as_it_was_written(name):
    assert f"Yth. Bapak/Ibu {name} Jalan Kenanga" in texts(letter_with(KIND, recipient_name=name))[0]


def test_an_arabic_name_runs_from_right_to_left_and_its_letters_are_joined():
    pdf = letter_with(KIND, recipient_name=ARABIC)
    _, letters = of_the_name(pdf, ARABIC)
    first_word = [one.box.left for one in letters if one.box.left > letters[0].box.right]
    assert "".join(one.character for one in letters if one.box.left in first_word) == "مريم"
    assert first_word == sorted(first_word, reverse=True)
    assert forms(pdf, ARABIC) == [
        "HAMZA", "ALEF", "REH FINAL", "HEH INITIAL", "ZAIN FINAL", "LAM INITIAL", "ALEF",
        "MEEM FINAL", "YEH INITIAL", "REH FINAL", "MEEM INITIAL",
    ]  # fmt: skip


def test_a_joiner_parts_two_persian_letters_that_would_be_joined():
    joined, parted = ("گچپژ", "گچ\u200cپژ")
    drawn = [drawn_glyphs(letter_with(KIND, recipient_name=name), FACES[PERSIAN]) for name in (joined, parted)]
    assert [len(one) for one in drawn] == [4, 4]
    assert drawn[0] != drawn[1]


def test_devanagari_letters_are_set_in_the_order_in_which_they_are_read_and_joined():
    names = glyph_names(letter_with(KIND, recipient_name="क्षि"), "NotoSansDevanagari-Bold.ttf", FACES[DEVANAGARI])
    assert names[0].startswith("ivowelsign")  # the short i is written before the letter after which it is spoken
    assert names[1:] == ["kassadeva"]
    assert "Yth. Bapak/Ibu देवकी" in texts(letter_with(KIND, recipient_name="देवकी"))[0]


def test_a_name_of_another_direction_turns_nothing_around_it():
    turned = letter_with(
        KIND, recipient_name=f"{ARABIC} (1951)", recipient_address=f"{ARABIC} 12\nKota Surakarta 57131"
    )
    plain = letter_with(KIND)
    for sentence in ("Dengan hormat,", "Kota Surakarta 57131", "Pertanyaan mengenai berkas SAHS-7K43"):
        assert sentence in texts(plain)[0]
        assert sentence in texts(turned)[0]
    assert lines(turned, 0)[-1] == lines(plain, 0)[-1]


@pytest.mark.parametrize("kind", [kind for kind in LetterKind if kind not in WITHOUT_NAMES])
def test_each_name_of_a_letter_stands_apart_wherever_it_is_printed(kind):
    facts = _named(sample_facts(kind).model_dump())
    html = letter_as_html(kind, check_letter(kind, FACTS[kind].model_validate(facts)), sample_frame(kind))
    assert re.search(ARABIC, html)
    assert [found for found in re.findall(f"(.{{5}}){ARABIC}", html, re.DOTALL) if found != "<bdi>"] == []


# --- the page


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("longest", [False, True], ids=["sample", "longest"])
def test_nothing_stands_outside_the_margins_and_no_line_lies_upon_another(kind, longest):
    letter = printed(kind, longest=longest)
    width = PdfDocument(letter.pdf)[0].get_width()  # A4, or F4
    for page in range(letter.pages):
        boxes = lines(letter.pdf, page)
        assert min(box.left for box in boxes) >= (30 - 6.5) * POINTS_PER_MM
        assert max(box.right for box in boxes) <= width - 19.5 * POINTS_PER_MM
        assert min(box.bottom for box in boxes) >= 5 * POINTS_PER_MM
        upon = [
            (page, one, other) for place, one in enumerate(boxes) for other in boxes[:place] if one.covers(other) > 0.25
        ]
        assert upon == []


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("longest", [False, True], ids=["sample", "longest"])
def test_no_line_ends_between_a_number_and_what_it_is_the_number_of(kind, longest):
    pages = [page.get_textpage().get_text_range() for page in PdfDocument(printed(kind, longest=longest).pdf)]
    ended = re.compile(r"\b(?:Nomor|Pasal|No\.|Articles?)\s*\n\s*\d")
    assert [ended.findall(page) for page in pages] == [[]] * len(pages)


@pytest.mark.parametrize("kind", LetterKind)
def test_the_text_is_set_in_eleven_points_as_the_norm_wants_it_and_old_people_need_it(kind):
    usual = 9.6 if kind is LetterKind.DISPATCH_REPORT else 11.0  # that one, which the office reads, is a table
    assert Counter(sizes_of_letters(printed(kind).pdf)).most_common(1)[0][0] == usual


@pytest.mark.parametrize("kind", LetterKind)
def test_every_page_has_more_than_its_foot(kind):
    for longest in (False, True):
        letter = printed(kind, longest=longest)
        for page in range(letter.pages):
            above_the_foot = [box for box in lines(letter.pdf, page) if box.bottom > 25 * POINTS_PER_MM]
            assert len({round(box.bottom) for box in above_the_foot}) >= 4, (longest, page)


def test_a_picture_is_as_large_as_its_paper():
    height, width = page_pixels(printed(KIND).pdf, 72)[0].shape[:2]
    sheet = PdfDocument(printed(KIND).pdf)[0]
    assert (width, height) == (round(sheet.get_width() + 0.5), round(sheet.get_height() + 0.5))


def forms(pdf, name):
    """The shapes of an Arabic name's letters, as drawn from left to right."""
    shapes = []
    for glyph in glyph_names(pdf, "NotoSansArabic-Bold.ttf", FACES[name]):
        letter = re.fullmatch(r"uni([0-9A-F]{4})", glyph)
        if letter:
            told = unicodedata.name(chr(int(letter[1], 16)))
            shapes.append(told.removeprefix("ARABIC LETTER ").removesuffix(" FORM"))
    return shapes


def glyph_names(pdf, file, font):
    with TTFont(FONT_FOLDER / file, lazy=True) as opened:
        return [opened.getGlyphName(number) for number in drawn_glyphs(pdf, font)]


def _named(facts):
    """The same facts, every person in them with an Arabic name."""
    for field, value in facts.items():
        if field.endswith("_name") or field in {"name", "received_by"}:
            facts[field] = ARABIC
        elif isinstance(value, tuple):
            facts[field] = tuple(_named(item) if isinstance(item, dict) else item for item in value)
    return facts
