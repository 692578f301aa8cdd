"""What every kind of letter has: its number, date and title, both languages, its signature, its pages."""

import io
import re

import pytest
from printed_letters import pages_of, printed, text_of
from pypdf import PdfReader

from casework.letters import FACTS, KINDS, LetterKind, LetterRefused, render_letter, sample_facts
from casework.letters.fonts import LETTER_TEMPLATES
from casework.letters.gallery import sample_frame

pytestmark = pytest.mark.xdist_group("letters")

# Naskah dinas of another form than the letter to a person: order, official record, report, form to be filled in.
TITLES_OF_THEIR_OWN = {
    LetterKind.REFUSAL: "PENOLAKAN PERMOHONAN PERPANJANGAN IZIN TINGGAL TERBATAS (ITAS)",
    LetterKind.ASSIGNMENT: "SURAT TUGAS",
    LetterKind.TEAM_DECREE: KINDS[LetterKind.TEAM_DECREE].title[0].upper(),
    LetterKind.VISIT_RECORD: "BERITA ACARA PEREKAMAN BIOMETRIK DAN WAWANCARA",
    LetterKind.DISPATCH_REPORT: "LAPORAN HARIAN PELAKSANAAN KUNJUNGAN RUMAH",
    LetterKind.CONSENT: "PERSETUJUAN DAN PERNYATAAN KESEHATAN",
}
CLOSINGS_OF_THEIR_OWN = {
    LetterKind.ASSIGNMENT: "penuh tanggung jawab",
    LetterKind.TEAM_DECREE: "mulai berlaku pada tanggal ditetapkan",
    LetterKind.REFUSAL: "mulai berlaku pada tanggal ditetapkan",
    LetterKind.VISIT_RECORD: "dibuat dengan sebenarnya",
    LetterKind.DISPATCH_REPORT: "Demikian dilaporkan",
    LetterKind.CONSENT: "tanpa paksaan",
}
TO_A_PERSON = [kind for kind in LetterKind if kind not in TITLES_OF_THEIR_OWN]


def test_each_kind_has_its_row_its_facts_and_its_template():
    assert set(KINDS) == set(FACTS) == set(LetterKind)
    assert {row.folder for row in KINDS.values()} == {
        path.parent.name for path in LETTER_TEMPLATES.glob("*/letter.html")
    }


@pytest.mark.parametrize("kind", LetterKind)
def test_each_letter_names_its_number_date_and_title(kind):
    text = text_of(printed(kind))
    frame = sample_frame(kind)
    assert (frame.number is None) is not KINDS[kind].numbered
    assert frame.number is None or frame.number in text
    assert "26 November 2026" in text
    assert TITLES_OF_THEIR_OWN.get(kind, KINDS[kind].title[0]) in text


@pytest.mark.parametrize("kind", [kind for kind in TO_A_PERSON if "en" in KINDS[kind].languages])
def test_the_indonesian_text_stands_first_and_whole_before_its_translation(kind):
    text = text_of(printed(kind))
    assert text.index("Dengan hormat,") < text.index("kami ucapkan terima kasih") < text.index("Dear Sir or Madam")
    assert "This translation is for information; the Indonesian text prevails." in text


@pytest.mark.parametrize("kind", [LetterKind.VISIT_RECORD, LetterKind.CONSENT])
def test_what_is_signed_by_hand_is_signed_on_its_indonesian_text_and_explained_in_english_after_it(kind):
    pages = pages_of(printed(kind))
    translation = next(number for number, page in enumerate(pages) if "the Indonesian text prevails." in page)
    assert CLOSINGS_OF_THEIR_OWN[kind] in " ".join(pages[:translation])
    assert "Margaret Ellen Whitcombe" in pages[translation - 1]
    assert re.search(r"sign (on )?the (printed )?Indonesian", " ".join(pages[translation:]))
    assert "Dear Sir or Madam" not in " ".join(pages)


