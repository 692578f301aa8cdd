"""Letters about invented people, for the gallery and the tests."""

from datetime import date, datetime, timedelta
from typing import Any

from casework.case import DocumentCode, PermitKind, Procedure, VisitNeed
from casework.clock import OFFICE_TIME_ZONE
from casework.letters.facts.application import BillingFacts, IneligibleFacts, MissingDocumentsFacts, ReceiptFacts
from casework.letters.facts.approval import ApprovalRequestFacts, EarlierPermit
from casework.letters.facts.at_the_door import AcceptedException, ConsentFacts, PassportCustodyFacts, VisitRecordFacts
from casework.letters.facts.breach import Breach, BreachNoticeFacts, BreachReportFacts
from casework.letters.facts.complaint import ComplaintAnswerFacts
from casework.letters.facts.decision import ClosingFacts, GrantFacts, RefusalFacts
from casework.letters.facts.decree import EarlierDecree, TeamDecreeFacts, TeamMember
from casework.letters.facts.dispatch_report import DispatchReportFacts, LeftOutOfThePlan, ReportedTeam, ReportedVisit
from casework.letters.facts.ending import ProcessEndedFacts, ReinstatedFacts
from casework.letters.facts.objection import ObjectionAdmittedFacts, ObjectionTooLateFacts
from casework.letters.facts.parts import (
    AssignedOfficer,
    BilingualText,
    FeeItem,
    Ground,
    LetterFacts,
    ListedDocument,
    MissingDocument,
    RemedyRoute,
    VisitingOfficer,
)
from casework.letters.facts.visit import AssignedVisit, AssignmentFacts, FailedVisitFacts, VisitNoticeFacts
from casework.letters.kinds import LetterKind

LETTER_DATE = date(2026, 11, 26)
VISIT_START = datetime(2026, 11, 27, 9, 0, tzinfo=OFFICE_TIME_ZONE)
EXPIRY = date(2026, 12, 18)
HALF_AN_HOUR = timedelta(minutes=30)
TO_THE_GUARANTOR = {
    "case_reference": "SAHS-7K43",
    "recipient_honorific": "Ibu",
    "recipient_name": "Retno Wulandari",
    "recipient_address": "Jalan Kenanga Nomor 12, RT 002/RW 005\nKelurahan Timuran, Kecamatan Banjarsari\nKota Surakarta 57131",
    "applicant_name": "Margaret Ellen Whitcombe",
}
TO_THE_APPLICANT = {**TO_THE_GUARANTOR, "recipient_name": "Margaret Ellen Whitcombe"}
OFFICERS = (
    ("Bagus Prasetyo", "Analis Keimigrasian Pertama", "lead", "198504122010121001"),
    ("Siti Nurhayati", "Pranata Komputer Terampil", "biometrics", "199002282014022002"),
    ("Agus Widodo", "Pengelola Layanan Kehumasan", "safety", "198811052012121003"),
)
DECREE_NUMBER = "W13.IMI.IMI.1-118-OT.02.01 Tahun 2026"
ASSIGNMENT_NUMBER = "WIM.13.IMI.1-UM.01.01-0107 Tahun 2026"
RETENTION_BASIS = "Jadwal Retensi Arsip (Permenkumham 54/2016)"
PLACES = (
    "Kel. Timuran, Kec. Banjarsari, Kota Surakarta",
    "Desa Gentan, Kec. Baki, Kab. Sukoharjo",
    "Desa Malangjiwan, Kec. Colomadu, Kab. Karanganyar",
    "Desa Pracimantoro, Kec. Pracimantoro, Kab. Wonogiri",
)
THE_HEAD = BilingualText(
    indonesian="Kepala Kantor Imigrasi Kelas I TPI Surakarta", english="the Head of the Surakarta Immigration Office"
)
THE_REGION = BilingualText(
    indonesian="Kepala Kantor Wilayah Direktorat Jenderal Imigrasi Jawa Tengah",
    english="the Head of the Central Java Regional Office of Immigration",
)
THE_CENTRE = BilingualText(indonesian="Direktur Jenderal Imigrasi", english="the Director General of Immigration")
COURT = RemedyRoute(
    addressee=BilingualText(
        indonesian="Pengadilan Tata Usaha Negara Semarang", english="the Semarang Administrative Court"
    ),
    days=90,
    days_kind="calendar",
    legal_basis="UU 5/1986 Ps 55",
)


def sample_facts(kind: LetterKind) -> LetterFacts:
    """An ordinary letter of this kind, about invented people."""
    return _SAMPLES[kind]()


