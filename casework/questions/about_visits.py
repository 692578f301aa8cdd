"""What is decided about rounds before and while teams are out: plan, signature, release, recall."""

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
