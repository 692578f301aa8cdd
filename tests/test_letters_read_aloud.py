"""What a screen reader reads of a letter: everything once, in its order, and each piece in its own language."""

import re
from functools import cache
from itertools import pairwise

import pytest
from letter_structure import ARTIFACT, OUTSIDE, ReadLetter, objects
from printed_letters import printed

from casework.letters import KINDS, LetterKind, sample_facts
from casework.letters.gallery import sample_frame
from casework.letters.languages_in_tags import languages_in_tags
from casework.letters.rendering import letter_as_html
from casework.letters.spoken_languages import english_text, in_indonesian, in_words, listed

pytestmark = pytest.mark.xdist_group("letters")

BILINGUAL = [kind for kind in LetterKind if "en" in KINDS[kind].languages]
TRANSLATION = "This translation is for information; the Indonesian text prevails."
WORD = re.compile(r"[^\W\d_]{2,}")
# Words of both languages, names, and what stands in an address on the web or in a number.
IN_BOTH_LANGUAGES = {
    "bank", "billing", "data", "indonesia", "no", "ombudsman", "register", "rupiah", "status",
    "april", "november", "rp", "semarang", "surakarta", "miskago",
    "com", "evisa", "gmail", "go", "id", "imigrasi", "lapor", "ska", "survei", "www",
    "gps", "gr", "im", "je", "msg", "sahs",
}  # fmt: skip
NAMES = {
    "agus", "alexandrina", "bagus", "de", "den", "ellen", "fitria", "handayani", "hastuti", "heuvel", "konstantinopolitanska",
    "margaret", "nurhayati", "prasetyo", "retno", "ruiter", "schimmelpenninck", "siti", "sri", "van", "whitcombe", "widodo",
    "wilhelmina", "wulandari",
}  # fmt: skip
OFFICE = "Kantor Imigrasi Kelas I TPI Surakarta"
HOME_IN_LINES = "Jalan Kenanga Nomor 12, RT 002/RW 005 Kelurahan Timuran, Kecamatan Banjarsari Kota Surakarta 57131"
HOME = HOME_IN_LINES.replace(" Kelurahan", ", Kelurahan").replace(" Kota", ", Kota")
ASSIGNMENT = "WIM.13.IMI.1-UM.01.01-0107 Tahun 2026"
COMPLAINTS = "SP4N-LAPOR!"
# Between the number in its head and the office's name at its end; what comes again is named once.
LEFT_IN_THE_ENGLISH = {
    LetterKind.RECEIPT: ["WIB", "ITAS", "KTP", "KK", COMPLAINTS],
    LetterKind.MISSING_DOCUMENTS: ["KK", COMPLAINTS],
    LetterKind.INELIGIBLE: [],
    LetterKind.VISIT_NOTICE: [
        "WIB", HOME, ASSIGNMENT, "Analis Keimigrasian Pertama", "Pranata Komputer Terampil",
        "Pengelola Layanan Kehumasan", COMPLAINTS, "KTP",
    ],
    LetterKind.CONSENT: [
        "ITAS", "WIB", ASSIGNMENT, OFFICE, "Jalan Adisucipto Nomor 8, Colomadu, Karanganyar", COMPLAINTS, "Ya", "Tidak",
    ],
    LetterKind.VISIT_RECORD: [
        "WIB", "WIM.13.IMI.1-18-OT.02.01 TAHUN 2026", ASSIGNMENT, "ITAS", HOME_IN_LINES, "SIMKIM mobile nomor 02",
        "Pranata Komputer Pertama",
    ],
    LetterKind.PASSPORT_CUSTODY: ["WIB", "Analis Keimigrasian Pertama", "ITAS", COMPLAINTS],
    LetterKind.FAILED_VISIT: ["WIB", HOME_IN_LINES, COMPLAINTS],
    LetterKind.BILLING: ["PNBP", "WIB", COMPLAINTS],
    LetterKind.GRANT: ["ITAS"],
    LetterKind.REFUSAL: ["ITAS"],
    LetterKind.CLOSING: ["WIB", "KTP", "Petugas Loket", COMPLAINTS],
    LetterKind.COMPLAINT_ANSWER: [COMPLAINTS],
    LetterKind.PROCESS_ENDED: [],
    LetterKind.REINSTATED: ["WIM.13.IMI.1-GR.01.01-0038 Tahun 2026"],
    LetterKind.OBJECTION_ADMITTED: [COMPLAINTS],
    LetterKind.OBJECTION_TOO_LATE: [],
    LetterKind.BREACH_NOTICE: ["WIB"],
}  # fmt: skip
BY_THE_SYSTEM = "Issued by the system, valid without signature."
LEFT_IN_THE_INDONESIAN = {
    LetterKind.RECEIPT: ["Stay At Home Service", BY_THE_SYSTEM],
    LetterKind.MISSING_DOCUMENTS: [BY_THE_SYSTEM],
    LetterKind.VISIT_NOTICE: ["overstay", BY_THE_SYSTEM],
    LetterKind.FAILED_VISIT: [BY_THE_SYSTEM],
    LetterKind.BILLING: ["overstay", BY_THE_SYSTEM],
    LetterKind.CLOSING: [BY_THE_SYSTEM],
}
WITHOUT_GREETING = {LetterKind.CONSENT, LetterKind.VISIT_RECORD}  # signed by hand, on the Indonesian text

