"""A process that ends before its decision, goes on after all, or is objected to."""

from datetime import date
from typing import Any

from casework.letters.facts.ending import ProcessEndedFacts, ReinstatedFacts
from casework.letters.facts.objection import ObjectionAdmittedFacts, ObjectionTooLateFacts
from casework.letters.facts.parts import (
    BilingualText,
    NumberedLetter,
)
from casework.letters.facts.samples.invented import (
    COURT,
    EXPIRY,
    LETTER_DATE,
    RETENTION_BASIS,
    THE_CENTRE,
    THE_REGION,
    TO_THE_GUARANTOR,
    VISIT_START,
    appeal,
)
from casework.letters.kinds import LetterKind
from casework.letters.numbering import number_of


def process_ended() -> ProcessEndedFacts:
    """L17: notice that the process has ended."""
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
        retention_basis=RETENTION_BASIS,
    )


def reinstated() -> ReinstatedFacts:
    """L22: notice that the file is active again."""
    return ReinstatedFacts(
        **TO_THE_GUARANTOR,
        closed_as="withdrawn",
        closed_on=date(2026, 11, 24),
        reinstated_on=LETTER_DATE,
        told_of_the_end=True,
        end_letter=NumberedLetter(number=number_of(LetterKind.PROCESS_ENDED, 2026, 38), dated=date(2026, 11, 24)),
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
        "legal_basis": "UU 30/2014 Ps 77",
        **days,
    }


def objection_admitted() -> ObjectionAdmittedFacts:
    """L20: receipt of an objection."""
    return ObjectionAdmittedFacts(
        **_objected(told_on=date(2026, 11, 16), received_on=date(2026, 11, 25), last_day=date(2026, 12, 15)),
        beyond_control=False,
        deciders=(THE_REGION, THE_CENTRE),
        decide_within=10,
        decide_by=date(2026, 12, 9),
        permit_expires_on=EXPIRY,
    )


def objection_too_late() -> ObjectionTooLateFacts:
    """L21: notice that an objection came too late to be admitted."""
    return ObjectionTooLateFacts(
        **_objected(told_on=date(2026, 10, 12), received_on=date(2026, 11, 25), last_day=date(2026, 11, 10)),
        settled_on=LETTER_DATE,
        appeal=appeal(THE_CENTRE),
        court=COURT.model_copy(update={"legal_basis": "UU 5/1986 Ps 55"}),
        court_until=date(2027, 1, 10),
        court_by=date(2027, 1, 8),
    )
