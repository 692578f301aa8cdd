"""What is decided about a complaint and about an objection: that it came, and what is answered."""

from casework.deadline_rules import COMPLAINT_RULES
from casework.deadlines import complaint_rule_on
from casework.questions.kinds import Extra, QuestionKind

COMPLAINT_RECEIPT = QuestionKind(
    name="complaint-receipt",
    stage="any",
    flow="complaint",
    role="counter-officer",
    title="Pengaduan: pencatatan",
    title_english="A complaint about the service: put it on record",
    choices=("catat pengaduan · registered", "bukan pengaduan · dropped"),
    grounds=(
        "permintaan atau pemberian (UU 31/1999 jo. UU 20/2001) · money-or-gift",
        "sikap petugas (UU 25/2009 Ps 34) · conduct",
        "keterlambatan pelayanan (UU 25/2009 Ps 15) · delay",
        "keberpihakan (UU 30/2014 Ps 43) · partiality",
        "hal lain dalam pelayanan (UU 25/2009 Ps 40) · other-matter",
    ),
    needs_ground=frozenset({"registered"}),
    extras=(
        Extra(
            "officers",
            "Petugas yang diadukan · officers complained about",
            "Sejak dicatat, mereka tidak menangani berkas ini lagi. Boleh kosong.",
            several=True,
            optional=True,
        ),
        Extra(
            "others",
            "Kode petugas lain yang diadukan · others, by code",
            "Dipisah koma, misalnya AP,NR; tanda - bila tidak ada.",
            pattern=r"^(-|[A-Z]{2,4}(,[A-Z]{2,4}){0,9})$",
        ),
    ),
)
COMPLAINT_ANSWER = QuestionKind(
    name="complaint-answer",
    stage="any",
    flow="complaint-answer",
    role="section-head",
    title="Pengaduan: jawaban",
    title_english="A complaint about the service: the office's answer",
    choices=("terbukti · founded", "terbukti sebagian · partly", "tidak terbukti · unfounded"),
    grounds=(
        "didukung bukti atau keterangan (UU 25/2009 Ps 50) · evidence-supports",
        "sebagian dapat dibuktikan (UU 25/2009 Ps 50) · evidence-in-part",
        "tidak ada bukti (UU 25/2009 Ps 50) · no-evidence",
        "pelayanan sesuai standar (UU 25/2009 Ps 20) · by-the-standard",
    ),
    needs_ground=frozenset({"founded", "partly", "unfounded"}),
    fitting_grounds={
        "founded": frozenset({"evidence-supports"}),
        "partly": frozenset({"evidence-in-part"}),
        "unfounded": frozenset({"no-evidence", "by-the-standard"}),
    },
    excludes=frozenset({"complaint-receipt"}),
    working_days=COMPLAINT_RULES[-1].answer_within,
    by_law=lambda day: complaint_rule_on(day).answer_within,
    extras=(
        Extra(
            "bar",
            "Pengecualian petugas yang diadukan · the bar",
            "Apakah mereka tetap tidak menangani berkas ini.",
            ("tetap berlaku · stays", "dicabut · lifted"),
        ),
    ),
)
OBJECTION_RECEIPT = QuestionKind(
    name="objection-receipt",
    stage="any",
    flow="objection",
    role="counter-officer",
    title="Keberatan: pencatatan",
    title_english="An objection to a refusal: did it come in time?",
    choices=("dapat diterima · admissible", "lewat waktu · too-late", "bukan keberatan · dropped"),
    grounds=(
        "terlambat di luar kuasa pemohon (UU 30/2014 Ps 77) · beyond-control",
        "isi surat bukan keberatan (UU 30/2014 Ps 75) · not-an-objection",
        "salah berkas (SK layanan) · wrong-file",
    ),
    needs_ground=frozenset({"dropped"}),
    fitting_grounds={
        "admissible": frozenset({"beyond-control"}),
        "too-late": frozenset(),
        "dropped": frozenset({"not-an-objection", "wrong-file"}),
    },
)
