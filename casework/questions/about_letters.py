"""What is decided about a letter that no mail can carry: that it was posted, or handed over, and on which day."""

from casework.questions.kinds import Extra, QuestionKind

DAY_OR_NOTHING = r"^((0[1-9]|[12][0-9]|3[01])-(0[1-9]|1[0-2])-20[0-9]{2})?$"
# As UPU S10 or Pos Indonesia write it: nobody's identity or passport number fits.
ITEM_OR_NOTHING = r"^([A-Z]{2}[0-9]{9}[A-Z]{2}|P[0-9]{13})?$"

LETTER_BY_POST = QuestionKind(
    name="letter-by-post",
    stage="any",
    flow="by-post",
    role="counter-officer",
    title="Kirim surat lewat pos atau serahkan",
    title_english="Post a letter that no e-mail can carry, or hand it over",
    choices=("sudah dikirim, pos tercatat · posted", "sudah diserahkan langsung · handed-over"),
    extras=(
        Extra(
            "day",
            "Tanggal dikirim atau diserahkan · on which day",
            "Misalnya 25-11-2026; kosong berarti hari ini. Tenggat dalam surat dihitung sejak tanggal ini. · Empty: today. The letter's terms count from it.",
            optional=True,
            pattern=DAY_OR_NOTHING,
        ),
        Extra(
            "item",
            "Nomor resi pos · number of the registered item",
            "Misalnya RR123456785ID; kosong bila diserahkan langsung. · Empty where it was handed over.",
            optional=True,
            pattern=ITEM_OR_NOTHING,
        ),
    ),
)
