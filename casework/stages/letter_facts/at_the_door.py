"""Facts of the papers of a visit: the consent form, the official record, the receipt for a passport."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from casework.case import Application
from casework.clock import OFFICE_TIME_ZONE
from casework.deadlines import retention_of
from casework.equipment_names import equipment_name
from casework.letters.facts.at_the_door import (
    AcceptedException,
    ConsentFacts,
    PassportCustodyFacts,
    UnrecordedFingers,
    VisitRecordFacts,
)
from casework.letters.facts.parts import AssignedOfficer
from casework.registry import Reading
from casework.registry.models import Case, TeamDay, Visit
from casework.registry.officers import employee_number_of, name_of
from casework.settlements import settlement_of
from casework.stages.case_file import read_application
from casework.stages.deciding import Decided
from casework.stages.letter_facts.assigned import assignment_of, decrees_of_visits
from casework.stages.letter_facts.parties import home_of, masked, parties_of
from casework.stages.letter_facts.visit import interpreter_language, members_of, part_of
from casework.stages.reported import code, kept_on_the_device, reported_times, unrecorded_fingers


def consent(reading: Reading, case: Case, visit: Visit, team: TeamDay) -> ConsentFacts:
    """L07: what the holder is told at the door, and for how long the file with their answers will be kept."""
    application = read_application(reading, case)
    retention = retention_of(case.permit_kind, visit.day)
    return ConsentFacts(
        **_at_the_door(reading, case, application, visit),
        starts_at=visit.starts_at.astimezone(OFFICE_TIME_ZONE),
        ends_at=visit.ends_at.astimezone(OFFICE_TIME_ZONE),
        interpreter_language=interpreter_language(application.applicant, members_of(reading, team)),
        retention_years=retention.until.year - visit.day.year,
        retention_basis=retention.legal_basis,
    )


def visit_record(
    reading: Reading, case: Case, visit: Visit, reported: Decided, accepted: Decided | None
) -> VisitRecordFacts:
    """L08: the visit as its lead reported it, and as a second officer accepted it where something could not be recorded."""
    team = reading.session.get_one(TeamDay, (visit.day, visit.team_code))
    answer = reported.answer
    started, ended = reported_times(visit.day, answer)
    decree, *further = decrees_of_visits(reading, visit.day, [case.reference])
    return VisitRecordFacts(
        **_at_the_door(reading, case, read_application(reading, case), visit),
        started_at=started,
        ended_at=ended,
        reported_at=decided_at(reading, reported),
        decree_number=decree.number,
        further_decrees=tuple(further),
        officers=tuple(
            AssignedOfficer(
                name=name_of(reading, officer),
                post=officer.post,
                role=part_of(reading, officer, team),
                employee_number=employee_number_of(reading, officer),
            )
            for officer in sorted(members_of(reading, team), key=lambda one: one.code != reported.officer.code)
        ),
        equipment=equipment_name(reading, team.kit_code),
        consent=code(answer, "consent"),  # one of the coded answers; the facts model refuses any other
        exception=_exception(reading, accepted, answer) if accepted else None,
        **_interview(answer),
        kept=tuple(kept_on_the_device(answer)),
        passport=code(answer, "passport"),
        free_of_charge=code(answer, "free_of_charge") == "yes",
    )


def passport_custody(
    reading: Reading, case: Case, visit: Visit, reported: Decided, back_by: date
) -> PassportCustodyFacts:
    """L15: whose passport left the home with which lead, for what, and by when it comes back."""
    application = read_application(reading, case)
    applicant = application.applicant
    return PassportCustodyFacts(
        **parties_of(case, application, to_applicant=True),
        nationality=applicant.nationality,
        passport_number_masked=masked(applicant.passport_number),
        passport_expires_on=applicant.passport_expires_on,
        procedure=application.procedure,
        permit_kind=application.permit.kind,
        permit_index=application.permit.index,
        taken_at=reported_times(visit.day, reported.answer)[1],
        taken_by_name=name_of(reading, reported.officer),
        taken_by_post=reported.officer.post,
        back_by=back_by,
    )


def decided_at(reading: Reading, decided: Decided) -> datetime:
    """The office's time (aware) at which a decision was put on record, as the ledger tells it."""
    end = settlement_of(reading, decided.question)
    if end is None:
        raise LookupError(f"the question '{decided.question.kind}' is still open: nobody has decided it")
    return datetime.combine(end.office_date, time.fromisoformat(end.office_time), OFFICE_TIME_ZONE)


def _at_the_door(reading: Reading, case: Case, application: Application, visit: Visit) -> dict[str, Any]:
    """What the papers of a visit have in common; a facts model refuses what does not fit."""
    letter = assignment_of(reading, visit)
    return {
        "case_reference": case.reference,
        "applicant_name": application.applicant.full_name,
        "nationality": application.applicant.nationality,
        "passport_number_masked": masked(application.applicant.passport_number),
        "procedure": application.procedure,
        "permit_kind": application.permit.kind,
        "permit_index": application.permit.index,
        "visit_address": home_of(application),
        "guarantor_name": application.guarantor.name if application.guarantor else None,
        "assignment_number": letter.number,
        "assignment_date": letter.dated,
    }


def _interview(answer: Mapping[str, Any]) -> dict[str, Any]:
    """In which language, and through whom; a report of before that was asked says neither."""
    if "language" not in answer:
        return {}
    return {"interview_language": code(answer, "language"), "interpreter": code(answer, "interpreter")}


def _exception(reading: Reading, accepted: Decided, reported: Mapping[str, Any]) -> AcceptedException:
    return AcceptedException(
        ground=accepted.decision.ground,  # one of the coded grounds; the facts model refuses any other
        fingers=tuple(
            UnrecordedFingers(ground=ground, fingers=tuple(fingers))
            for ground, fingers in unrecorded_fingers(reported).items()
        ),
        accepted_by=name_of(reading, accepted.officer),
        accepted_by_post=accepted.officer.post,
        accepted_at=decided_at(reading, accepted),
    )
