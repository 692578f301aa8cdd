"""What a team reports from the door, and what is decided about it: a biometric exception, three failures."""

from casework.questions.about_visits import TIME_OF_DAY
from casework.questions.kinds import Extra, QuestionKind

# The fingers in the order of a ten-print card; the right hand first.
FINGERS = (
    "ibu jari kanan · right-thumb",
    "telunjuk kanan · right-index",
    "jari tengah kanan · right-middle",
    "jari manis kanan · right-ring",
    "kelingking kanan · right-little",
    "ibu jari kiri · left-thumb",
    "telunjuk kiri · left-index",
    "jari tengah kiri · left-middle",
    "jari manis kiri · left-ring",
    "kelingking kiri · left-little",
)
# Which field of the report names the fingers that could not be recorded on which ground of the second officer.
FINGERS_OF_GROUND = {
    "worn-ridges": "worn_fingers",
    "temporary-injury": "injured_fingers",
    "missing-finger": "missing_fingers",
}
# Common ones only: a rarer language would tell in the engine whose home it was.
INTERVIEW_LANGUAGES = (
    "Indonesia · id",
    "Jawa · jv",
    "Inggris · en",
    "Belanda · nl",
    "Jerman · de",
    "Prancis · fr",
    "Arab · ar",
    "Mandarin · zh",
    "Jepang · ja",
    "Korea · ko",
    "bahasa lain · other",
    "tidak ada wawancara · none",
)
# How often the team telephoned from the door, by the codes of its report.
CALLS = {"none": 0, "once": 1, "twice": 2, "thrice": 3}
VISIT_REPORT = QuestionKind(
    name="visit-report",
    stage="visit",
    flow="capture",
    role="team-lead",
    title="Laporan kunjungan rumah",
    title_english="The team's report of the home visit",
    choices=(
        "terlaksana · held",
        "tidak ada orang · nobody-home",
        "pemegang izin sakit · ill",
        "menolak · refused",
        "ditunda · postponed",
        "perangkat rusak · device-failure",
    ),
    grounds=(
        "tidak ada yang membuka pintu, menunggu 15 menit (SK layanan) · nobody-home",
        "demam atau batuk pada pemeriksaan awal (SK layanan) · health-screening",
        "biometrik ditolak (UU 6/2011) · biometrics-refused",
        "permintaan pemohon (SK layanan) · applicants-wish",
        "gangguan perangkat atau jaringan (SK layanan) · device",
        "sidik jari aus (SK layanan) · worn-ridges",
        "wawancara tidak dapat diselesaikan (SK layanan) · interview-incomplete",
    ),
    needs_ground=frozenset({"nobody-home", "ill", "refused", "postponed", "device-failure"}),
    working_days=0,
    extras=(
        Extra("started_at", "Mulai (WIB) · started", "Jam tiba, misalnya 09:00.", pattern=TIME_OF_DAY),
        Extra("ended_at", "Selesai (WIB) · ended", "Jam selesai, misalnya 09:30.", pattern=TIME_OF_DAY),
        Extra(
            "biometrics",
            "Biometrik · biometrics",
            "Foto dan sepuluh sidik jari.",
            ("lengkap · complete", "dengan pengecualian · exception", "tidak diambil · not-taken"),
        ),
        Extra(
            "worn_fingers",
            "Jari aus · fingers with worn ridges",
            "Tidak terbaca setelah tiga percobaan.",
            FINGERS,
            several=True,
            optional=True,
        ),
        Extra(
            "injured_fingers",
            "Jari terluka · injured fingers",
            "Terluka untuk sementara.",
            FINGERS,
            several=True,
            optional=True,
        ),
        Extra(
            "missing_fingers",
            "Jari tidak ada · missing fingers",
            "Hanya bila dengan pengecualian, seperti kedua isian di atas.",
            FINGERS,
            several=True,
            optional=True,
        ),
        Extra(
            "interview",
            "Wawancara · interview",
            "Dengan pemegang izin sendiri.",
            ("selesai · complete", "tidak selesai · incomplete"),
        ),
        Extra(
            "language",
            "Bahasa wawancara · language of the interview",
            "Yang dipakai dengan pemegang izin.",
            INTERVIEW_LANGUAGES,
        ),
        Extra(
            "interpreter",
            "Juru bahasa · interpreter",
            "Siapa yang menerjemahkan wawancara.",
            (
                "tanpa juru bahasa · none",
                "anggota tim · team",
                "juru bahasa kantor · office",
                "keluarga atau pendamping · family",
            ),
        ),
        Extra(
            "consent",
            "Persetujuan · consent",
            "Formulir yang dibawa tim.",
            (
                "pemegang izin · signed",
                "wali · guardian",
                "cap jempol · thumb-print",
                "tidak ada · none",
            ),
        ),
        Extra(
            "passport",
            "Paspor · passport",
            "Bila dibawa, tanda terima terbit.",
            ("tidak dibawa · not-taken", "dibawa tim · taken"),
        ),
        Extra(
            "evidence",
            "Bukti · evidence",
            "Yang tersimpan di perangkat.",
            (
                "paket perangkat · package",
                "foto pintu dengan waktu dan lokasi (GPS) · door-photo",
                "catatan telepon · call-log",
                "tidak ada · none",
            ),
            several=True,
        ),
        Extra(
            "calls",
            "Menelepon · telephone calls",
            "Dari depan pintu.",
            ("tidak · none", "sekali · once", "dua kali · twice", "tiga kali · thrice"),
            optional=True,
        ),
        Extra(
            "free_of_charge",
            "Kunjungan tidak dipungut biaya · no charge, no gift",
            "Pernyataan tim.",
            ("ya, tanpa biaya dan pemberian · yes", "ada permintaan atau pemberian · no"),
        ),
    ),
)
BIOMETRIC_EXCEPTION = QuestionKind(
    name="biometric-exception",
    stage="visit",
    flow="capture",
    role="biometric-operator",
    title="Pengecualian biometrik",
    title_english="A biometric exception: a second officer's approval",
    choices=("terima pengecualian · accept", "ulangi kunjungan · repeat"),
    grounds=(
        "sidik jari aus, tiga percobaan (SK layanan) · worn-ridges",
        "luka sementara (SK layanan) · temporary-injury",
        "anggota tubuh tidak ada (SK layanan) · missing-finger",
        "bukti tidak cukup (SK layanan) · evidence",
    ),
    needs_ground=frozenset({"accept", "repeat"}),
    fitting_grounds={"accept": frozenset({"worn-ridges", "temporary-injury", "missing-finger"})},
    excludes=frozenset({"visit-report"}),
)
FAILED_VISITS = QuestionKind(
    name="failed-visits",
    stage="visit",
    flow="capture",
    role="section-head",
    title="Tiga kunjungan tidak terlaksana",
    title_english="Three visits failed: what now?",
    choices=("jadwalkan lagi · again", "akhiri permohonan · end"),
    grounds=(
        "kesepakatan baru dengan penjamin (SK layanan) · agreed-anew",
        "alasan kesehatan (SE IMI-417/2025) · health",
        "pemohon tidak dapat ditemui (SK layanan) · not-met",
    ),
    needs_ground=frozenset({"again", "end"}),
    excludes=frozenset({"visit-report"}),
)
