"""The kinds of letter that the office writes, as one table."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from casework.letters.copies import CopyTo


class LetterKind(StrEnum):
    """The letters in the order in which people receive them."""

    RECEIPT = "receipt"
    MISSING_DOCUMENTS = "missing-documents"
    INELIGIBLE = "ineligible"
    TEAM_DECREE = "team-decree"
    ASSIGNMENT = "assignment"
    VISIT_NOTICE = "visit-notice"
    CONSENT = "consent"
    VISIT_RECORD = "visit-record"
    PASSPORT_CUSTODY = "passport-custody"
    FAILED_VISIT = "failed-visit"
    DISPATCH_REPORT = "dispatch-report"
    BILLING = "billing"
    GRANT = "grant"
    REFUSAL = "refusal"
    CLOSING = "closing"
    COMPLAINT_ANSWER = "complaint-answer"
    APPROVAL_REQUEST = "approval-request"
    PROCESS_ENDED = "process-ended"
    REINSTATED = "reinstated"
    OBJECTION_ADMITTED = "objection-admitted"
    OBJECTION_TOO_LATE = "objection-too-late"
    BREACH_NOTICE = "breach-notice"
    BREACH_REPORT = "breach-report"


@dataclass(frozen=True)
class LetterRow:
    """What is settled for every letter of one kind.

    ``classification`` is the archive code of the letter's subject, ``issued_by`` whether an official signs it,
    the system issues it, or it is a form that people sign by hand, ``copies_to`` who may receive a copy (tembusan; of one
    letter only those to whom it goes out are printed, and its template is given their words), ``folder`` where its template lies. Not ``numbered`` is what the office has not issued until somebody has filled it in.
    ``recorded`` is a signature where people sign by hand and the lead's report on record stands for the lead's own.
    ``most_pages`` is what the longest facts that its model allows may take, and nothing more.
    A decree is numbered by a pattern of its own (``form``) and may stand on F4 ``paper`` (215 x 330 mm).
    """

    kind: LetterKind
    code: str
    title: tuple[str, str]
    classification: str
    office_unit: str
    recipient: Literal["guarantor", "applicant", "officers", "authority", "file", "head-of-office"]
    issued_by: Literal["system", "official", "by-hand"]
    languages: tuple[Literal["id", "en"], ...]
    folder: str
    nature: tuple[str, str] = ("Biasa", "Ordinary")
    copies_to: tuple[str, ...] = ()
    form: Literal["letter", "decree"] = "letter"
    paper: Literal["A4", "F4"] = "A4"
    numbered: bool = True
    most_pages: int = 12
    signature: Literal["electronic", "recorded"] = "electronic"

    @property
    def signed_electronically(self) -> bool:
        """Whether an official's act stands under it as an electronic signature, and not only as the record of it."""
        return self.issued_by == "official" and self.signature == "electronic"


STAY_PERMITS = "Seksi Lalu Lintas dan Izin Tinggal Keimigrasian"
TREASURER = "Bendahara Penerimaan"
ADMINISTRATION = "Subbagian Tata Usaha"
BOTH: tuple[Literal["id", "en"], ...] = ("id", "en")

