"""A visit, from the team's decree to the day's report."""

from datetime import date, datetime, timedelta
from typing import Any

from casework.case import DocumentCode, PermitKind, Procedure, VisitNeed
from casework.clock import OFFICE_TIME_ZONE
from casework.letters.facts.at_the_door import (
    AcceptedException,
    ConsentFacts,
    PassportCustodyFacts,
    UnrecordedFingers,
    VisitRecordFacts,
)
from casework.letters.facts.decree import TeamDecreeFacts, TeamMember
from casework.letters.facts.dispatch_report import DispatchReportFacts, LeftOutOfThePlan, ReportedTeam, ReportedVisit
from casework.letters.facts.parts import (
    AssignedOfficer,
    NumberedDecree,
    VisitingOfficer,
)
from casework.letters.facts.samples.invented import (
    ASSIGNMENT_NUMBER,
    DAY_BEFORE,
    DECREE_NUMBER,
    EXPIRY,
    HALF_AN_HOUR,
    HELD_START,
    LETTER_DATE,
    OFFICERS,
    PLACES,
    RETENTION_BASIS,
    TO_THE_APPLICANT,
    TO_THE_GUARANTOR,
    VISIT_START,
)
from casework.letters.facts.visit import AssignedVisit, AssignmentFacts, FailedVisitFacts, VisitNoticeFacts


def team_decree() -> TeamDecreeFacts:
    """L04: decree of the head of office."""
    coordinator = ("Wahyu Nugrahadi", "Koordinator Kunjungan", "coordinator", "198506192009121904", "III/c")
    return TeamDecreeFacts(
        members=tuple(
            TeamMember(name=n, employee_number=e, rank=g, post=p, roles=(r,))
            for n, p, r, e, g in (coordinator, *OFFICERS)
        ),
        valid_from=None,
        valid_to=date(2027, 12, 31),
        replaces=(NumberedDecree(number="WIM.13.IMI.1-7-OT.02.01 TAHUN 2026", dated=date(2026, 1, 5)),),
        legal_bases=(
            "UU 13/1998",
            "UU 25/2009",
            "UU 6/2011 jo. terakhir UU 63/2024",
            "UU 30/2014 jo. UU 6/2023",
            "UU 27/2022",
            "PP 31/2013 jo. terakhir PP 40/2023",
            "Permenkumham 22/2023 jo. 11/2024",
            "SE Dirjen IMI-417.GR.01.01/2025",
            "SK layanan",
        ),
        budget="DIPA Kantor Imigrasi Kelas I TPI Surakarta",
    )


def assignment() -> AssignmentFacts:
    """L05: letter of assignment."""
    return AssignmentFacts(
        decree_number=DECREE_NUMBER,
        decree_date=date(2026, 2, 2),
        round_date=VISIT_START.date(),
        officers=tuple(
            AssignedOfficer(name=n, post=p, role=r, employee_number=e, rank=g) for n, p, r, e, g in OFFICERS
        ),
        visits=tuple(
            AssignedVisit(case_reference=reference, starts_at=start, ends_at=start + HALF_AN_HOUR, place=place)
            for reference, start, place in zip(
                ("SAHS-7K43", "SAHS-M3TQ"), (VISIT_START, VISIT_START + 2 * HALF_AN_HOUR), PLACES[:2], strict=True
            )
        ),
        vehicle="Toyota Avanza AD 1234 XY",
        equipment=("SIMKIM mobile nomor 02",),
        budget="DIPA Kantor Imigrasi Kelas I TPI Surakarta",
    )


