"""What is decided about an application: eligibility, payment, conflict, a partner that is down, and what happens outside."""

from casework.questions.kinds import QuestionKind, code_of

# What a guarantor can put right, and sends again.
CORRECTIONS = (
    "paspor tidak terbaca (Permenkumham 22/2023) · passport-unreadable",
    "izin tinggal tidak terbaca (Permenkumham 22/2023) · permit-unreadable",
    "surat permohonan belum ditandatangani (Permenkumham 22/2023) · request-unsigned",
    "surat jaminan belum ditandatangani (Permenkumham 22/2023) · guarantee-unsigned",
    "KTP penjamin tidak terbaca (Permenkumham 22/2023) · guarantor-identity-unreadable",
    "data permohonan berbeda dari paspor atau izin (Permenkumham 22/2023) · data-differ",
)
# What nobody can put right by sending papers again: it is told as a "no", never asked for.
CONDITIONS = frozenset(
    {
        "age", "nationality", "jurisdiction", "permit-kind", "guarantor", "service-closed", "filing-window", "overstay",
        "other-evidence",
    }
)  # fmt: skip
ELIGIBILITY = QuestionKind(
    name="eligibility-verdict",
    stage="assessment",
    flow="eligibility",
    role="section-head",
    title="Kelayakan permohonan",
    title_english="Is the application eligible for a home visit?",
    choices=("layak · eligible", "tidak layak · ineligible", "kembalikan untuk dilengkapi · return"),
    grounds=(
        "usia di bawah 65 tahun (SK layanan) · age",
        "bukan orang asing (UU 6/2011 Ps 1) · nationality",
        "di luar wilayah kerja (Permenkumham 19/2018) · jurisdiction",
        "jenis izin di luar layanan (UU 6/2011 Ps 48) · permit-kind",
        "penjamin tidak ada (UU 6/2011 Ps 63) · guarantor",
        "layanan ditutup (SK layanan) · service-closed",
        "di luar jangka waktu pengajuan (Permenkumham 22/2023) · filing-window",
        "lewat batas izin tinggal (UU 6/2011 Ps 78) · overstay",
        "bukti lain diterima (SK layanan) · other-evidence",
        *CORRECTIONS,
    ),
    retired_grounds=("berkas perlu diperbaiki (Permenkumham 22/2023) · documents",),
    fitting_grounds={
        "eligible": CONDITIONS,
        "ineligible": CONDITIONS - {"other-evidence"},  # evidence speaks for a yes; a no names the condition
        "return": frozenset(map(code_of, CORRECTIONS)) | {"guarantor"},
    },
    needs_ground=frozenset({"ineligible", "return"}),
)
PAYMENT_OVERDUE = QuestionKind(
    name="payment-overdue",
    stage="payment",
    flow="payment",
    role="section-head",
    title="PNBP belum dibayar pada batas waktu",
    title_english="The state fee was not paid in time: what now?",
    choices=("beri waktu · extend", "akhiri permohonan · end"),
    grounds=(
        "kendala sistem pembayaran (PP 45/2024) · billing-outage",
        "alasan kesehatan (SE IMI-417/2025) · health",
        "penjamin tidak membayar (PP 45/2024) · unpaid",
    ),
    needs_ground=frozenset({"extend", "end"}),
)
INTAKE_CONFLICT = QuestionKind(
    name="intake-conflict",
    stage="any",
    flow="intake",
    role="section-head",
    title="Nomor MiskaGO yang sama, isi berbeda",
    title_english="The same reference came with other content",
    choices=("pertahankan yang pertama · keep", "minta kirim ulang · ask-again"),
    grounds=(
        "kiriman keliru (Permenkumham 22/2023) · sent-by-mistake",
        "data perlu diperbaiki (Permenkumham 22/2023) · documents",
    ),
    needs_ground=frozenset({"keep", "ask-again"}),
)
PARTNER_DOWN = QuestionKind(
    name="partner-down",
    stage="any",
    flow="outgoing",
    role="technical-officer",
    title="Sistem mitra tidak menjawab",
    title_english="A partner system does not answer",
    choices=("coba lagi · retry", "tulis dengan templat yang berlaku · current-template"),
    grounds=(
        "gangguan pusat (SK layanan) · outage",
        "data ditolak mitra, sudah diperbaiki (SK layanan) · corrected",
        "templat surat sudah diperbaiki (SK layanan) · template-mended",
    ),
    needs_ground=frozenset({"retry", "current-template"}),
    fitting_grounds={
        "retry": frozenset({"outage", "corrected"}),
        "current-template": frozenset({"template-mended"}),
    },
)
OUTSIDE_EVENT = QuestionKind(
    name="outside-event",
    stage="any",
    flow="outside-event",
    role="counter-officer",
    title="Peristiwa dari luar",
    title_english="Something happened outside",
    choices=("meninggal dunia · died", "permohonan ditarik · withdrawn"),
    grounds=(
        "surat keterangan kematian (UU 24/2013) · death-certificate",
        "laporan keluarga (SK layanan) · family-report",
        "surat penarikan (SK layanan) · letter-of-withdrawal",
    ),
    needs_ground=frozenset({"died", "withdrawn"}),
    fitting_grounds={
        "died": frozenset({"death-certificate", "family-report"}),
        "withdrawn": frozenset({"letter-of-withdrawal"}),
    },
)
