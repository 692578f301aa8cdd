"""What is decided about a permit: one question for each level of the approval chain, and that it was handed over."""

from collections.abc import Sequence

from casework.questions.kinds import Extra, QuestionKind, code_of

LOOK_AGAIN = "look-again"
NO_IDENTITY = "none"
# Each with its rule: what a letter of refusal says of it stands in casework/stages/letter_facts/refusal_grounds.py.
PERMIT_GROUNDS = (
    "paspor tidak berlaku (Permenkumham 22/2023) · passport-not-valid",
    "penjamin tidak ada atau melepas penjaminan (UU 6/2011 Ps 63) · guarantor-missing",
    "lama tinggal atau jumlah perpanjangan tercapai (PP 31/2013) · stay-used-up",
    "indeks ini tidak dapat diperpanjang (Permenkumham 22/2023) · not-extendable",
    "indeks ini tidak dapat dialihstatuskan (Permenkumham 22/2023) · not-convertible",
    "dokumen alih status tidak lengkap (Permenkumham 22/2023) · conversion-documents",
    "bukan subjek ITAP (PP 31/2013 Ps 152) · not-for-permanent-stay",
    "syarat lama tinggal atau perkawinan untuk ITAP belum terpenuhi (UU 6/2011 Ps 60) · stay-too-short",
    "Pernyataan Integrasi tidak ada (UU 6/2011 Ps 60) · integration-statement",
    "biaya beban overstay tidak dibayar (UU 6/2011 Ps 78) · charge-not-paid",
    "overstay lebih dari 60 hari (UU 6/2011 Ps 78) · overstay-beyond",
    "kegiatan tidak sesuai izin (UU 6/2011 Ps 75) · activities",
    "keterangan berbeda dari hasil pemeriksaan (UU 6/2011 Ps 71) · false-statement",
    "biometrik ditolak (UU 6/2011; SE IMI-417/2025) · biometrics-refused",
    f"perlu diperiksa kembali (SK layanan) · {LOOK_AGAIN}",
)
# No form offers these any more, for they name no reason; what was decided on them stays readable.
RETIRED_GROUNDS = ("syarat tidak dipenuhi (Permenkumham 22/2023) · requirements",)
NAMES_NO_REASON = frozenset({"requirements", LOOK_AGAIN})


def _permit_level(name: str, role: str, title: str, title_english: str, excludes: Sequence[str]) -> QuestionKind:
    return QuestionKind(
        name=name,
        stage="permit",
        flow="permit",
        role=role,
        title=title,
        title_english=title_english,
        choices=("beri izin · grant", "tolak izin · refuse", "kembalikan · return")
        if name != "permit-proposal"
        else ("usulkan pemberian · grant", "usulkan penolakan · refuse"),
        grounds=PERMIT_GROUNDS,
        retired_grounds=RETIRED_GROUNDS,
        fitting_grounds={"refuse": frozenset(map(code_of, PERMIT_GROUNDS)) - {LOOK_AGAIN}},
        needs_ground=frozenset({"refuse", "return"} if name != "permit-proposal" else {"refuse"}),
        excludes=frozenset(excludes),
        working_days=2,
    )


_BELOW = ("visit-report", "biometric-exception")
PERMIT_PROPOSAL = _permit_level(
    "permit-proposal", "section-head", "Usul Kepala Seksi", "The section head's proposal", _BELOW
)
PERMIT_DECISION = _permit_level(
    "permit-decision",
    "head-of-office",
    "Keputusan Kepala Kantor",
    "The head of office decides",
    (*_BELOW, "permit-proposal"),
)
PERMIT_REGIONAL = _permit_level(
    "permit-regional",
    "regional-office",
    "Persetujuan Kanwil",
    "The regional office's approval",
    (*_BELOW, "permit-proposal", "permit-decision"),
)
PERMIT_CENTRAL = _permit_level(
    "permit-central",
    "directorate-general",
    "Persetujuan Ditjen",
    "The directorate general's approval",
    (*_BELOW, "permit-proposal", "permit-decision", "permit-regional"),
)
DELIVERY = QuestionKind(
    name="delivery-receipt",
    stage="closing",
    flow="closure",
    role="counter-officer",
    title="Penyerahan hasil",
    title_english="The result was handed over",
    choices=("sudah diserahkan · handed-over",),
    working_days=3,
    extras=(
        Extra(
            "receiver",
            "Penerima · receiver",
            "Identitas dicocokkan.",
            ("pemegang izin · applicant", "penjamin · guarantor", "kurir · courier"),
        ),
        Extra(
            "means",
            "Cara · means",
            "Tidak ada yang harus datang ke kantor.",
            ("surel · e-mail", "diantar · brought", "pos tercatat · registered-mail"),
        ),
        Extra(
            "identity",
            "Identitas yang ditunjukkan · identity shown",
            "Bila diserahkan langsung.",
            ("tidak ada yang ditemui · none", "paspor · passport", "KTP · identity-card", "lainnya · other"),
        ),
    ),
)
PASSPORT_RETURN = QuestionKind(
    name="passport-return",
    stage="closing",
    flow="closure",
    role="counter-officer",
    title="Pengembalian paspor",
    title_english="The passport that the team took along was given back",
    choices=("sudah dikembalikan · returned",),
    excludes=frozenset({"visit-report"}),
    working_days=0,
    due_in_words="the day promised in its receipt",
    extras=(
        Extra(
            "receiver",
            "Penerima · receiver",
            "Identitas dicocokkan.",
            (
                "pemegang izin · applicant",
                "penjamin · guarantor",
                "keluarga · family",
                "perwakilan negara asal · embassy",
            ),
        ),
        Extra(
            "means",
            "Cara · means",
            "Pemegang izin tidak harus datang ke kantor.",
            (
                "diantar petugas · brought",
                "diambil penjamin atau keluarga · collected",
                "pos tercatat · registered-mail",
            ),
        ),
    ),
)
LEVEL_OF_ROLE: dict[str, str] = {
    "section-head": "permit-proposal",
    "head-of-office": "permit-decision",
    "regional-office": "permit-regional",
    "directorate-general": "permit-central",
}
