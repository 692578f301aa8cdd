"""An application, from its receipt to its bill."""

from datetime import date, datetime

from casework.case import DocumentCode, PermitKind, Procedure
from casework.clock import OFFICE_TIME_ZONE
from casework.letters.facts.application import BillingFacts, IneligibleFacts, MissingDocumentsFacts, ReceiptFacts
from casework.letters.facts.parts import (
    BilingualText,
    FeeItem,
    Ground,
    ListedDocument,
    MissingDocument,
)
from casework.letters.facts.samples.invented import (
    COURT,
    EXPIRY,
    LETTER_DATE,
    THE_HEAD,
    THE_REGION,
    TO_THE_GUARANTOR,
    appeal,
    objection,
)


def receipt() -> ReceiptFacts:
    """L01: receipt of the application for a home visit."""
    codes = list(DocumentCode)
    return ReceiptFacts(
        **TO_THE_GUARANTOR,
        received_at=datetime(2026, 11, 26, 10, 42, tzinfo=OFFICE_TIME_ZONE),
        channel="miskago",
        external_reference="MSG-2026-004417",
        passport_number_masked="X******21",
        procedure=Procedure.EXTENSION,
        permit_kind=PermitKind.LIMITED,
        permit_index="E31A",
        permit_expires_on=EXPIRY,
        documents=tuple(
            ListedDocument(code=code, status="missing" if code == codes[5] else "received") for code in codes[:8]
        ),
        checked_by=date(2026, 11, 27),
    )


def missing_documents() -> MissingDocumentsFacts:
    """L02: notice of missing documents."""
    return MissingDocumentsFacts(
        **TO_THE_GUARANTOR,
        external_reference="MSG-2026-004417",
        missing=(
            MissingDocument(code=DocumentCode.KK_GUARANTOR, fault="absent"),
            MissingDocument(code=DocumentCode.GUARANTEE_LETTER, fault="unsigned"),
        ),
        corrections=(
            BilingualText(
                indonesian="angka pemeriksa pada baris kedua paspor tidak sesuai; mohon menyalin kembali kedua baris tersebut",
                english="a check digit in the second line at the foot of the passport is wrong; please copy both lines again",
            ),
        ),
        deadline=date(2026, 12, 15),
        permit_expires_on=EXPIRY,
    )


def ineligible() -> IneligibleFacts:
    """L03: notice that a home visit cannot be offered."""
    return IneligibleFacts(
        **TO_THE_GUARANTOR,
        assessed_on=LETTER_DATE,
        grounds=(
            Ground(
                indonesian="Pemohon belum berusia 65 tahun pada tanggal permohonan, 25 November 2026",
                english="The applicant was not yet 65 on the day of the application, 25 November 2026",
                legal_basis="SK layanan",
            ),
        ),
        alternatives=(
            BilingualText(
                indonesian="loket prioritas lanjut usia di kantor kami, tanpa antrean, setiap hari kerja",
                english="the priority counter for elderly people at our office, without queueing, on every working day",
            ),
            BilingualText(indonesian="laman evisa.imigrasi.go.id", english="the website evisa.imigrasi.go.id"),
        ),
        reapply_from=date(2027, 3, 12),
        objection=objection(THE_HEAD),
        appeal=appeal(THE_REGION),
        court=COURT,
    )


def billing() -> BillingFacts:
    """L11: notice of payment of the state fee."""
    return BillingFacts(
        **TO_THE_GUARANTOR,
        billing_code="8202 6112 6004 417",
        items=(
            FeeItem(
                indonesian="Izin Tinggal Terbatas",
                english="Limited stay permit",
                amount=3_000_000,
                legal_basis="PP 45/2024",
            ),
            FeeItem(
                indonesian="Izin Masuk Kembali",
                english="Re-entry permit",
                amount=1_500_000,
                legal_basis="PP 45/2024",
            ),
        ),
        payable_until=datetime(2026, 12, 3, 23, 59, tzinfo=OFFICE_TIME_ZONE),
        permit_expires_on=EXPIRY,
    )
