"""The letters: what each says, in which words, in the same bytes every time."""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from functools import cache

import pytest
from pypdf import PdfReader

from casework.letters import (
    FACTS,
    KINDS,
    LetterKind,
    LetterRefused,
    RenderedLetter,
    check_letter,
    content_digest,
    letterhead_on,
    longest_facts,
    number_of,
    numbering_of,
    render_letter,
    sample_facts,
)
from casework.letters.fonts import LETTER_TEMPLATES
from casework.letters.gallery import sample_frame


@cache
def printed(kind: LetterKind, *, longest: bool = False) -> RenderedLetter:
    facts = longest_facts(kind) if longest else sample_facts(kind)
    return render_letter(kind, facts, sample_frame(kind))


@cache
def pages_of(letter: RenderedLetter) -> list[str]:
    reader = PdfReader(io.BytesIO(letter.pdf))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def text_of(letter: RenderedLetter) -> str:
    return " ".join(pages_of(letter))


def test_each_kind_has_its_row_its_facts_and_its_template():
    assert set(KINDS) == set(FACTS) == set(LetterKind)
    assert {row.folder for row in KINDS.values()} == {
        path.parent.name for path in LETTER_TEMPLATES.glob("*/letter.html")
    }


@pytest.mark.parametrize("kind", LetterKind)
def test_facts_survive_the_way_through_json(kind):
    facts = check_letter(kind, sample_facts(kind))
    assert FACTS[kind].model_validate_json(facts.model_dump_json()) == facts


@pytest.mark.parametrize("kind", LetterKind)
def test_each_fact_is_described(kind):
    undescribed = [name for name, field in FACTS[kind].model_fields.items() if not field.description]
    assert undescribed == []


@pytest.mark.parametrize("kind", LetterKind)
def test_each_letter_names_its_number_date_and_title(kind):
    text = text_of(printed(kind))
    frame = sample_frame(kind)
    title = KINDS[kind].title[0]
    assert frame.number in text
    assert "Surakarta, 26 November 2026" in text
    assert (title.upper() if kind is LetterKind.ASSIGNMENT else title) in text


@pytest.mark.parametrize("kind", [kind for kind in LetterKind if "en" in KINDS[kind].languages])
def test_the_indonesian_text_stands_first_and_whole_before_its_translation(kind):
    text = text_of(printed(kind))
    assert text.index("Dengan hormat,") < text.index("kami ucapkan terima kasih") < text.index("Dear Sir or Madam")
    assert "This translation is for information; the Indonesian text prevails." in text


@pytest.mark.parametrize("kind", LetterKind)
def test_each_letter_says_that_the_visit_is_free_and_officers_take_no_money(kind):
    text = text_of(printed(kind))
    if kind is LetterKind.ASSIGNMENT:
        assert "tidak memungut biaya dan tidak menerima uang" in text
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


def test_the_weekday_of_a_visit_is_the_calendars():
    text = text_of(printed(LetterKind.VISIT_NOTICE))
    assert date(2026, 11, 27).weekday() == 4
    assert "Jumat, 27 November 2026" in text
    assert "Friday, 27 November 2026" in text
    assert "pukul 09.00–09.30 WIB" in text


def test_a_visit_notice_names_the_officers_and_asks_for_their_cards():
    text = text_of(printed(LetterKind.VISIT_NOTICE))
    for officer in ("Bagus Prasetyo", "Siti Nurhayati", "Agus Widodo"):
        assert officer in text
    assert "kartu pegawai berfoto dan surat tugas" in text
    assert "juru bahasa" in text


def test_a_visit_time_given_in_another_zone_is_printed_in_the_offices():
    facts = sample_facts(LetterKind.VISIT_NOTICE)
    in_utc = {name: getattr(facts, name).astimezone(UTC) for name in ("starts_at", "ends_at", "reschedule_until")}
    letter = render_letter(
        LetterKind.VISIT_NOTICE, facts.model_copy(update=in_utc), sample_frame(LetterKind.VISIT_NOTICE)
    )
    assert "pukul 09.00–09.30 WIB" in text_of(letter)


def test_a_bill_has_its_amount_in_figures_and_in_words():
    text = text_of(printed(LetterKind.BILLING))
    assert "Rp4.500.000 (empat juta lima ratus ribu rupiah)" in text
    assert "Rp4,500,000 (four million five hundred thousand rupiah)" in text
    assert "Kunjungan rumah tidak dipungut biaya Rp0" in text


def test_a_refusal_names_reasons_and_each_way_to_contest_it():
    text = text_of(printed(LetterKind.REFUSAL))
    assert "PP 40/2023" in text
    assert "21 (dua puluh satu) hari kerja (UU 30/2014 Ps 77)" in text
    assert "Pengadilan Tata Usaha Negara Semarang paling lama 90 (sembilan puluh) hari kalender" in text


def test_an_unlimited_permit_is_granted_without_an_end():
    facts = sample_facts(LetterKind.GRANT).model_copy(
        update={"valid_until": None, "next_report_on": date(2031, 12, 18)}
    )
    text = text_of(render_letter(LetterKind.GRANT, facts, sample_frame(LetterKind.GRANT)))
    assert "untuk jangka waktu tidak terbatas" in text
    assert "tanpa biaya, paling lambat Kamis, 18 Desember 2031" in text


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("longest", [False, True], ids=["sample", "longest"])
def test_the_signature_stays_on_the_page_of_the_closing_sentence(kind, longest):
    pages = pages_of(printed(kind, longest=longest))
    signature = "NIP 197903152005012004" if KINDS[kind].issued_by == "official" else "sah tanpa tanda tangan"
    closing = "penuh tanggung jawab" if kind is LetterKind.ASSIGNMENT else "kami ucapkan terima kasih"
    together = [signature in page and closing in page for page in pages]
    assert together.count(True) == 1


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


