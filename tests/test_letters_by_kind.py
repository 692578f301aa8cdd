"""What the letters of single kinds say: a notice of a visit, a bill, a refusal, a record, a decree."""

from datetime import UTC, date

import pytest
from printed_letters import pages_of, printed, text_of

from casework.letters import LetterKind, render_letter, sample_facts
from casework.letters.facts.parts import Ground
from casework.letters.facts.samples.invented import THE_REGION
from casework.letters.gallery import sample_frame
from casework.letters.rendering import letter_as_html

pytestmark = pytest.mark.xdist_group("letters")


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


@pytest.mark.parametrize(
    ("expires_on", "indonesian", "english"),
    [
        (
            date(2026, 12, 18),
            "tetap kami proses, tetapi tidak dapat kami jamin selesai sebelum izin tinggal berakhir; masa berlaku izin tinggal tetap berjalan.",
            "cannot promise that it is settled before the present permit ends; the permit is not extended meanwhile.",
        ),
        (
            date(2026, 11, 25),
            "tetap kami proses, tetapi kunjungan rumah menjadi lebih lambat.",
            "the visit will be later.",
        ),
        (
            None,
            "tetap kami proses, tetapi kunjungan rumah menjadi lebih lambat.",
            "the visit will be later.",
        ),
    ],
)
def test_documents_that_come_late_are_taken_and_nothing_is_promised_of_them(expires_on, indonesian, english):
    kind = LetterKind.MISSING_DOCUMENTS
    facts = sample_facts(kind).model_copy(update={"permit_expires_on": expires_on})
    text = letter_as_html(kind, facts, sample_frame(kind))
    assert f"Kelengkapan yang kami terima sesudah tanggal tersebut {indonesian}</p>" in text
    assert f"We still deal with what arrives after that day, but {english}</p>" in text
    assert "tidak dapat kami lanjutkan" not in text


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (LetterKind.VISIT_NOTICE, "If the names differ from this letter, do not let them in and telephone"),
        (LetterKind.VISIT_NOTICE, "The state fee was paid no later than the last day of the present permit. The time that we need after that day therefore does not count as overstay."),
        (LetterKind.BILLING, "If the application is submitted and the fee paid no later than the last day of the present permit, the time that we need after that day does not count as overstay."),
        (LetterKind.BILLING, "waktu penyelesaian sesudahnya tidak dihitung sebagai kelebihan masa tinggal (overstay). Layanan"),
        (LetterKind.FAILED_VISIT, "We will tell you the date of the next visit by Monday, 30 November 2026."),
        (LetterKind.GRANT, "How you receive it : electronically by e-mail"),
        (LetterKind.BREACH_NOTICE, "the device has been locked and erased remotely;"),
    ],
)  # fmt: skip
def test_a_letter_says_plainly_what_somebody_old_may_count_on(kind, told):
    assert told in text_of(printed(kind))


def test_a_grant_says_that_a_re_entry_permit_is_included_where_it_is_and_is_silent_where_it_is_not():
    facts, frame = sample_facts(LetterKind.GRANT), sample_frame(LetterKind.GRANT)
    with_it = letter_as_html(LetterKind.GRANT, facts, frame)
    without = letter_as_html(LetterKind.GRANT, facts.model_copy(update={"includes_reentry": False}), frame)
    assert ">Izin Masuk Kembali</th>" in with_it
    assert ": termasuk; masa berlaku lihat izin elektronik</td>" in with_it
    assert ": included; see the electronic permit for its last day</td>" in with_it
    assert ["Izin Masuk Kembali" in without, "Re-entry permit" in without] == [False, False]


def test_a_bill_has_its_amount_in_figures_and_in_words():
    text = text_of(printed(LetterKind.BILLING))
    assert "Rp4.500.000 (empat juta lima ratus ribu rupiah)" in text
    assert "Rp4,500,000 (four million five hundred thousand rupiah)" in text
    assert "Kunjungan rumah tidak dipungut biaya Rp0" in text


