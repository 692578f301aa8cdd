"""What takes two: the proposal of an act and its approval by somebody else."""

from casework.questions.kinds import QuestionKind

ACT_PROPOSAL = QuestionKind(
    name="act-proposal",
    stage="any",
    flow="joint-act",
    role="administrator",
    title="Usul perubahan",
    title_english="A change that takes two: its proposal",
    choices=("usulkan · propose", "batalkan · drop"),
)
ACT_APPROVAL = QuestionKind(
    name="act-approval",
    stage="any",
    flow="joint-act",
    role="head-of-office",
    title="Persetujuan perubahan",
    title_english="A change that takes two: its approval by a second person",
    choices=("setujui · approve", "tolak · reject"),
    grounds=(
        "data tidak sesuai dokumen (SK layanan) · not-as-the-document",
        "tidak diperlukan (SK layanan) · not-needed",
        "menunggu keputusan lain (SK layanan) · waits-for-another",
    ),
    needs_ground=frozenset({"reject"}),
    excludes=frozenset({"act-proposal"}),
)
