"""Facts of the letters about an application: receipt, missing documents, ineligible, billing."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from sqlalchemy import select

from casework.case import Application, DocumentCode
from casework.clock import OFFICE_TIME_ZONE
from casework.completeness import Lack
from casework.deadlines import document_deadline
from casework.eligibility import Finding, Outcome, alternative_for, explain, reapply_from, with_its_number
from casework.letters import LetterKind
from casework.letters.facts.application import BillingFacts, IneligibleFacts, MissingDocumentsFacts, ReceiptFacts
from casework.letters.facts.parts import BilingualText, FeeItem, Ground, ListedDocument, MissingDocument
from casework.office import Office
from casework.registry import Change
from casework.registry.models import Case, FindingRow, Payment
from casework.required_documents import required_documents
from casework.stages.billed import tariff_billed
from casework.stages.case_file import read_application
from casework.stages.letter_facts.legal_bases import as_in_view
from casework.stages.letter_facts.objection import objected_to
from casework.stages.letter_facts.parties import masked, parties_of
from casework.stages.letter_facts.remedies import ways_to_contest
from casework.stages.remedy import answers_an_objection, remedy_against, verdict_that_stands

Fault = Literal["absent", "unreadable", "expired", "unsigned", "inconsistent"]
TWO_CONTENTS = (
    "dengan nomor rujukan ini kami menerima dua kiriman yang isinya berbeda; mohon mengirim ulang permohonan yang benar dalam satu kiriman",
    "under this reference we received two applications that differ; please send the right one again, as one",
)
# What an officer may give as the ground of a "no" that the rules did not find, in the words of a letter.
GROUNDS_IN_WORDS: dict[str, tuple[str, str, str]] = {
    "age": (
        "Pemohon belum memenuhi batas usia layanan",
        "The applicant is below the age of this service",
        "SK layanan",
    ),
    "nationality": ("Layanan ini diperuntukkan bagi Orang Asing", "The service is for foreigners", "UU 6/2011 Pasal 1"),
    "jurisdiction": (
        "Alamat berada di luar wilayah kerja kantor",
        "The residence lies outside the office's area",
        "Permenkumham 19/2018",
    ),
    "permit-kind": (
        "Jenis izin tinggal ini tidak dilayani melalui kunjungan rumah",
        "This kind of permit is not served at home",
        "UU 6/2011 Pasal 48",
    ),
    "guarantor": (
        "Permohonan ini memerlukan penjamin",
        "The application needs a guarantor",
        "UU 6/2011 Pasal 63",
    ),
    "service-closed": ("Layanan kunjungan rumah tidak dibuka", "The home visit service is not open", "SK layanan"),
    "filing-window": (
        "Permohonan diajukan di luar jangka waktunya",
        "The application came outside its time",
        "Permenkumham 22/2023",
    ),
    "overstay": ("Izin tinggal telah berakhir", "The permit has ended", "UU 6/2011 Pasal 78"),
    "other-evidence": (
        "Bukti lain menunjukkan syarat belum terpenuhi",
        "Other evidence shows that a condition is not met",
        "SK layanan",
    ),
    # of verdicts made before a return had grounds of its own
    "documents": (
        "Berkas perlu diperbaiki dan dikirim ulang",
        "The documents are to be corrected and sent again",
        "Permenkumham 22/2023",
    ),
}
# What an officer sends back for: the document and what is wrong with it, or what is to be corrected.
FAULTS_FOUND: dict[str, tuple[DocumentCode, Fault]] = {
    "passport-unreadable": (DocumentCode.PASSPORT, "unreadable"),
    "permit-unreadable": (DocumentCode.CURRENT_PERMIT, "unreadable"),
    "request-unsigned": (DocumentCode.REQUEST_LETTER, "unsigned"),
    "guarantee-unsigned": (DocumentCode.GUARANTEE_LETTER, "unsigned"),
    "guarantor-identity-unreadable": (DocumentCode.KTP_GUARANTOR, "unreadable"),
}
CORRECTIONS_IN_WORDS: dict[str, tuple[str, str]] = {
    "data-differ": (
        "data pada permohonan berbeda dari paspor atau izin tinggal; mohon menyamakan nama, nomor, dan tanggalnya",
        "the application differs from the passport or the stay permit; please make names, numbers and dates agree",
    ),
    "guarantor": (
        "penjamin belum disebutkan atau datanya belum lengkap; mohon melengkapi nama, nomor identitas, dan hubungannya",
        "the guarantor is not named or not told in full; please give name, identity number and relation",
    ),
    "two-contents": TWO_CONTENTS,
    "documents": (
        "dokumen yang dikirim belum dapat dipakai; mohon menghubungi kami untuk penjelasan dan mengirim ulang",
        "the documents that were sent cannot be used; please contact us for what is wrong, and send them again",
    ),
}
# What the rules left to a person because the application does not say it clearly.
CAN_BE_SETTLED = frozenset({"village-unknown", "expiry-missing", "nationality-unclear"})
TOLD = frozenset({Outcome.FAIL, Outcome.MANUAL})
COUNTER = BilingualText(
    indonesian="Permohonan dapat diajukan melalui jalur prioritas di kantor imigrasi",
    english="The application can be made at the office, in its priority lane",
)


def receipt(change: Change, office: Office, case: Case) -> ReceiptFacts:
    """L01: what arrived, when, and by when it will have been checked."""
    application = read_application(change, case)
    sent = {document.code for document in application.documents}
    wanted = {asked.document for asked in required_documents(application, change.moment.office_date)}
    return ReceiptFacts(
        **parties_of(case, application),
        received_at=change.moment.office,
        channel=application.channel,
        external_reference=application.external_reference,
        passport_number_masked=masked(application.applicant.passport_number),
        procedure=application.procedure,
        permit_kind=application.permit.kind,
        permit_index=application.permit.index,
        permit_expires_on=application.permit.expires_on,
        documents=tuple(
            ListedDocument(code=code, status="received" if code in sent else "missing")
            for code in DocumentCode
            if code in sent | wanted
        ),
        checked_by=office.calendar.add_working_days(change.moment.office_date, 1),
    )


def missing_documents(change: Change, office: Office, case: Case, lacks: Sequence[Lack]) -> MissingDocumentsFacts:
    """L02: each document and each entry that is missing or contradicts itself, and by when it must come."""
    documents = {code.value for code in DocumentCode}
    return _to_be_completed(
        change,
        office,
        case,
        missing=tuple(_missing(lack) for lack in lacks if lack.subject in documents),
        corrections=tuple(
            BilingualText(indonesian=lack.indonesian, english=lack.english)
            for lack in lacks
            if lack.subject not in documents
        ),
    )


def returned_documents(change: Change, office: Office, case: Case, ground: str) -> MissingDocumentsFacts:
    """L02 after an officer's return: what the officer found wanting, by its coded ground, and what the rules could not settle."""
    document = FAULTS_FOUND.get(ground)
    missing = (MissingDocument(code=document[0], fault=document[1]),) if document else ()
    corrections = [CORRECTIONS_IN_WORDS[ground]] if ground in CORRECTIONS_IN_WORDS else []
    unsettled = [one for one in findings_of(change, case) if one.ground in CAN_BE_SETTLED and one.may_be_told]
    corrections += [(explain(one, "id"), explain(one, "en")) for one in unsettled]
    if not missing and not corrections:
        corrections = [CORRECTIONS_IN_WORDS["documents"]]
    told = tuple(BilingualText(indonesian=indonesian, english=english) for indonesian, english in corrections)
    return _to_be_completed(change, office, case, missing=missing, corrections=told)