_ROWS: tuple[LetterRow, ...] = (
    LetterRow(
        LetterKind.RECEIPT,
        "L01",
        ("Tanda Terima Permohonan Kunjungan Rumah", "Receipt of the application for a home visit"),
        "GR.01.01",
        STAY_PERMITS,
        "guarantor",
        "system",
        BOTH,
        "receipt",
    ),
    LetterRow(
        LetterKind.MISSING_DOCUMENTS,
        "L02",
        ("Pemberitahuan Kekurangan Berkas Permohonan", "Notice of missing documents"),
        "GR.01.01",
        STAY_PERMITS,
        "guarantor",
        "system",
        BOTH,
        "missing-documents",
        nature=("Segera", "Urgent"),
    ),
    LetterRow(
        LetterKind.INELIGIBLE,
        "L03",
        (
            "Pemberitahuan Permohonan Kunjungan Rumah Tidak Memenuhi Syarat",
            "Notice that a home visit cannot be offered",
        ),
        "GR.01.01",
        STAY_PERMITS,
        "guarantor",
        "official",
        BOTH,
        "ineligible",
        copies_to=(CopyTo.APPLICANT,),
    ),
    LetterRow(
        LetterKind.TEAM_DECREE,
        "L04",
        ("Keputusan Kepala Kantor", "Decree of the head of office"),
        "OT.02.01",
        ADMINISTRATION,
        "officers",
        "official",
        ("id",),
        "team-decree",
        copies_to=(CopyTo.REGIONAL_OFFICE, CopyTo.ADMINISTRATOR, CopyTo.DISPATCHER, CopyTo.OFFICERS),
        form="decree",
        paper="F4",
    ),
    LetterRow(
        LetterKind.ASSIGNMENT,
        "L05",
        ("Surat Tugas", "Letter of assignment"),
        "UM.01.01",
        STAY_PERMITS,
        "officers",
        "official",
        ("id",),
        "assignment",
        copies_to=(CopyTo.ADMINISTRATOR, CopyTo.DISPATCHER),
    ),
    LetterRow(
        LetterKind.VISIT_NOTICE,
        "L06",
        ("Pemberitahuan Jadwal Kunjungan Rumah", "Notice of the date of the home visit"),
        "GR.01.01",
        STAY_PERMITS,
        "guarantor",
        "system",
        BOTH,
        "visit-notice",
        nature=("Segera", "Urgent"),
        copies_to=(CopyTo.APPLICANT,),
    ),
    LetterRow(
        LetterKind.CONSENT,
        "L07",
        ("Persetujuan dan Pernyataan Kesehatan", "Consent and health declaration"),
        "GR.01.01",
        STAY_PERMITS,
        "applicant",
        "by-hand",
        BOTH,
        "consent",
        numbered=False,
    ),
    LetterRow(
        LetterKind.VISIT_RECORD,
        "L08",
        (
            "Berita Acara Perekaman Biometrik dan Wawancara",
            "Official record of the taking of biometric data and of the interview",
        ),
        "GR.01.01",
        STAY_PERMITS,
        "file",
        "official",
        BOTH,
        "visit-record",
        copies_to=(CopyTo.APPLICANT,),
        signature="recorded",
    ),
    LetterRow(
        LetterKind.PASSPORT_CUSTODY,
        "L15",
        ("Tanda Terima Penitipan Paspor", "Receipt for a passport taken into custody"),
        "GR.01.01",
        STAY_PERMITS,
        "applicant",
        "official",
        BOTH,
        "passport-custody",
        nature=("Segera", "Urgent"),
        copies_to=(CopyTo.GUARANTOR,),
        signature="recorded",
    ),
    LetterRow(
        LetterKind.FAILED_VISIT,
        "L09",
        ("Pemberitahuan Kunjungan Rumah yang Tidak Terlaksana", "Notice that the home visit could not be held"),
        "GR.01.01",
        STAY_PERMITS,
        "guarantor",
        "system",
        BOTH,
        "failed-visit",
        nature=("Segera", "Urgent"),
        copies_to=(CopyTo.APPLICANT,),
    ),
    LetterRow(
        LetterKind.DISPATCH_REPORT,
        "L18",
        ("Laporan Harian Pelaksanaan Kunjungan Rumah", "Daily report of the home visits"),
        "UM.01.01",
        STAY_PERMITS,
        "head-of-office",
        "system",
        ("id",),
        "dispatch-report",
        most_pages=60,
    ),
    LetterRow(
        LetterKind.BILLING,
        "L11",
        ("Pemberitahuan Pembayaran PNBP Izin Tinggal", "Notice of payment of the state fee"),
        "KU.01.03",
        TREASURER,
        "guarantor",
        "system",
        BOTH,
        "billing",
        nature=("Segera", "Urgent"),
    ),
    LetterRow(
        LetterKind.GRANT,
        "L12",
        ("Persetujuan Permohonan Izin Tinggal", "Approval of the stay permit"),
        "GR.01.01",
        STAY_PERMITS,
        "applicant",
        "official",
        BOTH,
        "grant",
        copies_to=(CopyTo.GUARANTOR, CopyTo.CIVIL_REGISTRY),
    ),
    LetterRow(
        LetterKind.REFUSAL,
        "L13",
        ("Keputusan Penolakan Permohonan Izin Tinggal", "Decision refusing the stay permit"),
        "GR.01.01",
        STAY_PERMITS,
        "applicant",
        "official",
        BOTH,
        "refusal",
        copies_to=(CopyTo.GUARANTOR, CopyTo.REGIONAL_OFFICE, CopyTo.ENFORCEMENT_SECTION),
        form="decree",
        most_pages=13,
    ),
    LetterRow(
        LetterKind.CLOSING,
        "L14",
        ("Tanda Terima Penyerahan dan Penutupan Berkas", "Record of hand-over and closing of the file"),
        "GR.01.01",
        STAY_PERMITS,
        "guarantor",
        "system",
        BOTH,
        "closing",
    ),
    LetterRow(
        LetterKind.COMPLAINT_ANSWER,
        "L19",
        ("Jawaban atas Pengaduan Pelayanan", "Answer to a complaint about the service"),
        "UM.01.01",
        STAY_PERMITS,
        "guarantor",
        "official",
        BOTH,
        "complaint-answer",
    ),
    LetterRow(
        LetterKind.APPROVAL_REQUEST,
        "L10",
        ("Permohonan Persetujuan Izin Tinggal", "Request for the approval of a stay permit"),
        "GR.01.01",
        STAY_PERMITS,
        "authority",
        "official",
        ("id",),
        "approval-request",
        nature=("Segera", "Urgent"),
        copies_to=(CopyTo.SECTION_HEAD,),
    ),
    LetterRow(
        LetterKind.PROCESS_ENDED,
        "L17",
        ("Pemberitahuan Penghentian Proses Permohonan", "Notice that the process has ended"),
        "GR.01.01",
        STAY_PERMITS,
        "guarantor",
        "official",
        BOTH,
        "process-ended",
    ),
    LetterRow(
        LetterKind.REINSTATED,
        "L22",
        ("Pemberitahuan Pengaktifan Kembali Berkas", "Notice that the file is active again"),
        "GR.01.01",
        STAY_PERMITS,
        "guarantor",
        "official",
        BOTH,
        "reinstated",
        nature=("Segera", "Urgent"),
        copies_to=(CopyTo.APPLICANT,),
    ),
    LetterRow(
        LetterKind.OBJECTION_ADMITTED,
        "L20",
        ("Tanda Terima Keberatan", "Receipt of an objection"),
        "GR.01.01",
        STAY_PERMITS,
        "guarantor",
        "official",
        BOTH,
        "objection-admitted",
        nature=("Segera", "Urgent"),
        copies_to=(CopyTo.APPLICANT,),
    ),
    LetterRow(
        LetterKind.OBJECTION_TOO_LATE,
        "L21",
        (
            "Pemberitahuan Keberatan Tidak Diterima karena Lewat Waktu",
            "Notice that an objection came too late to be admitted",
        ),
        "GR.01.01",
        STAY_PERMITS,
        "guarantor",
        "official",
        BOTH,
        "objection-too-late",
        nature=("Segera", "Urgent"),
        copies_to=(CopyTo.APPLICANT,),
    ),
    LetterRow(
        LetterKind.BREACH_NOTICE,
        "L16",
        ("Pemberitahuan Kegagalan Pelindungan Data Pribadi", "Notice of a breach of personal data"),
        "UM.01.01",
        ADMINISTRATION,
        "guarantor",
        "official",
        BOTH,
        "breach-notice",
        nature=("Sangat Segera", "Very urgent"),
        copies_to=(CopyTo.APPLICANT,),
    ),
    LetterRow(
        LetterKind.BREACH_REPORT,
        "L23",
        ("Laporan Kegagalan Pelindungan Data Pribadi", "Report of a breach of personal data"),
        "UM.01.01",
        ADMINISTRATION,
        "authority",
        "official",
        ("id",),
        "breach-report",
        nature=("Sangat Segera", "Very urgent"),
        copies_to=(CopyTo.DIRECTORATE_GENERAL, CopyTo.REGIONAL_OFFICE),
    ),
)

KINDS: dict[LetterKind, LetterRow] = {row.kind: row for row in _ROWS}