every_letter = pytest.mark.parametrize("kind", LetterKind)
as_long_as_it_may_be = pytest.mark.parametrize("longest", [False, True], ids=["sample", "longest"])


@cache
def read(kind, longest=False):
    return ReadLetter(printed(kind, longest=longest).pdf)


def text_of(kind):
    """What is read of the Indonesian letter."""
    return read(kind).pieces(*(part for part in read(kind).parts[:-1] if part.S != "/Sect"))


def translation_of(kind):
    """What is read of its translation."""
    return read(kind).pieces(*(part for part in read(kind).parts[:-1] if part.S == "/Sect"))


def foot_of(kind):
    """What is read of its foot."""
    return read(kind).pieces(read(kind).parts[-1])


def those_in(language, pieces):
    return [piece.text for piece in pieces if piece.language == language]


# --- the languages


@pytest.mark.parametrize("kind", BILINGUAL)
def test_the_letter_is_indonesian_and_its_translation_english(kind):
    letter = read(kind)
    assert letter.language == "id"
    assert {str(section.Lang) for section in letter.of("Sect")} == {"en"}
    assert text_of(kind)[0].language == "id"
    language, told = translation_of(kind)[0]
    assert language == "en"
    assert told.startswith(f"{KINDS[kind].title[1]} {TRANSLATION}")


def test_the_annex_of_a_decree_is_no_translation():
    (annex,) = read(LetterKind.TEAM_DECREE).of("Sect")
    assert "/Lang" not in annex
    assert [piece.language for piece in text_of(LetterKind.TEAM_DECREE)] == ["id"]


@pytest.mark.parametrize("kind", BILINGUAL)
def test_what_stays_indonesian_in_the_translation_is_read_so(kind):
    number = sample_frame(kind).number
    head = [number, "Surakarta"] if number else ["Surakarta"]
    end = [] if kind in WITHOUT_GREETING else [OFFICE]
    told = those_in("id", translation_of(kind))
    assert list(dict.fromkeys(told)) == [*head, *LEFT_IN_THE_ENGLISH[kind], *end]


@every_letter
def test_what_is_english_in_the_indonesian_text_is_read_so(kind):
    assert those_in("en", text_of(kind)) == LEFT_IN_THE_INDONESIAN.get(kind, [])


@every_letter
def test_the_foot_says_in_english_what_it_says_in_both(kind):
    verified = ["Verify this letter here:"] if sample_frame(kind).verification else []
    assert those_in("en", foot_of(kind)) == ["SPECIMEN – not an official letter", *verified]


def test_what_only_some_letters_say_is_marked_as_well():
    died = sample_facts(LetterKind.PROCESS_ENDED).model_copy(update={"reason": "died"})
    told = letter_as_html(LetterKind.PROCESS_ENDED, died, sample_frame(LetterKind.PROCESS_ENDED))
    assert re.findall(r'<span lang="id">(RT|UU.*?)</span>', told) == ["RT"]
    draft = sample_frame(LetterKind.GRANT).model_copy(update={"specimen": False, "draft": True})
    told = letter_as_html(LetterKind.GRANT, sample_facts(LetterKind.GRANT), draft)
    assert '<span lang="en">DRAFT – not signed, not valid</span>' in told


def test_no_word_is_read_in_both_languages_but_those_that_are_words_of_both():
    words = {"id": set(), "en": set()}
    for kind in LetterKind:
        for piece in (*read(kind).pieces(), *read(kind, longest=True).pieces()):
            words[piece.language] |= {word.casefold() for word in WORD.findall(piece.text)}
    shared = {word for word in words["id"] & words["en"] if word not in "abcdefghij" * 6}  # the unbroken name
    assert shared - IN_BOTH_LANGUAGES - NAMES == set()
    assert shared >= IN_BOTH_LANGUAGES


def test_a_piece_in_another_language_is_a_span_that_says_so_and_nothing_else_does():
    letter = read(LetterKind.BILLING)
    told = [element for element in letter.elements if "/Lang" in element]
    assert {str(element.S) for element in told} == {"/Span", "/Sect"}
    assert {str(element.Lang) for element in told} == {"id", "en"}


def test_a_language_is_told_by_whoever_prints_and_by_nobody_afterwards():
    from weasyprint.pdf import tags

    build = tags._build_box_tree
    with languages_in_tags():
        assert tags._build_box_tree is not build
    assert tags._build_box_tree is build