def test_a_refusal_is_a_decree_that_weighs_rests_on_laws_refuses_and_names_each_way_to_contest_it():
    letter = printed(LetterKind.REFUSAL)
    text = text_of(letter)
    parts = ("Menimbang", "Mengingat", "MEMUTUSKAN:", "Menetapkan", "KESATU", "KEDUA", "KETIGA", "KEEMPAT")
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)
    assert (
        "NOMOR WIM.13.IMI.1-42-GR.01.01 TAHUN 2026 TENTANG PENOLAKAN PERMOHONAN PERPANJANGAN IZIN TINGGAL TERBATAS (ITAS) "
        "ATAS NAMA Margaret Ellen Whitcombe KEPALA KANTOR IMIGRASI KELAS I TPI SURAKARTA, Menimbang" in text
    )
    assert "bahwa Margaret Ellen Whitcombe pada tanggal 2 November 2026 mengajukan permohonan perpanjangan" in text
    assert (
        "menolak permohonan tersebut karena jumlah perpanjangan yang dapat diberikan untuk indeks izin tinggal ini"
        in text
    )
    assert "Nomor paspor : X******21" in text
    assert "KEEMPAT : Keputusan ini mulai berlaku pada tanggal ditetapkan." in text
    assert (
        "(Pasal 148 Peraturan Pemerintah Nomor 31 Tahun 2013 sebagaimana telah beberapa kali diubah, terakhir" in text
    )
    assert (
        "hari kerja dan diputuskan oleh Kepala Kantor Wilayah Direktorat Jenderal Imigrasi Jawa Tengah (Pasal 77 Undang-Undang Nomor 30 Tahun 2014)"
        in text
    )
    assert "Pengadilan Tata Usaha Negara Semarang paling lama 90 (sembilan puluh) hari kalender" in text
    assert letter.pages == 3  # two in Indonesian, one in English


def test_a_refusal_is_signed_with_its_day_and_names_whom_it_goes_to_and_says_plainly_what_an_old_person_needs():
    last = pages_of(printed(LetterKind.REFUSAL))[1]
    assert "Ditetapkan di Surakarta pada tanggal 26 November 2026 Kepala Kantor," in last
    assert (
        "Keputusan ini disampaikan kepada: Yth. Bapak/Ibu Margaret Ellen Whitcombe Jalan Kenanga Nomor 12, RT 002/RW 005 "
        "Kelurahan Timuran, Kecamatan Banjarsari Kota Surakarta 57131" in last
    )
    assert "Kunjungan rumah tidak dipungut biaya. PNBP yang telah dibayar tidak dapat dikembalikan, kecuali" in last
    assert "Mohon tidak memberikan uang kepada siapa pun yang menjanjikan perubahan Keputusan ini." in last


def test_a_refusal_on_several_grounds_lists_them_and_one_from_above_says_whose_it_is():
    facts = sample_facts(LetterKind.REFUSAL)
    other = Ground(
        indonesian="Paspor tidak berlaku", english="The passport is not valid", legal_basis="Permenkumham 22/2023"
    )
    above = facts.model_copy(update={"grounds": (*facts.grounds, other), "refused_above": THE_REGION})
    text = text_of(render_letter(LetterKind.REFUSAL, above, sample_frame(LetterKind.REFUSAL)))
    assert "untuk menolak permohonan tersebut dengan alasan: jumlah perpanjangan" in text
    assert "; paspor tidak berlaku (" in text
    assert f"bahwa permohonan tersebut ditolak oleh {THE_REGION.indonesian};" in text
    assert "bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a sampai dengan huruf c" in text
    assert f"as {THE_REGION.english} had refused it" in text


def test_a_refusal_that_was_planned_before_the_day_of_the_application_was_told_is_still_one():
    facts = sample_facts(LetterKind.REFUSAL).model_copy(update={"applied_on": None})
    text = text_of(render_letter(LetterKind.REFUSAL, facts, sample_frame(LetterKind.REFUSAL)))
    assert "bahwa Margaret Ellen Whitcombe mengajukan permohonan perpanjangan" in text


