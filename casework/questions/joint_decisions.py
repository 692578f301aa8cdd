"""One answer, and one code, for several questions: the tray of routine items, and many decided at a terminal."""

from casework.questions.kinds import Extra, QuestionKind

ROUTINE_TRAY = QuestionKind(
    name="routine-tray",
    stage="any",
    flow="tray",
    role="section-head",
    title="Baki keputusan rutin",
    title_english="Routine items, answered under one code",
    choices=("setujui semua kecuali yang dipilih · approve-all-but", "tidak sekarang · not-now"),
    working_days=0,
    extras=(
        Extra(
            "exceptions",
            "Kecuali · all but",
            "Yang dipilih di sini diputuskan satu per satu. Boleh kosong.",
            several=True,
            optional=True,
        ),
    ),
)
BULK_DECISION = QuestionKind(
    name="bulk-decision",
    stage="any",
    flow="tray",
    role="section-head",
    title="Keputusan bersama dari terminal",
    title_english="The same answer to many questions, under one code",
    choices=("putuskan semuanya · decide-all", "batalkan · drop"),
    working_days=0,
)
