"""Every question that a person decides: who may, what may be answered, on what ground.

The texts are the user interface: they stand in the form that staff see, Indonesian first. A choice is shown as
``setuju · approve``; what is stored is the English code after the dot.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

SEPARATOR = " · "
NO_GROUND = "tidak perlu · none"
OTHER = "lain · other"
PLAIN_TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
TIME_OF_DAY = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


@dataclass(frozen=True)
class Extra:
    """One more field of a form: a choice among ``options``, several of them, or a text that fits ``pattern``."""

    name: str
    title: str
    description: str
    options: tuple[str, ...] = ()
    several: bool = False
    pattern: str | None = None


@dataclass(frozen=True)
class QuestionKind:
    """One kind of question.

    ``flow`` is the deployment that asks it. ``choices`` and ``grounds`` are what may be answered; ``needs_ground`` are the choices that must carry a ground.
    ``excludes`` names the kinds of decision whose author may not decide this one (four eyes).
    """

    name: str
    stage: str
    flow: str
    role: str
    title: str
    title_english: str
    choices: tuple[str, ...]
    grounds: tuple[str, ...] = ()
    needs_ground: frozenset[str] = frozenset()
    excludes: frozenset[str] = frozenset()
    working_days: int = 1
    extras: tuple[Extra, ...] = field(default=())

    def choice_codes(self) -> tuple[str, ...]:
        """The codes that are stored, in the order of the form."""
        return tuple(code_of(choice) for choice in self.choices)


ROLE_NAMES: dict[str, str] = {
    "counter-officer": "Petugas Loket",
    "section-head": "Kasi",
    "head-of-office": "Kakanim",
    "dispatcher": "Koordinator",
    "team-lead": "Ketua Tim",
    "biometric-operator": "Operator",
    "health-and-security": "Pendamping",
    "technical-officer": "Petugas Teknis",
    "regional-office": "Kanwil",
    "directorate-general": "Ditjen",
}

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
        "berkas perlu diperbaiki (Permenkumham 22/2023) · documents",
    ),
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
PLAN_APPROVAL = QuestionKind(
    name="plan-approval",
    stage="dispatch",
    flow="dispatch",
    role="dispatcher",
    title="Rencana kunjungan rumah",
    title_english="The plan of the day's home visits",
    choices=("setuju · approve", "tolak · reject"),
    grounds=(
        "petugas tidak tersedia (SK tim) · officers",
        "waktu kunjungan tidak sesuai (SK layanan) · times",
        "keadaan darurat (SK layanan) · emergency",
    ),
    needs_ground=frozenset({"reject"}),
)
ASSIGNMENT_SIGNATURE = QuestionKind(
    name="assignment-signature",
    stage="dispatch",
    flow="dispatch",
    role="head-of-office",
    title="Tanda tangan surat tugas",
    title_english="Signature under the letters of assignment",
    choices=("tanda tangani · sign", "tolak · refuse"),
    grounds=(
        "susunan tim tidak sesuai SK (SK tim) · team",
        "waktu kunjungan tidak sesuai (SK layanan) · times",
        "keadaan darurat (SK layanan) · emergency",
    ),
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
    choices=("siap berangkat · release", "tahan tim · hold"),
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
            "interview",
            "Wawancara · interview",
            "Dengan pemegang izin sendiri.",
            ("selesai · complete", "tidak selesai · incomplete"),
        ),
        Extra(
            "evidence",
            "Bukti · evidence",
            "Yang tersimpan di perangkat.",
            (
                "paket perangkat · package",
                "foto pintu dan lokasi · door-photo",
                "catatan telepon · call-log",
                "tidak ada · none",
            ),
            several=True,
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
PERMIT_GROUNDS = (
    "syarat tidak dipenuhi (Permenkumham 22/2023) · requirements",
    "biometrik ditolak (UU 6/2011) · biometrics-refused",
    "keterangan tidak benar (UU 6/2011 Ps 123) · false-statement",
    "izin tidak dapat diperpanjang (PP 40/2023) · not-extendable",
    "perlu diperiksa kembali (SK layanan) · look-again",
)


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
PARTNER_DOWN = QuestionKind(
    name="partner-down",
    stage="any",
    flow="outgoing",
    role="technical-officer",
    title="Sistem mitra tidak menjawab",
    title_english="A partner system does not answer",
    choices=("coba lagi · retry",),
    grounds=("gangguan pusat (SK layanan) · outage", "data ditolak mitra, sudah diperbaiki (SK layanan) · corrected"),
    needs_ground=frozenset({"retry"}),
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
    ),
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
)

QUESTION_KINDS: dict[str, QuestionKind] = {
    kind.name: kind
    for kind in (
        ELIGIBILITY, PAYMENT_OVERDUE, INTAKE_CONFLICT, PLAN_APPROVAL, ASSIGNMENT_SIGNATURE, MORNING_RELEASE, TEAM_RECALL, VISIT_REPORT,
        BIOMETRIC_EXCEPTION, FAILED_VISITS, PERMIT_PROPOSAL, PERMIT_DECISION, PERMIT_REGIONAL, PERMIT_CENTRAL, PARTNER_DOWN,
        DELIVERY, OUTSIDE_EVENT,
    )
}  # fmt: skip

LEVEL_OF_ROLE: dict[str, str] = {
    "section-head": "permit-proposal",
    "head-of-office": "permit-decision",
    "regional-office": "permit-regional",
    "directorate-general": "permit-central",
}


def code_of(shown: str) -> str:
    """The code behind what a form shows: the part after the dot."""
    return shown.rpartition(SEPARATOR)[2]


def form_fields(kind: QuestionKind, officers: Sequence[str], options: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The fields of a question's form as pydantic knows them, in the order in which staff fill them.

    ``officers`` are those entitled now, as ``BS · Kasi``; ``options`` the choices of extra fields known only now
    (such as the members of a team). No field that matters has a default: an empty form decides nothing.
    """
    fields: dict[str, Any] = {
        "who": (
            _literal((*officers, OTHER)),
            Field(title="Siapa yang memutuskan · who decides", description="Pilih kode Anda sendiri."),
        ),
        "code": (
            str,
            Field(
                title="Kode sekali pakai · one-time code",
                description="Enam angka dari aplikasi autentikator Anda.",
                pattern=r"^[0-9]{6}$",
            ),
        ),
        "decision": (_literal(kind.choices), Field(title=f"{kind.title} · decision", description=kind.title_english)),
    }
    for extra in kind.extras:
        fields[extra.name] = _extra_field(extra, options.get(extra.name, extra.options))
    if kind.grounds:
        fields["ground"] = (
            _literal((NO_GROUND, *kind.grounds)),
            Field(
                title="Dasar · ground",
                description="Wajib bila menolak, mengembalikan, atau berbeda dari hasil pemeriksaan.",
            ),
        )
    fields["other_officer"] = (
        str,
        Field(
            default="",
            title="Kode petugas lain · other officer",
            description="Hanya bila memilih 'lain'.",
            pattern=r"^([A-Z]{2,4})?$",
        ),
    )
    fields["remark"] = (
        str,
        Field(
            default="",
            title="Catatan singkat · remark",
            description="Jangan menulis nama orang.",
            max_length=300,
            pattern=PLAIN_TEXT,
        ),
    )
    return fields


