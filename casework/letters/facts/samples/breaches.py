"""A breach of personal data, told to whom it concerns and to the agency."""

from datetime import date, datetime, timedelta

from casework.clock import OFFICE_TIME_ZONE
from casework.letters.facts.breach import Breach, BreachNoticeFacts, BreachReportFacts
from casework.letters.facts.samples.invented import (
    TO_THE_GUARANTOR,
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


def breach_notice() -> BreachNoticeFacts:
    """L16: notice of a breach of personal data."""
    return BreachNoticeFacts(**TO_THE_GUARANTOR, breach=_breach(), applicant_died=False)


def breach_report() -> BreachReportFacts:
    """L23: report of a breach of personal data."""
    return BreachReportFacts(
        addressee="Lembaga Pelindungan Data Pribadi",
        addressee_place="Jakarta",
        breach=_breach(),
        cases=3,
        persons=6,
        letters=3,
    )