def visit_notice() -> VisitNoticeFacts:
    """L06: notice of the date of the home visit."""
    return VisitNoticeFacts(
        **TO_THE_GUARANTOR,
        starts_at=VISIT_START,
        ends_at=VISIT_START + HALF_AN_HOUR,
        visit_address=TO_THE_GUARANTOR["recipient_address"],
        officers=tuple(VisitingOfficer(name=n, post=p, role=r) for n, p, r, *_ in OFFICERS),
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


def consent() -> ConsentFacts:
    """L07: consent and health declaration."""
    return ConsentFacts(
        **_at_the_door(),
        starts_at=VISIT_START,
        ends_at=VISIT_START + HALF_AN_HOUR,
        interpreter_language=None,
        retention_years=5,
        retention_basis=RETENTION_BASIS,
    )


def visit_record() -> VisitRecordFacts:
    """L08: official record of the taking of biometric data and of the interview."""
    return VisitRecordFacts(
        **(_at_the_door() | {"assignment_date": DAY_BEFORE}),
        started_at=HELD_START,
        ended_at=HELD_START + HALF_AN_HOUR,
        reported_at=HELD_START + timedelta(minutes=41),
        decree_number=DECREE_NUMBER,
        officers=tuple(AssignedOfficer(name=n, post=p, role=r, employee_number=e) for n, p, r, e, _ in OFFICERS),
        equipment="SIMKIM mobile nomor 02",
        consent="signed",
        exception=AcceptedException(
            ground="worn-ridges",
            fingers=(
                UnrecordedFingers(ground="worn-ridges", fingers=("right-ring", "right-little")),
                UnrecordedFingers(ground="temporary-injury", fingers=("left-index",)),
            ),
            accepted_by="Fitria Handayani",
            accepted_by_post="Pranata Komputer Pertama",
            accepted_at=HELD_START + timedelta(minutes=73),
        ),
        interview_language="en",
        interpreter="team",
        kept=("package",),
        passport="taken",
        free_of_charge=True,
    )


def passport_custody() -> PassportCustodyFacts:
    """L15: receipt for a passport taken into custody."""
    name, post, *_ = OFFICERS[0]
    return PassportCustodyFacts(
        **TO_THE_APPLICANT,
        nationality="USA",
        passport_number_masked="X******21",
        passport_expires_on=date(2031, 4, 30),
        procedure=Procedure.EXTENSION,
        permit_kind=PermitKind.LIMITED,
        permit_index="E31A",
        taken_at=HELD_START + HALF_AN_HOUR,
        taken_by_name=name,
        taken_by_post=post,
        back_by=date(2026, 12, 8),
    )


def failed_visit() -> FailedVisitFacts:
    """L09: notice that the home visit could not be held."""
    return FailedVisitFacts(
        **TO_THE_GUARANTOR,
        arrived_at=HELD_START,
        left_at=HELD_START + timedelta(minutes=17),
        outcome="nobody-home",
        telephone_calls=2,
        place=TO_THE_GUARANTOR["recipient_address"],
        kept=("door-photo", "call-log"),
        counted=True,
        attempts_counted=1,
        attempts_allowed=3,
        next_starts_at=None,
        next_ends_at=None,
        contact_by=date(2026, 11, 30),
        permit_expires_on=EXPIRY,
    )


def dispatch_report() -> DispatchReportFacts:
    """L18: daily report of the home visits."""
    return DispatchReportFacts(
        round_date=HELD_START.date(),
        decree_number=DECREE_NUMBER,
        teams=(
            ReportedTeam(
                team="T1", lead="Bagus Prasetyo", members=3, equipment="SIMKIM mobile nomor 02",
                vehicle="Toyota Avanza AD 1234 XY", state="released",
                released_at=HELD_START - timedelta(minutes=84),
            ),
            ReportedTeam(
                team="T2", lead="Nur Aini Rahmawati", members=3, equipment="SIMKIM mobile nomor 03",
                vehicle="Toyota Innova AD 9876 ZA", state="held", released_at=None,
            ),
        ),
        visits=(
            ReportedVisit(
                case_reference="SAHS-7K43", place=PLACES[0], team="T1", planned_at=HELD_START, outcome="held",
                started_at=HELD_START, ended_at=HELD_START + HALF_AN_HOUR, passport_taken=True,
            ),
            ReportedVisit(
                case_reference="SAHS-W9PD", place=PLACES[2], team="T2", planned_at=HELD_START + timedelta(minutes=20),
                outcome="team-not-ready", started_at=None, ended_at=None,
            ),
            ReportedVisit(
                case_reference="SAHS-M3TQ", place=PLACES[1], team="T1", planned_at=HELD_START + 2 * HALF_AN_HOUR,
                outcome="nobody-home", started_at=HELD_START + timedelta(minutes=58),
                ended_at=HELD_START + timedelta(minutes=75),
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
