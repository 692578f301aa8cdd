"""Facts of the letters about a visit: assignment, visit notice, failed visit."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select

from casework.case import Applicant, DocumentCode, VisitNeed
from casework.clock import OFFICE_TIME_ZONE
from casework.deadlines import limits_on
from casework.equipment_names import equipment_name
from casework.letters import letterhead_on
from casework.letters.facts.parts import AssignedOfficer, NumberedDecree, VisitingOfficer
from casework.letters.facts.visit import AssignedVisit, AssignmentFacts, FailedVisitFacts, VisitNoticeFacts
from casework.office import Office
from casework.office_calendar import at, visiting_hours
from casework.registry import Change, Reading
from casework.registry.authority import Staff
from casework.registry.models import Case, Letter, Officer, TeamDay, Visit
from casework.registry.officers import employee_number_of, name_of, rank_on
from casework.rounds import Round
from casework.stages.billed import present_payment
from casework.stages.case_file import find_case, read_application
from casework.stages.dispatch.appointing import decrees_appointing
from casework.stages.letter_facts.parties import home_of, parties_of, place_of
from casework.tariffs import visit_budget

Part = Literal["lead", "biometrics", "safety"]
PART_OF_ROLE: dict[str, Part] = {"biometric-operator": "biometrics", "health-and-security": "safety"}


@dataclass(frozen=True)
class SeenAtTheDoor:
    """What a team reported of a visit that was not held: when it came and left (aware), how often it telephoned, what it kept."""

    arrived_at: datetime
    left_at: datetime
    telephone_calls: int = 0
    kept: tuple[str, ...] = ()


def assignment(change: Change, team: TeamDay, team_round: Round) -> AssignmentFacts:
    """L05: which officers, each by which decree, visit which cases on which day; no street, for copies travel."""
    decree, *further = decrees_appointing(change, team.day, [team_round])
    today = change.moment.office_date
    return AssignmentFacts(
        decree_number=decree.number,
        decree_date=decree.dated,
        further_decrees=tuple(NumberedDecree(number=one.number, dated=one.dated) for one in further),
        round_date=team.day,
        officers=tuple(
            AssignedOfficer(
                name=name_of(change, officer),
                post=officer.post,
                role=part_of(change, officer, team),
                employee_number=employee_number_of(change, officer),
                rank=rank_on(change, officer, change.moment.office_date),
            )
            for officer in members_of(change, team)
        ),
        visits=tuple(
            AssignedVisit(
                case_reference=stop.reference,
                starts_at=stop.starts_at.astimezone(OFFICE_TIME_ZONE),
                ends_at=stop.ends_at.astimezone(OFFICE_TIME_ZONE),
                place=place_of(read_application(change, find_case(change, stop.reference))),
            )
            for stop in team_round.stops
        ),
        vehicle=equipment_name(change, team.vehicle_code),
        equipment=(equipment_name(change, team.kit_code),),
        budget=f"{visit_budget(today, letterhead_on(today).office)}; tidak dibebankan kepada pemohon",
    )


def visit_notice(
    change: Change, office: Office, case: Case, visit: Visit, team: TeamDay, letter: Letter
) -> VisitNoticeFacts:
    """L06: when who comes, what to lay ready, and until when the date may be changed without losing an attempt."""
    application = read_application(change, case)
    payment = present_payment(change, case.reference)
    return VisitNoticeFacts(
        **parties_of(case, application),
        starts_at=visit.starts_at.astimezone(OFFICE_TIME_ZONE),
        ends_at=visit.ends_at.astimezone(OFFICE_TIME_ZONE),
        visit_address=home_of(application),
        officers=tuple(
            VisitingOfficer(name=name_of(change, officer), post=officer.post, role=part_of(change, officer, team))
            for officer in members_of(change, team)
        ),
        assignment_number=letter.number,
        assignment_date=letter.dated,
        documents_to_prepare=(DocumentCode.PASSPORT, DocumentCode.CURRENT_PERMIT),
        interpreter_language=interpreter_language(application.applicant, members_of(change, team)),
        needs=application.applicant.needs,
        reschedule_until=_reschedule_until(office, change.moment.office, visit),
        attempt=visit.occurrence,
        paid_before_expiry=payment is not None and _paid_in_time(case, payment.paid_at),
    )


def failed_visit(
    change: Change,
    office: Office,
    case: Case,
    visit: Visit,
    outcome: str,
    seen: SeenAtTheDoor | None = None,
) -> FailedVisitFacts:
    """L09: why the visit was not held, whether it counts, and what comes next; ``seen`` where the team was at the door."""
    counted = list(
        change.session.scalars(select(Visit.occurrence).where(Visit.case_reference == case.reference, Visit.counted))
    )
    arrived, left = (seen.arrived_at, seen.left_at) if seen else (visit.starts_at, visit.ends_at)
    following, application = _announced_after(change, visit), read_application(change, case)
    return FailedVisitFacts(
        **parties_of(case, application),
        arrived_at=arrived.astimezone(OFFICE_TIME_ZONE),
        left_at=left.astimezone(OFFICE_TIME_ZONE),
        outcome=outcome,  # one of the coded outcomes; the facts model refuses any other
        telephone_calls=seen.telephone_calls if seen else 0,
        place=home_of(application) if seen else None,
        kept=seen.kept if seen else (),  # coded evidence; the facts model refuses any other
        counted=visit.counted,
        attempts_counted=len(counted),
        attempts_allowed=limits_on(change.moment.office_date).attempts_at_a_visit,
        next_starts_at=following.starts_at.astimezone(OFFICE_TIME_ZONE) if following else None,
        next_ends_at=following.ends_at.astimezone(OFFICE_TIME_ZONE) if following else None,
        contact_by=office.calendar.add_working_days(change.moment.office_date, 2),
        permit_expires_on=case.permit_expires_on,
    )


def _announced_after(reading: Reading, visit: Visit) -> Visit | None:
    """The next visit to the same case, where it has been announced already."""
    later = select(Visit).where(
        Visit.case_reference == visit.case_reference,
        Visit.state == "announced",
        Visit.occurrence > visit.occurrence,
    )
    return reading.session.scalar(later.order_by(Visit.occurrence).limit(1))


def members_of(reading: Reading, team: TeamDay) -> list[Officer]:
    """The team, its lead first."""
    order = [team.lead_code, *(code for code in team.members if code != team.lead_code)]
    return [reading.session.get_one(Officer, code) for code in order]


def part_of(reading: Reading, officer: Officer, team: TeamDay) -> Part:
    """An officer's part in a team, by the roles in which they may act on its day."""
    if officer.code == team.lead_code:
        return "lead"
    held = Staff(reading, team.day).own_roles_of(officer.code)
    for role, part in PART_OF_ROLE.items():
        if role in held:
            return part
    return "safety"


def interpreter_language(applicant: Applicant, team: list[Officer]) -> str | None:
    """The language for which the office brings an interpreter; None where nobody asked, or the team speaks one of theirs."""
    spoken = {language for officer in team for language in officer.languages}
    if VisitNeed.INTERPRETER in applicant.needs and not spoken & set(applicant.languages):
        return applicant.languages[0]
    return None


def _reschedule_until(office: Office, now: datetime, visit: Visit) -> datetime:
    day_before = office.calendar.previous_working_day(visit.day)
    closing = at(day_before, visiting_hours(day_before).back_by)
    return max(closing, now + timedelta(minutes=30)) if closing <= now else closing


def _paid_in_time(case: Case, paid_at: datetime | None) -> bool:
    """Only what was paid while a stay with a last day ran says anything about overstay."""
    if paid_at is None or case.permit_expires_on is None:
        return False
    return paid_at.astimezone(OFFICE_TIME_ZONE).date() <= case.permit_expires_on