def test_an_unlimited_permit_is_granted_without_an_end():
    facts = sample_facts(LetterKind.GRANT).model_copy(
        update={"valid_until": None, "next_report_on": date(2031, 12, 18)}
    )
    text = text_of(render_letter(LetterKind.GRANT, facts, sample_frame(LetterKind.GRANT)))
    assert "untuk jangka waktu tidak terbatas" in text
    assert "tanpa biaya, paling lambat Kamis, 18 Desember 2031" in text


def test_the_record_of_a_visit_names_its_day_in_words_and_shows_its_exceptions_without_a_code():
    text = text_of(printed(LetterKind.VISIT_RECORD))
    assert (
        "Pada hari ini Kamis, tanggal dua puluh enam bulan November tahun dua ribu dua puluh enam (26-11-2026), "
        "pukul 09.00 WIB, bertempat di: Jalan Kenanga Nomor 12" in text
    )
    assert "kami yang bertanda tangan di bawah ini: No. Nama / NIP" in text
    assert "jari manis kanan dan kelingking kanan (garisnya aus, tetap tidak terbaca setelah tiga percobaan)" in text
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
    assert "Bapak/Ibu tidak perlu datang ke kantor" in text
    assert "X******21, berlaku sampai 30 April 2031" in text


def test_the_days_report_is_the_systems_to_the_head_of_office_with_references_and_villages():
    text = text_of(printed(LetterKind.DISPATCH_REPORT))
    assert (
        "Yth. : Kepala Kantor Imigrasi Kelas I TPI Surakarta Hari kunjungan : Kamis, 26 November 2026 "
        "Tanggal laporan : 26 November 2026"
    ) in text
    assert "Diterbitkan oleh sistem menurut laporan para ketua tim, sah tanpa tanda tangan." in text
    assert ["NOTA DINAS" in text, "Dari :" in text] == [False, False]
    assert (
        "2 tim ditugaskan 3 kunjungan rumah dijadwalkan 1 terlaksana 2 tidak terlaksana 1 belum masuk rencana" in text
    )
    assert "SAHS-M3TQ Desa Gentan, Kec. Baki, Kab. Sukoharjo 09.58–10.15 tidak ada orang yang membukakan pintu" in text
    assert "Margaret" not in text


def test_a_decree_weighs_rests_on_laws_orders_and_lists_its_members_in_an_annex_that_is_signed_too():
    pages = pages_of(printed(LetterKind.TEAM_DECREE))
    text = " ".join(pages)
    parts = ("Menimbang", "Mengingat", "MEMUTUSKAN:", "Menetapkan", "KESATU", "KEDUA", "KETIGA", "KEEMPAT", "KELIMA")
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)
    assert "tidak dibebankan kepada pemohon" in text
    assert (
        "menurut Keputusan Kepala Kantor Nomor WIM.13.IMI.1-7-OT.02.01 TAHUN 2026 tanggal 5 Januari 2026 dicabut"
        in text
    )
    assert "LAMPIRAN KEPUTUSAN KEPALA KANTOR IMIGRASI KELAS I TPI SURAKARTA NOMOR" in pages[-1]
    assert "NIP 198506192009121904 Penata (III/c) Koordinator Kunjungan Koordinator kunjungan" in pages[-1]
    assert "NIP 197903152005012004" in pages[-1]


def test_a_decree_that_takes_the_place_of_none_and_begins_later_says_so_in_four_points():
    facts = sample_facts(LetterKind.TEAM_DECREE).model_copy(update={"replaces": (), "valid_from": date(2027, 1, 4)})
    text = text_of(render_letter(LetterKind.TEAM_DECREE, facts, sample_frame(LetterKind.TEAM_DECREE)))
    assert (
        "KEEMPAT : Keputusan ini mulai berlaku pada tanggal 4 Januari 2027 dan berlaku sampai dengan tanggal 31 Desember 2027"
        in text
    )
    assert "KELIMA" not in text