@pytest.mark.parametrize("kind", [kind for kind in LetterKind if KINDS[kind].recipient != "authority"])
def test_each_letter_says_that_the_visit_is_free_and_officers_take_no_money(kind):
    text = text_of(printed(kind))
    if kind is LetterKind.DISPATCH_REPORT:
        assert "tidak dipungut biaya" in text
    elif "en" not in KINDS[kind].languages:
        assert "tidak memungut biaya dan tidak menerima uang" in text
    elif kind is LetterKind.VISIT_RECORD:
        assert "tidak dipungut biaya; petugas tidak meminta dan tidak menerima uang" in text
        assert "free of charge; the officers asked for no money" in text
    else:
        assert "tidak dipungut biaya" in text
        assert "free of charge" in text
        assert re.search(r"give no money", text)


@pytest.mark.parametrize("kind", LetterKind)
def test_no_letter_shows_a_code_or_a_digest(kind):
    letter = printed(kind)
    text = text_of(letter)
    assert letter.content_digest[:12] not in text
    assert letter.template_version not in text
    assert not re.search(r"\b[A-Z]+_[A-Z_]+\b", text)
    assert "None" not in text


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("longest", [False, True], ids=["sample", "longest"])
def test_the_signature_stays_on_the_page_of_the_closing_sentence(kind, longest):
    pages = pages_of(printed(kind, longest=longest))
    signatory = sample_frame(kind).signatory
    unsigned = {"system": "sah tanpa tanda tangan", "by-hand": "Ketua Tim tanda tangan"}
    signature = f"NIP {signatory.employee_number}" if signatory else unsigned[KINDS[kind].issued_by]
    closing = CLOSINGS_OF_THEIR_OWN.get(kind, "kami ucapkan terima kasih")
    together = [signature in page and closing in page for page in pages]
    assert together.count(True) == 1


def test_each_letter_of_the_office_is_there():
    assert {row.code for row in KINDS.values()} >= {
        "L01", "L02", "L03", "L05", "L06", "L07", "L08", "L09", "L11", "L12", "L13", "L14", "L15", "L18", "L19",
    }  # fmt: skip


@pytest.mark.parametrize("kind", LetterKind)
def test_a_usual_letter_fits_on_three_pages_and_the_longest_on_five(kind):
    assert printed(kind).pages <= 3
    assert printed(kind, longest=True).pages <= 5


def test_a_specimen_says_contoh_on_each_page_and_a_real_letter_nowhere():
    specimen = printed(LetterKind.RECEIPT)
    real = render_letter(
        LetterKind.RECEIPT,
        sample_facts(LetterKind.RECEIPT),
        sample_frame(LetterKind.RECEIPT).model_copy(update={"specimen": False}),
    )
    assert all("CONTOH" in page for page in pages_of(specimen))
    assert "CONTOH" not in text_of(real)


def test_a_letter_that_an_official_must_sign_is_not_printed_without_a_signatory():
    frame = sample_frame(LetterKind.GRANT).model_copy(update={"signatory": None})
    with pytest.raises(LetterRefused, match="signatory is missing"):
        render_letter(LetterKind.GRANT, sample_facts(LetterKind.GRANT), frame)


def test_the_verification_address_stands_in_the_foot_only_where_there_is_one():
    without = sample_frame(LetterKind.CLOSING).model_copy(update={"verification": None})
    letter = render_letter(LetterKind.CLOSING, sample_facts(LetterKind.CLOSING), without)
    assert "Periksa keaslian" not in text_of(letter)
    assert sample_frame(LetterKind.CLOSING).verification in text_of(printed(LetterKind.CLOSING))


@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_stands_on_the_paper_of_its_kind(kind):
    millimetres = {"A4": (210, 297), "F4": (215, 330)}[KINDS[kind].paper]
    for page in PdfReader(io.BytesIO(printed(kind).pdf)).pages:
        width, height = (float(side) * 25.4 / 72 for side in (page.mediabox.width, page.mediabox.height))
        assert (round(width), round(height)) == millimetres
