"""A decision on a permit, and what follows it."""

from datetime import date, datetime
from typing import Any

from casework.case import DocumentCode, PermitKind, Procedure
from casework.clock import OFFICE_TIME_ZONE
from casework.letters.facts.approval import ApprovalRequestFacts, EarlierPermit
from casework.letters.facts.complaint import ComplaintAnswerFacts
from casework.letters.facts.decision import ClosingFacts, GrantFacts, RefusalFacts
from casework.letters.facts.parts import (
    BilingualText,
    Ground,
)
from casework.letters.facts.samples.invented import (
    COURT,
    EXPIRY,
    LETTER_DATE,
    RETENTION_BASIS,
    THE_CENTRE,
    THE_HEAD,
    THE_REGION,
    TO_THE_APPLICANT,
    TO_THE_GUARANTOR,
    appeal,
    objection,
)


def _decision(*more_law: str) -> dict[str, Any]:
    return {
        **TO_THE_APPLICANT,
        "decided_on": LETTER_DATE,
        "procedure": Procedure.EXTENSION,
        "permit_kind": PermitKind.LIMITED,
        "permit_index": "E31A",
        "nationality": "USA",
        "passport_number_masked": "X******21",
        "legal_bases": (
            "UU 6/2011 jo. terakhir UU 63/2024",
            *more_law,
            "PP 31/2013 jo. terakhir PP 40/2023",
            "Permenkumham 22/2023 jo. 11/2024",
        ),
    }


def approval_request() -> ApprovalRequestFacts:
    """L10: request for the approval of a stay permit."""
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


def grant() -> GrantFacts:
    """L12: approval of the stay permit."""
    return GrantFacts(
        **_decision(),
        permit_number="2C21JE0417-W",
        register_number="IM.2.33.72-2026-00931",
        valid_from=date(2026, 12, 19),
        valid_until=date(2027, 12, 18),
        next_report_on=None,
        delivery="electronic",
        includes_reentry=True,
    )


def refusal() -> RefusalFacts:
    """L13: refusal of the stay permit."""
    return RefusalFacts(
        **_decision("UU 30/2014 jo. UU 6/2023"),
        applied_on=date(2026, 11, 2),
        grounds=(
            Ground(
                indonesian="jumlah perpanjangan yang dapat diberikan untuk indeks izin tinggal ini telah tercapai",
                english="the number of extensions that can be given for this index has been reached",
                legal_basis="PP 31/2013 Pasal 148 jo. terakhir PP 40/2023",
            ),
        ),
        fee_paid=True,
        leave_by=EXPIRY,
        objection=objection(THE_HEAD, THE_REGION),
        appeal=appeal(THE_CENTRE),
        court=COURT,
    )


def closing() -> ClosingFacts:
    """L14: record of hand-over and closing of the file."""
    return ClosingFacts(
        **TO_THE_GUARANTOR,
        result="granted",
        closed_on=LETTER_DATE,
        handed_over=(
            BilingualText(indonesian="Izin tinggal elektronik", english="Electronic stay permit"),
            BilingualText(indonesian="Izin Masuk Kembali", english="Re-entry permit"),
        ),
        handed_over_at=datetime(2026, 11, 26, 13, 30, tzinfo=OFFICE_TIME_ZONE),
        received_by="Retno Wulandari",
        receiver="guarantor",
        identity_shown="identity-card",
        identity_number_masked="3*************01",
        delivery="by-hand",
        recorded_by="Sri Hastuti",
        recorded_by_post="Petugas Loket",
        retention_until=date(2031, 11, 26),
        retention_basis=RETENTION_BASIS,
    )


def complaint_answer() -> ComplaintAnswerFacts:
    """L19: answer to a complaint about the service."""
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
