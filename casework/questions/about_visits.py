"""What is decided about rounds and visits: plan, signature, release, report, exception, failures."""

from casework.questions.kinds import Extra, QuestionKind

TIME_OF_DAY = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
NOTHING_MOVED = "tidak ada · none"
NOTHING_REPLACED = "tidak perlu · none"
BEST_TIME = "waktu paling awal yang muat · earliest"
PLAN_APPROVAL = QuestionKind(
    name="plan-approval",
    stage="dispatch",
    flow="dispatch",
    role="dispatcher",
    title="Rencana kunjungan rumah",
    title_english="The plan of the day's home visits",
    choices=("setuju · approve", "ubah · revise", "tolak · reject"),
    grounds=(
        "petugas tidak tersedia (SK tim) · officers",
        "waktu kunjungan tidak sesuai (SK layanan) · times",
        "keadaan darurat (SK layanan) · emergency",
    ),
    needs_ground=frozenset({"reject"}),
    extras=(
        Extra(
            "agreed",
            "Penjamin setuju dikunjungi secepat itu · guarantors who agreed to so short a notice",
            "Ditelepon dan setuju; tanpa persetujuan, tunda kunjungannya.",
            several=True,
            optional=True,
        ),
        Extra(
            "postponed",
            "Tunda · postpone",
            "Hanya dengan 'ubah': kunjungan yang tidak jadi pada hari itu.",
            several=True,
            optional=True,
        ),
        Extra(
            "moved_visit",
            "Pindahkan kunjungan · move a visit",
            "Hanya dengan 'ubah': satu kunjungan; penghuni serumah ikut pindah.",
            (NOTHING_MOVED,),
            optional=True,
        ),
        Extra("moved_team", "… ke tim · to team", "Tim yang akan datang.", (NOTHING_MOVED,), optional=True),
        Extra("moved_start", "… mulai pukul · beginning at", "WIB.", (BEST_TIME,), optional=True),
        Extra(
            "others_may_move",
            "Kunjungan lain boleh bergeser · others may move",
            "Bila tidak: tim dan jam kunjungan lain tetap.",
            ("tidak · no", "ya · yes"),
            optional=True,
        ),
    ),
)
AGAINST_AN_ASSIGNMENT = (
    "susunan tim tidak sesuai SK (SK tim) · team",
    "waktu kunjungan tidak sesuai (SK layanan) · times",
    "keadaan darurat (SK layanan) · emergency",
)
ASSIGNMENT_SIGNATURE = QuestionKind(
    name="assignment-signature",
    stage="dispatch",
    flow="dispatch",
    role="head-of-office",
    title="Tanda tangan surat tugas",
    title_english="Signature under the letters of assignment",
    choices=("tanda tangani · sign", "tolak · refuse"),
    grounds=AGAINST_AN_ASSIGNMENT,
    needs_ground=frozenset({"refuse"}),
    excludes=frozenset({"plan-approval"}),
)
MORNING_RELEASE = QuestionKind(
    name="morning-release",
    stage="dispatch",
    flow="release",
    role="team-lead",
    title="Pelepasan tim",
    title_english="May the team leave this morning?",
    choices=("siap berangkat · release", "ganti lalu berangkat · replace", "tahan tim · hold"),
    grounds=(
        "petugas tidak sehat (SK layanan) · officer-unfit",
        "APD tidak lengkap (SK layanan) · protective-equipment",
        "uji perangkat gagal (SK layanan) · kit-failed",
        "jaringan tidak aman (SK layanan) · line-not-secured",
    ),
    needs_ground=frozenset({"hold"}),
    working_days=0,
    extras=(
        Extra(
            "fit_officers",
            "Petugas yang sehat hari ini · officers fit today",
            "Suhu < 37,5 °C, tanpa gejala.",
            several=True,
        ),
        Extra(
            "protective_equipment",
            "APD dibagikan · PPE issued",
            "Masker, sarung tangan, penyanitasi.",
            ("ya · yes", "tidak · no"),
        ),
        Extra(
            "kit_self_test",
            "Uji mandiri perangkat · kit self-test",
            "Baterai, kamera, sidik jari, jam.",
            ("lulus · passed", "gagal · failed"),
        ),
        Extra("secured_line", "Jalur aman · secured line", "VPN kantor tersambung.", ("ya · yes", "tidak · no")),
        Extra(
            "replacements",
            "Petugas pengganti · replacements",
            "Hanya dengan 'ganti': dalam SK tim dan sehat hari ini.",
            several=True,
            optional=True,
        ),
        Extra(
            "spare_kit",
            "Perangkat pengganti · spare kit",
            "Hanya dengan 'ganti': sudah lulus uji mandiri.",
            (NOTHING_REPLACED,),
            optional=True,
        ),
        Extra(
            "spare_vehicle",
            "Kendaraan pengganti · spare vehicle",
            "Hanya dengan 'ganti'.",
            (NOTHING_REPLACED,),
            optional=True,
        ),
    ),
)
TEAM_RECALL = QuestionKind(
    name="team-recall",
    stage="dispatch",
    flow="release",
    role="dispatcher",
    title="Hubungi tim di jalan",
    title_english="A visit ended while its team is under way: telephone the team now",
    choices=("tim sudah dihubungi · phoned",),
    working_days=0,
)
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
