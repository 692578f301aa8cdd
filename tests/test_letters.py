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
from printed_letters import printed
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
    number_of,
    numbering_of,
    render_letter,
    sample_facts,
)
from casework.letters.fonts import LETTER_TEMPLATES
from casework.letters.gallery import sample_frame

pytestmark = pytest.mark.xdist_group("letters")

# Naskah dinas of another form than the letter to a person: order, official record, memorandum, form to be filled in.
TITLES_OF_THEIR_OWN = {
    LetterKind.ASSIGNMENT: "SURAT TUGAS",
    LetterKind.TEAM_DECREE: KINDS[LetterKind.TEAM_DECREE].title[0].upper(),
    LetterKind.VISIT_RECORD: "BERITA ACARA PEREKAMAN BIOMETRIK DAN WAWANCARA",
    LetterKind.DISPATCH_REPORT: "NOTA DINAS",
    LetterKind.CONSENT: "PERSETUJUAN DAN PERNYATAAN KESEHATAN",
}
CLOSINGS_OF_THEIR_OWN = {
    LetterKind.ASSIGNMENT: "penuh tanggung jawab",
    LetterKind.TEAM_DECREE: "mulai berlaku pada tanggal ditetapkan",
    LetterKind.VISIT_RECORD: "dibuat dengan sebenarnya",
    LetterKind.DISPATCH_REPORT: "Demikian dilaporkan",
    LetterKind.CONSENT: "tanpa paksaan",
}
TO_A_PERSON = [kind for kind in LetterKind if kind not in TITLES_OF_THEIR_OWN]


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


def test_the_record_of_a_visit_names_its_day_in_words_and_shows_its_exceptions_without_a_code():
    text = text_of(printed(LetterKind.VISIT_RECORD))
    assert (
        "Pada hari ini Kamis, tanggal dua puluh enam bulan November tahun dua ribu dua puluh enam (26-11-2026), "
        "pukul 09.00 WIB, bertempat di: Jalan Kenanga Nomor 12" in text
    )
    assert "kami yang bertanda tangan di bawah ini: No. Nama / NIP" in text
    assert "garis sidik jari aus dan tetap tidak terbaca setelah tiga percobaan" in text
    assert "Demikian berita acara ini dibuat dengan sebenarnya" in text
    assert "worn-ridges" not in text


def test_a_record_is_signed_by_whoever_reported_and_leaves_a_line_to_everybody_else():
    pages = pages_of(printed(LetterKind.VISIT_RECORD))
    signed = pages[1]
    assert "menurut laporan yang tercatat Kamis, 26 November 2026 pukul 09.41 WIB Bagus Prasetyo NIP" in signed
    for words in (
        "Petugas perekaman biometrik, Siti Nurhayati",
        "Pemegang izin tinggal atau wali, Margaret Ellen Whitcombe",
        "Penjamin, bila hadir, Retno Wulandari",
    ):
        assert words in signed


def test_a_receipt_for_a_passport_promises_the_day_and_takes_nobody_to_the_office():
    text = text_of(printed(LetterKind.PASSPORT_CUSTODY))
    assert "paling lambat Selasa, 8 Desember 2026" in text
    assert "Ibu tidak perlu datang ke kantor" in text
    assert "X******21, berlaku sampai 30 April 2031" in text


def test_the_days_report_is_a_memorandum_to_the_head_of_office_with_references_and_villages():
    text = text_of(printed(LetterKind.DISPATCH_REPORT))
    assert "Yth. : Kepala Kantor Imigrasi Kelas I TPI Surakarta Dari : Sistem layanan kunjungan rumah" in text
    assert "2 tim ditugaskan 3 kunjungan diumumkan 1 terlaksana 2 tidak terlaksana 1 belum masuk rencana" in text
    assert "SAHS-M3TQ Desa Gentan, Kec. Baki, Kab. Sukoharjo 09.58–10.15 tidak ada orang yang membukakan pintu" in text
    assert "Margaret" not in text


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
    other_frame = sample_frame(LetterKind.RECEIPT, date(2026, 11, 27))
    assert (
        render_letter(LetterKind.RECEIPT, facts, other_frame).content_digest
        == printed(LetterKind.RECEIPT).content_digest
    )
    changed = facts.model_copy(update={"checked_by": date(2026, 11, 30)})
    assert content_digest(LetterKind.RECEIPT, changed, "v1") != content_digest(LetterKind.RECEIPT, facts, "v1")


def test_letters_are_numbered_by_unit_classification_sequence_and_year():
    assert number_of(LetterKind.GRANT, 2026, 42) == "WIM.13.IMI.1-GR.01.01-0042 Tahun 2026"
    assert number_of(LetterKind.BILLING, 2021, 7) == "W13.IMI.IMI.1-KU.01.03-0007 Tahun 2021"
    counted = numbering_of(LetterKind.GRANT, date(2026, 11, 26))
    assert counted.pattern.format(sequence=42, year=2026) == number_of(LetterKind.GRANT, 2026, 42)


def test_a_decree_has_its_running_number_before_its_classification_and_its_year_in_capitals():
    assert number_of(LetterKind.TEAM_DECREE, 2026, 42) == "WIM.13.IMI.1-42-OT.02.01 TAHUN 2026"
    assert number_of(LetterKind.TEAM_DECREE, 2021, 829) == "W13.IMI.IMI.1-829-OT.02.01 TAHUN 2021"
    counted = numbering_of(LetterKind.TEAM_DECREE, date(2026, 11, 26))
    assert (counted.unit, counted.classification) == ("WIM.13.IMI.1", "OT.02.01")


@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_stands_on_the_paper_of_its_kind(kind):
    millimetres = {"A4": (210, 297), "F4": (215, 330)}[KINDS[kind].paper]
    for page in PdfReader(io.BytesIO(printed(kind).pdf)).pages:
        width, height = (float(side) * 25.4 / 72 for side in (page.mediabox.width, page.mediabox.height))
        assert (round(width), round(height)) == millimetres


def test_a_decree_weighs_rests_on_laws_orders_and_lists_its_members_in_an_annex_that_is_signed_too():
    pages = pages_of(printed(LetterKind.TEAM_DECREE))
    text = " ".join(pages)
    parts = ("Menimbang", "Mengingat", "MEMUTUSKAN:", "Menetapkan", "KESATU", "KEDUA", "KETIGA", "KEEMPAT", "KELIMA")
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)
    assert "tidak dibebankan kepada pemohon" in text
    assert "WIM.13.IMI.1-7-OT.02.01 TAHUN 2026 tanggal 5 Januari 2026 dicabut" in text
    assert "LAMPIRAN KEPUTUSAN KEPALA KANTOR IMIGRASI KELAS I TPI SURAKARTA NOMOR" in pages[-1]
    assert "NIP 198506192009121904 Koordinator Kunjungan Koordinator kunjungan" in pages[-1]
    assert "NIP 197903152005012004" in pages[-1]


def test_a_decree_that_takes_the_place_of_none_and_begins_later_says_so_in_four_points():
    facts = sample_facts(LetterKind.TEAM_DECREE).model_copy(update={"replaces": (), "valid_from": date(2027, 1, 4)})
    text = text_of(render_letter(LetterKind.TEAM_DECREE, facts, sample_frame(LetterKind.TEAM_DECREE)))
    assert (
        "KEEMPAT : Keputusan ini mulai berlaku pada tanggal 4 Januari 2027 sampai dengan tanggal 31 Desember 2027"
        in text
    )
    assert "KELIMA" not in text


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