# --- the words


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Limited Stay Permit (ITAS)", ["ITAS"]),
        ("electronic stay permit (e-ITAS)", ["e-ITAS"]),
        ("the period of UU 6/2011 Pasal 48 and of PP 40/2023", ["UU 6/2011 Pasal 48", "PP 40/2023"]),
        ("please copy the NIK from the KTP, by 09:00 WIB", ["NIK", "KTP", "WIB"]),
        ("the KKN, a wib and PP", []),
    ],
)
def test_an_english_text_marks_the_abbreviations_and_laws_that_it_keeps(text, marked):
    found = english_text(text)
    assert re.findall(r'<span lang="id">(.*?)</span>', found) == marked
    assert re.sub(r"</?span[^>]*>", "", found) == text


def test_a_text_from_outside_stays_text_and_is_marked_once():
    assert english_text("<b>KTP & co") == '&lt;b&gt;<span lang="id">KTP</span> &amp; co'
    assert english_text(english_text("KTP")) == english_text("KTP")
    assert in_indonesian("<UU>") == '<span lang="id">&lt;UU&gt;</span>'


def test_words_are_marked_in_english_only_and_stay_marked_in_a_list():
    assert in_words("ITAS", "permit") == "Izin Tinggal Terbatas (ITAS)"
    assert in_words("ITAS", "permit", "en") == 'Limited Stay Permit (<span lang="id">ITAS</span>)'
    assert (
        listed([in_indonesian("UU 1"), "a < b", in_words("KTP_GUARANTOR", "document", "en")], "en")
        == '<span lang="id">UU 1</span>, a &lt; b and Guarantor&#39;s identity card (<span lang="id">KTP</span>)'
    )


def test_what_is_not_there_is_never_read_as_a_word():
    for read_aloud in (in_indonesian, english_text, lambda nothing: listed(["UU 1", nothing])):
        with pytest.raises(TypeError):
            read_aloud(None)


# --- the structure


@every_letter
@as_long_as_it_may_be
def test_nothing_is_painted_outside_the_structure_but_what_says_that_it_is_decoration(kind, longest):
    letter = read(kind, longest)
    for page in letter.document.pages:
        painted = letter.content[page.obj.objgen]
        assert OUTSIDE not in painted
        held = letter.held(page)
        assert len(held) == len(set(held))
        assert {number for number in painted if number != ARTIFACT} <= set(held)
        parents = letter.parents[int(page.obj.StructParents)]
        assert all(number in parents[number].K for number in held)


@every_letter
@as_long_as_it_may_be
def test_the_foot_is_read_once_and_last(kind, longest):
    letter = read(kind, longest)
    told = " ".join(piece.text for piece in letter.pieces())
    assert re.findall(r"Halaman \d+ dari \d+", told) == [
        f"Halaman {len(letter.document.pages)} dari {len(letter.document.pages)}"
    ]
    assert told.endswith(f"dari {len(letter.document.pages)}")
    assert told.count("CONTOH – bukan surat resmi") == 1


@every_letter
@as_long_as_it_may_be
def test_each_header_cell_says_what_it_heads_and_each_table_has_some(kind, longest):
    letter = read(kind, longest)
    scopes = [str(cell.A.Scope) for cell in letter.of("TH")]
    assert set(scopes) <= {"/Column", "/Row"}
    assert all("".join(piece.text for piece in letter.pieces(cell)) for cell in letter.of("TH"))
    for table in letter.of("Table"):
        assert any(str(cell.S) == "/TH" for row in _rows(table) for cell in row.K)
    for head in letter.of("THead"):
        assert {str(cell.A.Scope) for row in head.K for cell in row.K} == {"/Column"}


@every_letter
@as_long_as_it_may_be
def test_each_drawing_has_words_and_a_place_on_its_page(kind, longest):
    for figure in read(kind, longest).of("Figure"):
        assert str(figure.Alt).strip()
        left, bottom, right, top = (float(edge) for edge in figure.A.BBox)
        _, _, width, height = (float(edge) for edge in figure.Pg.MediaBox)
        assert 0 <= left < right <= width
        assert 0 <= bottom < top <= height


@every_letter
@as_long_as_it_may_be
def test_headings_begin_with_the_first_and_leave_out_no_step(kind, longest):
    headings = [int(str(element.S)[2:]) for element in read(kind, longest).of("H1", "H2", "H3", "H4", "H5", "H6")]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(headings))


@every_letter
@as_long_as_it_may_be
def test_each_field_and_each_link_lies_in_the_structure_that_knows_it(kind, longest):
    letter = read(kind, longest)
    annotations = letter.annotations()
    assert [str(one.Subtype) for one in annotations] == ["/Widget"] * KINDS[kind].signed_electronically
    for annotation in annotations:
        holder = letter.parents[int(annotation.StructParent)]
        assert str(holder.S) in {"/Form", "/Link"}
        assert [one.objgen for one in objects(holder)] == [annotation.objgen]
        assert holder.objgen in {element.objgen for element in letter.elements}


def _rows(table):
    return [row for part in table.K for row in ([part] if str(part.S) == "/TR" else part.K)]