def ineligible(change: Change, office: Office, case: Case, ground: str) -> IneligibleFacts:
    """L03: each rule that was not met, which way is open instead, and how to contest it."""
    application = read_application(change, case)
    findings = [finding for finding in findings_of(change, case) if finding.may_be_told and finding.outcome in TOLD]
    told = tuple(
        Ground(
            indonesian=explain(one, "id"),
            english=explain(one, "en"),
            legal_basis=_law_of_the_day(change, case, one.legal_basis),
        )
        for one in findings
    )
    if not told:
        indonesian, english, basis = GROUNDS_IN_WORDS[ground]
        law = _law_of_the_day(change, case, basis)
        told = (Ground(indonesian=indonesian, english=english, legal_basis=law),)
    ways = {
        (alternative_for(one, "id"), alternative_for(one, "en")): None
        for one in findings
        if alternative_for(one, "id") is not None
    }
    alternatives = tuple(BilingualText(indonesian=str(first), english=str(second)) for first, second in ways) or (
        COUNTER,
    )
    said_no = verdict_that_stands(change, case.reference)
    return IneligibleFacts(
        **parties_of(case, application),
        assessed_on=change.moment.office_date,
        grounds=told,
        alternatives=alternatives,
        objected_to=objected_to(change, case, "ineligible") if answers_an_objection(said_no) else None,
        reapply_from=_reapply_from(change, office, application, findings),
        **ways_to_contest(remedy_against(change, case, "ineligible"), change.moment.office_date),
    )


