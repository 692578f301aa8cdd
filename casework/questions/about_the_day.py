"""What is decided while the teams are out: a day that has to change, the letters for it, and who must be telephoned."""

from casework.questions.about_visits import AGAINST_AN_ASSIGNMENT, TIME_OF_DAY
from casework.questions.kinds import Extra, QuestionKind

DAY_CHANGE = QuestionKind(
    name="day-change",
    stage="dispatch",
    flow="day-change",
    role="dispatcher",
    title="Perubahan pada hari kunjungan",
    title_english="The day changes: a team is late, or goes no further",
    choices=("tim terlambat · late", "tim berhenti · stopped", "tidak jadi · dropped"),
    grounds=(
        "kunjungan lebih lama dari rencana (SK layanan) · overran",
        "petugas tidak sehat (SK layanan) · officer-unfit",
        "perangkat rusak (SK layanan) · kit-failed",
        "kendaraan atau jalan (SK layanan) · road",
    ),
    needs_ground=frozenset({"late", "stopped"}),
    working_days=0,
    extras=(
        Extra(
            "begun",
            "Kunjungan yang sudah dimulai atau selesai · visits begun or over",
            "Yang belum dimulai akan dijadwalkan ulang hari ini.",
            several=True,
            optional=True,
        ),
        Extra(
            "free_from",
            "Tim dapat melanjutkan pukul (WIB) · the team can drive on at",
            "Misalnya 10:40; bila tim berhenti, jam sekarang.",
            pattern=TIME_OF_DAY,
        ),
    ),
)
CHANGED_ASSIGNMENT = QuestionKind(
    name="changed-assignment",
    stage="dispatch",
    flow="release",
    role="head-of-office",
    title="Tanda tangan surat tugas perubahan",
    title_english="Signature under the letters of a changed assignment, today",
    choices=("tanda tangani · sign", "tolak · refuse"),
    grounds=AGAINST_AN_ASSIGNMENT,
    needs_ground=frozenset({"refuse"}),
    excludes=frozenset({"morning-release", "day-change"}),
    working_days=0,
)
VISIT_CALLS = QuestionKind(
    name="visit-calls",
    stage="dispatch",
    flow="day-change",
    role="dispatcher",
    title="Telepon penjamin sekarang",
    title_english="Telephone the guarantors now: today's visit changes",
    choices=("semua sudah dihubungi · phoned",),
    working_days=0,
)