def test_a_letter_is_tagged_indonesian_pdf_a_3a():
    reader = PdfReader(io.BytesIO(printed(LetterKind.GRANT).pdf))
    root = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert root["/Lang"] == "id"
    assert root["/MarkInfo"]["/Marked"]
    assert 'pdfaid:part="3"' in metadata
    assert 'pdfaid:conformance="A"' in metadata


def test_all_fonts_are_the_shipped_ones_and_embedded():
    names = {
        font.get_object()["/BaseFont"].split("+")[-1]
        for page in PdfReader(io.BytesIO(printed(LetterKind.BILLING).pdf)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert all(name.startswith(("Liberation-Sans", "Noto-Sans")) for name in names)


FRESH_PROCESS = """
import hashlib, sys
from casework.letters import LetterKind, render_letter, sample_facts
from casework.letters.gallery import sample_frame
kind = LetterKind.VISIT_NOTICE
print(render_letter(kind, sample_facts(kind), sample_frame(kind)).sha256)
"""


def test_the_same_letter_has_the_same_bytes_in_another_process_zone_and_hash_seed():
    here = printed(LetterKind.VISIT_NOTICE)
    again = render_letter(
        LetterKind.VISIT_NOTICE, sample_facts(LetterKind.VISIT_NOTICE), sample_frame(LetterKind.VISIT_NOTICE)
    )
    elsewhere = subprocess.run(
        [sys.executable, "-c", FRESH_PROCESS],
        env={**os.environ, "TZ": "America/Anchorage", "PYTHONHASHSEED": "4711", "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert again.pdf == here.pdf
    assert hashlib.sha256(here.pdf).hexdigest() == here.sha256 == elsewhere.stdout.strip()


def test_the_content_digest_ignores_number_and_date_and_sees_every_fact():
    facts = sample_facts(LetterKind.RECEIPT)
    other_frame = sample_frame(LetterKind.RECEIPT, date(2026, 12, 1))
    assert (
        render_letter(LetterKind.RECEIPT, facts, other_frame).content_digest
        == printed(LetterKind.RECEIPT).content_digest
    )
    changed = facts.model_copy(update={"checked_by": date(2026, 11, 25)})
    assert content_digest(LetterKind.RECEIPT, changed, "v1") != content_digest(LetterKind.RECEIPT, facts, "v1")


def test_letters_are_numbered_by_unit_classification_sequence_and_year():
    assert number_of(LetterKind.GRANT, 2026, 42) == "WIM.13.IMI.1-GR.01.01-0042 Tahun 2026"
    assert number_of(LetterKind.BILLING, 2021, 7) == "W13.IMI.IMI.1-KU.01.03-0007 Tahun 2021"
    counted = numbering_of(LetterKind.GRANT, date(2026, 11, 26))
    assert counted.pattern.format(sequence=42, year=2026) == number_of(LetterKind.GRANT, 2026, 42)


def test_a_number_below_one_and_a_year_without_a_pattern_are_refused():
    with pytest.raises(ValueError, match="starts at 1"):
        number_of(LetterKind.GRANT, 2026, 0)
    with pytest.raises(ValueError, match="add a row to NUMBER_PATTERNS"):
        number_of(LetterKind.GRANT, 2010, 1)


def test_the_letterhead_follows_the_ministry_of_the_day():
    assert "Hak Asasi Manusia" in letterhead_on(date(2021, 10, 6)).ministry
    assert "Imigrasi dan Pemasyarakatan" in letterhead_on(date(2026, 11, 26)).ministry
    with pytest.raises(ValueError, match="add a row to LETTERHEADS"):
        letterhead_on(date(1999, 1, 1))


def test_each_kind_may_be_signed_only_by_a_signatory_with_a_capacity_or_a_post():
    signatory = sample_frame(LetterKind.GRANT).signatory
    with pytest.raises(ValueError, match="post or a capacity"):
        type(signatory).model_validate({**signatory.model_dump(), "capacity": "", "post": ""})


def test_a_billing_total_is_the_sum_of_its_items():
    assert sample_facts(LetterKind.BILLING).total == 4_500_000


def test_facts_with_an_unknown_or_missing_field_are_refused_without_their_values():
    content = json.loads(sample_facts(LetterKind.RECEIPT).model_dump_json())
    del content["checked_by"]
    content["surprise"] = "Rahasia Sekali"
    with pytest.raises(ValueError, match="checked_by") as refusal:
        FACTS[LetterKind.RECEIPT].model_validate_json(json.dumps(content))
    assert "Rahasia Sekali" not in str(refusal.value)


def test_a_naive_time_is_no_fact():
    content = sample_facts(LetterKind.RECEIPT).model_dump()
    with pytest.raises(ValueError, match="timezone"):
        FACTS[LetterKind.RECEIPT].model_validate({**content, "received_at": datetime(2026, 11, 23, 10, 42)})  # noqa: DTZ001 - the fault under test