def billing(change: Change, case: Case, payment: Payment) -> BillingFacts:
    """L11: the billing code, each fee with its basis, and until when it can be paid."""
    application = read_application(change, case)
    tariff = tariff_billed(application, payment, change.moment.office_date)
    items = (
        tuple(
            FeeItem(indonesian=item.indonesian, english=item.english, amount=item.amount, legal_basis=item.legal_basis)
            for item in tariff.items
        )
        if tariff is not None
        else (
            FeeItem(
                indonesian="PNBP izin tinggal",
                english="State fee of the stay permit",
                amount=payment.amount,
                legal_basis=payment.tariff_basis,
            ),
        )
    )
    assert payment.billing_code is not None and payment.billing_expires_at is not None  # noqa: PT018 set together by note_billing
    return BillingFacts(
        **parties_of(case, application),
        billing_code=payment.billing_code,
        items=items,
        payable_until=payment.billing_expires_at.astimezone(OFFICE_TIME_ZONE),
        permit_expires_on=case.permit_expires_on,
    )


def findings_of(change: Change, case: Case) -> list[Finding]:
    """What the rules found in the present cycle, as it was recorded."""
    statement = select(FindingRow).where(FindingRow.case_reference == case.reference, FindingRow.cycle == case.cycle)
    return [finding_of(row) for row in change.session.scalars(statement.order_by(FindingRow.rule_id))]


def finding_of(row: FindingRow) -> Finding:
    """A finding as it stands in the register."""
    return Finding(row.rule_id, row.rule_version, Outcome(row.outcome), row.ground, row.detail)


def _to_be_completed(
    change: Change,
    office: Office,
    case: Case,
    *,
    missing: tuple[MissingDocument, ...],
    corrections: tuple[BilingualText, ...],
) -> MissingDocumentsFacts:
    application = read_application(change, case)
    return MissingDocumentsFacts(
        **parties_of(case, application),
        external_reference=application.external_reference,
        missing=missing,
        corrections=corrections,
        deadline=document_deadline(case.permit_expires_on, office.calendar, asked_on=change.moment.office_date),
        permit_expires_on=case.permit_expires_on,
    )


def _missing(lack: Lack) -> MissingDocument:
    faults = {"document-missing": "absent", "passport-expired": "expired"}
    return MissingDocument(code=DocumentCode(lack.subject), fault=faults.get(lack.code.value, "inconsistent"))


def _law_of_the_day(change: Change, case: Case, legal_basis: str) -> str:
    """The service's decree is the one of the application's day, each law as a refusal of this day would cite it."""
    numbered = with_its_number(legal_basis, case.applied_on)
    return as_in_view(numbered, LetterKind.REFUSAL, change.moment.office_date)


def _reapply_from(change: Change, office: Office, application: Application, findings: Sequence[Finding]) -> date | None:
    if not {"under-age", "filed-too-early"} & {finding.ground for finding in findings}:
        return None
    return reapply_from(application, on=change.moment.office_date, calendar=office.calendar)