def _receipt() -> ReceiptFacts:
    codes = list(DocumentCode)
    return ReceiptFacts(
        **TO_THE_GUARANTOR,
        received_at=datetime(2026, 11, 23, 10, 42, tzinfo=OFFICE_TIME_ZONE),
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
        checked_by=date(2026, 11, 24),
    )


def _missing_documents() -> MissingDocumentsFacts:
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


def _ineligible() -> IneligibleFacts:
    return IneligibleFacts(
        **TO_THE_GUARANTOR,
        assessed_on=LETTER_DATE,
        grounds=(
            Ground(
                indonesian="pemegang izin tinggal berusia 64 tahun pada tanggal permohonan, sedangkan layanan ini bagi yang berusia 65 tahun ke atas",
                english="the permit holder was 64 years old on the day of application, and this service is for those aged 65 and over",
                legal_basis="SK Kepala Kantor tentang layanan kunjungan rumah",
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
        objection=_objection(THE_HEAD),
        appeal=_appeal(THE_REGION),
        court=COURT,
    )


def _team_decree() -> TeamDecreeFacts:
    coordinator = ("Wahyu Nugrahadi", "Koordinator Kunjungan", "coordinator", "198506192009121904")
    return TeamDecreeFacts(
        members=tuple(
            TeamMember(name=n, employee_number=e, post=p, roles=(r,)) for n, p, r, e in (coordinator, *OFFICERS)
        ),
        valid_from=None,
        valid_to=date(2027, 12, 31),
        replaces=(EarlierDecree(number="WIM.13.IMI.1-7-OT.02.01 TAHUN 2026", dated=date(2026, 1, 5)),),
        budget="DIPA Kantor Imigrasi Kelas I TPI Surakarta",
    )


def _assignment() -> AssignmentFacts:
    return AssignmentFacts(
        decree_number=DECREE_NUMBER,
        decree_date=date(2026, 1, 5),
        round_date=VISIT_START.date(),
        officers=tuple(AssignedOfficer(name=n, post=p, role=r, employee_number=e) for n, p, r, e in OFFICERS),
        visits=tuple(
            AssignedVisit(case_reference=reference, starts_at=start, ends_at=start + HALF_AN_HOUR, place=place)
            for reference, start, place in zip(
                ("SAHS-7K43", "SAHS-M3TQ"), (VISIT_START, VISIT_START + 2 * HALF_AN_HOUR), PLACES[:2], strict=True
            )
        ),
        vehicle="Toyota Avanza AD 1234 XY",
        equipment=("SIMKIM mobile nomor 02",),
        budget="DIPA Kantor Imigrasi Kelas I TPI Surakarta Tahun Anggaran 2026",
    )


def _visit_notice() -> VisitNoticeFacts:
    return VisitNoticeFacts(
        **TO_THE_GUARANTOR,
        starts_at=VISIT_START,
        ends_at=VISIT_START + HALF_AN_HOUR,
        visit_address=TO_THE_GUARANTOR["recipient_address"],
        officers=tuple(VisitingOfficer(name=n, post=p, role=r) for n, p, r, _ in OFFICERS),
        assignment_number=ASSIGNMENT_NUMBER,
        assignment_date=LETTER_DATE,
        documents_to_prepare=(DocumentCode.PASSPORT, DocumentCode.CURRENT_PERMIT, DocumentCode.KTP_GUARANTOR),
        interpreter_language=None,
        needs=(VisitNeed.WHEELCHAIR,),
        reschedule_until=datetime(2026, 11, 26, 15, 0, tzinfo=OFFICE_TIME_ZONE),
        attempt=1,
        paid_before_expiry=True,
    )


def _at_the_door() -> dict[str, Any]:
    return {
        "case_reference": TO_THE_APPLICANT["case_reference"],
        "applicant_name": TO_THE_APPLICANT["applicant_name"],
        "nationality": "USA",
        "passport_number_masked": "X******21",
        "procedure": Procedure.EXTENSION,
        "permit_kind": PermitKind.LIMITED,
        "permit_index": "E31A",
        "visit_address": TO_THE_GUARANTOR["recipient_address"],
        "guarantor_name": "Retno Wulandari",
        "assignment_number": ASSIGNMENT_NUMBER,
        "assignment_date": LETTER_DATE,
    }


def _consent() -> ConsentFacts:
    return ConsentFacts(
        **_at_the_door(),
        starts_at=VISIT_START,
        ends_at=VISIT_START + HALF_AN_HOUR,
        interpreter_language=None,
        retention_years=5,
        retention_basis=RETENTION_BASIS,
    )


def _visit_record() -> VisitRecordFacts:
    return VisitRecordFacts(
        **_at_the_door(),
        started_at=VISIT_START,
        ended_at=VISIT_START + HALF_AN_HOUR,
        reported_at=VISIT_START + timedelta(minutes=41),
        decree_number=DECREE_NUMBER,
        officers=tuple(AssignedOfficer(name=n, post=p, role=r, employee_number=e) for n, p, r, e in OFFICERS),
        equipment="SIMKIM mobile nomor 02",
        consent="signed",
        exception=AcceptedException(
            ground="worn-ridges",
            accepted_by="Fitria Handayani",
            accepted_by_post="Pranata Komputer Pertama",
            accepted_at=VISIT_START + timedelta(minutes=73),
        ),
        kept=("package",),
        passport="taken",
        free_of_charge=True,
    )


def _passport_custody() -> PassportCustodyFacts:
    name, post, _, _ = OFFICERS[0]
    return PassportCustodyFacts(
        **TO_THE_APPLICANT,
        nationality="USA",
        passport_number_masked="X******21",
        passport_expires_on=date(2031, 4, 30),
        procedure=Procedure.EXTENSION,
        permit_kind=PermitKind.LIMITED,
        permit_index="E31A",
        taken_at=VISIT_START + HALF_AN_HOUR,
        taken_by_name=name,
        taken_by_post=post,
        back_by=date(2026, 12, 8),
    )


def _dispatch_report() -> DispatchReportFacts:
    return DispatchReportFacts(
        round_date=VISIT_START.date(),
        decree_number=DECREE_NUMBER,
        teams=(
            ReportedTeam(
                team="T1", lead="Bagus Prasetyo", members=3, equipment="SIMKIM mobile nomor 02",
                vehicle="Toyota Avanza AD 1234 XY", state="released",
                released_at=VISIT_START - timedelta(minutes=84),
            ),
            ReportedTeam(
                team="T2", lead="Nur Aini Rahmawati", members=3, equipment="SIMKIM mobile nomor 03",
                vehicle="Toyota Innova AD 9876 ZA", state="held", released_at=None,
            ),
        ),
        visits=(
            ReportedVisit(
                case_reference="SAHS-7K43", place=PLACES[0], team="T1", planned_at=VISIT_START, outcome="held",
                started_at=VISIT_START, ended_at=VISIT_START + HALF_AN_HOUR, passport_taken=True,
            ),
            ReportedVisit(
                case_reference="SAHS-M3TQ", place=PLACES[1], team="T1", planned_at=VISIT_START + 2 * HALF_AN_HOUR,
                outcome="nobody-home", started_at=VISIT_START + timedelta(minutes=58),
                ended_at=VISIT_START + timedelta(minutes=75),
            ),
            ReportedVisit(
                case_reference="SAHS-W9PD", place=PLACES[2], team="T2", planned_at=VISIT_START + timedelta(minutes=20),
                outcome="team-not-ready", started_at=None, ended_at=None,
            ),
        ),
        left_out=(
            LeftOutOfThePlan(
                case_reference="SAHS-4HJX", place=PLACES[3],
                reason="Waktu tim terpakai oleh permohonan yang lebih mendesak", next_chance=date(2026, 11, 30),
                too_late=False,
            ),
        ),
    )  # fmt: skip


def _failed_visit() -> FailedVisitFacts:
    return FailedVisitFacts(
        **TO_THE_GUARANTOR,
        arrived_at=VISIT_START,
        left_at=VISIT_START + timedelta(minutes=17),
        outcome="nobody-home",
        telephone_calls=2,
        counted=True,
        attempts_counted=1,
        attempts_allowed=3,
        next_starts_at=None,
        next_ends_at=None,
        contact_by=date(2026, 11, 30),
        permit_expires_on=EXPIRY,
    )


def _billing() -> BillingFacts:
    return BillingFacts(
        **TO_THE_GUARANTOR,
        billing_code="8202 6112 6004 417",
        items=(
            FeeItem(
                indonesian="Izin Tinggal Terbatas, masa berlaku paling lama 1 tahun",
                english="Limited Stay Permit, valid for up to 1 year",
                amount=3_000_000,
                legal_basis="PP 45/2024",
            ),
            FeeItem(
                indonesian="Izin Masuk Kembali, masa berlaku 1 tahun",
                english="Re-entry permit, valid for 1 year",
                amount=1_500_000,
                legal_basis="PP 45/2024",
            ),
        ),
        payable_until=datetime(2026, 12, 3, 23, 59, tzinfo=OFFICE_TIME_ZONE),
        permit_expires_on=EXPIRY,
    )


def _objection(addressee: BilingualText) -> RemedyRoute:
    return RemedyRoute(addressee=addressee, days=21, days_kind="working", legal_basis="UU 30/2014 Ps 77")


def _appeal(addressee: BilingualText) -> RemedyRoute:
    return RemedyRoute(addressee=addressee, days=10, days_kind="working", legal_basis="UU 30/2014 Ps 78")


def _decision() -> dict[str, Any]:
    return {
        **TO_THE_APPLICANT,
        "decided_on": LETTER_DATE,
        "procedure": Procedure.EXTENSION,
        "permit_kind": PermitKind.LIMITED,
        "permit_index": "E31A",
        "nationality": "USA",
        "passport_number_masked": "X******21",
        "legal_bases": (
            "Undang-Undang Nomor 6 Tahun 2011 tentang Keimigrasian, terakhir diubah dengan UU 63/2024",
            "Permenkumham 22/2023 tentang Visa dan Izin Tinggal, diubah dengan Permenkumham 11/2024",
        ),
    }


def _grant() -> GrantFacts:
    return GrantFacts(
        **_decision(),
        permit_number="2C21JE0417-W",
        register_number="IM.2.33.72-2026-00931",
        valid_from=date(2026, 12, 19),
        valid_until=date(2027, 12, 18),
        next_report_on=None,
        delivery="electronic",
    )


def _refusal() -> RefusalFacts:
    return RefusalFacts(
        **_decision(),
        grounds=(
            Ground(
                indonesian="jumlah perpanjangan yang dapat diberikan untuk indeks izin tinggal ini telah tercapai",
                english="the number of extensions that can be given for this index has been reached",
                legal_basis="PP 40/2023",
            ),
        ),
        leave_by=EXPIRY,
        objection=_objection(THE_REGION),
        appeal=_appeal(THE_CENTRE),
        court=COURT,
    )


def _closing() -> ClosingFacts:
    return ClosingFacts(
        **TO_THE_GUARANTOR,
        result="granted",
        closed_on=LETTER_DATE,
        handed_over=(
            BilingualText(indonesian="izin tinggal elektronik (e-ITAS)", english="electronic stay permit (e-ITAS)"),
            BilingualText(indonesian="surat persetujuan permohonan izin tinggal", english="letter of approval"),
        ),
        handed_over_at=datetime(2026, 11, 26, 13, 30, tzinfo=OFFICE_TIME_ZONE),
        received_by="Retno Wulandari",
        delivery="electronic",
        retention_until=date(2031, 11, 26),
        retention_basis=RETENTION_BASIS,
        survey_url=None,
    )


def _complaint_answer() -> ComplaintAnswerFacts:
    return ComplaintAnswerFacts(
        **TO_THE_GUARANTOR,
        received_on=date(2026, 11, 12),
        outcome="partly",
        grounds=(
            Ground(
                indonesian="sebagian dari yang diadukan dapat dibuktikan",
                english="a part of what was complained about could be proved",
                legal_basis="UU 25/2009 Ps 50",
            ),
        ),
        officers="stay-away",
        legal_basis="UU 25/2009 Ps 44–50; Permenpan-RB 62/2018",
    )


def _approval_request() -> ApprovalRequestFacts:
    codes = list(DocumentCode)
    return ApprovalRequestFacts(
        case_reference="SAHS-7K43",
        addressee=THE_REGION.indonesian,
        through=None,
        addressee_place="Semarang",
        applicant_name=TO_THE_GUARANTOR["applicant_name"],
        sex="F",
        born="12 Maret 1951",
        nationality="USA",
        passport_number="X12345621",
        passport_expires_on=date(2031, 4, 30),
        home_address=TO_THE_GUARANTOR["recipient_address"],
        guarantor_name=TO_THE_GUARANTOR["recipient_name"],
        guarantor_relation="child",
        procedure=Procedure.EXTENSION,
        permit_kind=PermitKind.LIMITED,
        permit_index="E31A",
        permit_number="2C21JE0417-V",
        permit_expires_on=EXPIRY,
        extension_number=4,
        earlier_permits=(
            EarlierPermit(
                kind=PermitKind.LIMITED,
                number="2C21JE0392-U",
                valid_from=date(2024, 12, 19),
                valid_until=date(2025, 12, 18),
            ),
        ),
        applied_on=date(2026, 11, 2),
        visited_on=date(2026, 11, 20),
        exception_accepted=True,
        decided_on=LETTER_DATE,
        differs_from_proposal=False,
        fee_received_on=date(2026, 11, 24),
        fee_amount=4_500_000,
        fee_receipt="0A1B2C3D4E5F6071",
        forward_within=3,
        enclosures=tuple(codes[:8]),
        legal_basis="Permenkumham 22/2023 jo. 11/2024",
    )


def _process_ended() -> ProcessEndedFacts:
    return ProcessEndedFacts(
        **TO_THE_GUARANTOR,
        to_family=False,
        reason="withdrawn",
        ended_on=LETTER_DATE,
        visit_cancelled_on=VISIT_START.date(),
        permit_granted=False,
        permit_expires_on=EXPIRY,
        fee="paid",
        fee_paid_on=date(2026, 11, 24),
        fee_amount=4_500_000,
        retention_until=date(2031, 11, 26),
        retention_basis="Jadwal Retensi Arsip (Permenkumham 54/2016)",
    )


def _reinstated() -> ReinstatedFacts:
    return ReinstatedFacts(
        **TO_THE_GUARANTOR,
        closed_as="withdrawn",
        closed_on=date(2026, 11, 24),
        reinstated_on=LETTER_DATE,
        told_of_the_end=True,
        stands=BilingualText(
            indonesian="Permohonan menunggu jadwal kunjungan rumah", english="The application waits for a home visit"
        ),
        visit_cancelled_on=VISIT_START.date(),
        permit_expires_on=EXPIRY,
    )


def _objected(**days: date) -> dict[str, Any]:
    return {
        **TO_THE_GUARANTOR,
        "against": "refused",
        "file_within": 21,
        "legal_basis": "UU 30/2014 Pasal 77",
        **days,
    }


def _objection_admitted() -> ObjectionAdmittedFacts:
    return ObjectionAdmittedFacts(
        **_objected(told_on=date(2026, 11, 16), received_on=date(2026, 11, 25), last_day=date(2026, 12, 15)),
        beyond_control=False,
        deciders=(THE_REGION, THE_CENTRE),
        decide_within=10,
        decide_by=date(2026, 12, 9),
    )


def _objection_too_late() -> ObjectionTooLateFacts:
    return ObjectionTooLateFacts(
        **_objected(told_on=date(2026, 10, 12), received_on=date(2026, 11, 25), last_day=date(2026, 11, 10)),
        settled_on=LETTER_DATE,
        appeal=_appeal(THE_CENTRE),
        court=COURT,
        court_until=date(2027, 1, 10),
    )


def _breach() -> Breach:
    found = datetime(2026, 11, 25, 16, 20, tzinfo=OFFICE_TIME_ZONE)
    return Breach(
        discovered_at=found,
        notify_by=found + timedelta(hours=72),
        happened_on=date(2026, 11, 25),
        data=("identity", "passport", "contact", "guarantor-identity"),
        cause="device-lost",
        measures=("device-erased", "access-closed", "reported-to-police"),
    )


def _breach_notice() -> BreachNoticeFacts:
    return BreachNoticeFacts(**TO_THE_GUARANTOR, breach=_breach(), applicant_died=False)


def _breach_report() -> BreachReportFacts:
    return BreachReportFacts(
        addressee="Lembaga Pelindungan Data Pribadi",
        addressee_place="Jakarta",
        breach=_breach(),
        cases=3,
        persons=6,
        letters=3,
    )


_SAMPLES = {
    LetterKind.RECEIPT: _receipt,
    LetterKind.MISSING_DOCUMENTS: _missing_documents,
    LetterKind.INELIGIBLE: _ineligible,
    LetterKind.TEAM_DECREE: _team_decree,
    LetterKind.ASSIGNMENT: _assignment,
    LetterKind.VISIT_NOTICE: _visit_notice,
    LetterKind.CONSENT: _consent,
    LetterKind.VISIT_RECORD: _visit_record,
    LetterKind.PASSPORT_CUSTODY: _passport_custody,
    LetterKind.FAILED_VISIT: _failed_visit,
    LetterKind.DISPATCH_REPORT: _dispatch_report,
    LetterKind.BILLING: _billing,
    LetterKind.GRANT: _grant,
    LetterKind.REFUSAL: _refusal,
    LetterKind.CLOSING: _closing,
    LetterKind.COMPLAINT_ANSWER: _complaint_answer,
    LetterKind.APPROVAL_REQUEST: _approval_request,
    LetterKind.PROCESS_ENDED: _process_ended,
    LetterKind.REINSTATED: _reinstated,
    LetterKind.OBJECTION_ADMITTED: _objection_admitted,
    LetterKind.OBJECTION_TOO_LATE: _objection_too_late,
    LetterKind.BREACH_NOTICE: _breach_notice,
    LetterKind.BREACH_REPORT: _breach_report,
}