def answer_model(kind: QuestionKind, options: Mapping[str, Sequence[str]] | None = None) -> type[BaseModel]:
    """What ``decide`` accepts for a question, whichever door it came through; who it was is judged afterwards."""
    fields = form_fields(kind, (), options or {})
    fields["who"] = (str, Field(title="who", pattern=r"^([A-Z]{2,4} · .{1,80}|[A-Z]{2,4}|lain · other)$"))
    return create_model(
        f"Answer to {kind.name}", __config__=ConfigDict(extra="forbid", strict=True, frozen=True), **fields
    )


def _extra_field(extra: Extra, options: Sequence[str]) -> Any:
    described: dict[str, Any] = {"title": extra.title, "description": extra.description}
    if extra.pattern:
        return (str, Field(pattern=extra.pattern, **described))
    if not options:  # known only where the question is asked; any plain codes will do here
        return (list[str] if extra.several else str, Field(**described))
    if extra.several:  # where the choices are fixed, one of them says "none": an empty list says nothing
        return (list[_literal(options)], Field(min_length=1 if extra.options else 0, **described))  # type: ignore[misc] # built at run time
    return (_literal(options), Field(**described))


def _literal(options: Sequence[str]) -> Any:
    return Literal[tuple(options)]


def as_table() -> str:
    """Every question as a Markdown table: who decides what, by when; the README's table is this text."""
    rows = [
        f"| {kind.title} · {kind.title_english} | {ROLE_NAMES[kind.role]} | {', '.join(kind.choice_codes())} | "
        f"{kind.working_days or 'the same day'} |"
        for kind in QUESTION_KINDS.values()
    ]
    return "\n".join(["| question | decided by | answers | due in working days |", "| --- | --- | --- | --- |", *rows])


if __name__ == "__main__":
    print(as_table())  # noqa: T201 what was asked for
