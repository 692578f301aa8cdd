"""What is to be planned for a day, read from the register, and a plan for it that was made while nothing was locked."""

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from casework.case import Applicant, Residence, VisitNeed
from casework.identity.employee_number import is_of_a_woman
from casework.lifecycle import Stage
from casework.office import Office
from casework.regions import find_district
from casework.registry import Reading
from casework.registry.authority import Staff
from casework.registry.models import Case, Equipment, Officer
from casework.registry.officers import employee_number_of
from casework.rounds import (
    AvailableOfficer,
    Plan,
    Planner,
    VisitRequest,
    WorkingDay,
    form_teams,
    working_day,
)
from casework.rounds.horizon import plan_ahead
from casework.rounds.planner import Solver
from casework.stages.barring import barred_officers
from casework.stages.case_file import read_application
from casework.stages.dispatch.notice import is_short, who_cannot_wait
from casework.stages.dispatch.plans import TEAM_ROLES, planned_between
from casework.stages.dispatch.roads import with_roads

DAYS_AHEAD = 5
OVERTAKEN = "somebody came, went or fell ill while the day was planned: the plain planner's plan is used"
FRAIL = frozenset({VisitNeed.LYING_DOWN, VisitNeed.WHEELCHAIR})


@dataclass(frozen=True)
class ToBePlanned:
    """A day and the working days after it, with the teams that each will have, and everybody who waits for a visit."""

    days: tuple[WorkingDay, ...]
    requests: tuple[VisitRequest, ...]


@dataclass(frozen=True)
class Draft:
    """A plan, and exactly what was asked of it."""

    asked: ToBePlanned
    plan: Plan


def draft(asked: ToBePlanned, solver: Solver | None = None) -> Draft:
    """The best plan for a day; whoever is left out is told the later day that has room."""
    return Draft(asked, plan_ahead(asked.days, asked.requests, solver))


def draft_that_stands(reading: Reading, office: Office, day: date, today: date, earlier: Draft | None) -> Draft:
    """The draft that was made; where somebody came, went or fell ill in the meantime one without the solver, which says so."""
    asked = what_is_to_be_planned(reading, office, day, today)
    if earlier is not None and earlier.asked == asked:
        return earlier
    made = draft(asked)
    if earlier is None or made.plan.planner is not Planner.PLAIN:
        return made
    return replace(made, plan=made.plan.model_copy(update={"solver_trouble": OVERTAKEN}))


def what_is_to_be_planned(
    reading: Reading, office: Office, day: date, today: date, keep: Collection[str] = ()
) -> ToBePlanned:
    """The queue is a query: every case that waits for a visit and stands in no plan of a day before this one.

    On a day of which nobody can be told in time any more only those are planned who cannot wait for the next one, and
    whoever of ``keep`` was planned for it before.
    """
    first = _working_day(reading, office, day)
    days = (first, *(_working_day(reading, office, later) for later in first.following[:DAYS_AHEAD]))
    sooner = planned_between(reading, today, day)
    waiting = [case for case in waiting_for_a_visit(reading) if case.reference not in sooner]
    requests = requests_of(reading, waiting, first)
    if is_short(office, today, day):
        urgent = {one.reference for one in who_cannot_wait(office, requests, day)}.union(keep)
        requests = tuple(one for one in requests if one.reference in urgent)
    return ToBePlanned(with_roads(office, days, requests), requests)


def waiting_for_a_visit(reading: Reading) -> list[Case]:
    """Every case that waits for a visit."""
    waiting = select(Case).where(Case.stage == Stage.WAITING_FOR_VISIT.value)
    return list(reading.session.scalars(waiting.order_by(Case.reference)))


def requests_of(reading: Reading, cases: Sequence[Case], day: WorkingDay) -> tuple[VisitRequest, ...]:
    """What the planner must know of each case; codes only."""
    applications = {case.reference: read_application(reading, case) for case in cases}
    homes = {reference: home_key(application.residence) for reference, application in applications.items()}
    urgent_until = day.following[day.capacity.urgent_within - 1]
    shared = {home for home, people in Counter(homes.values()).items() if people > 1}
    return tuple(
        VisitRequest(
            reference=case.reference,
            regency_code=case.regency_code,
            last_safe_day=case.last_safe_visit_day or date.max,
            needs=_needs(applications[case.reference].applicant, day),
            not_with=tuple(sorted(barred_officers(reading, case.reference))),
            urgent=case.last_safe_visit_day is not None and case.last_safe_visit_day <= urgent_until,
            frail=not FRAIL.isdisjoint(applications[case.reference].applicant.needs),
            household=homes[case.reference] if homes[case.reference] in shared else None,
            district_code=_district_of(applications[case.reference].residence, case.regency_code),
        )
        for case in cases
    )


def _district_of(residence: Residence, regency_code: str) -> str | None:
    """The sub-district of a home, as far as the gazetteer knows it: nearer than that the planner need not know."""
    district = find_district(residence.village_code)
    return district.code if district is not None and district.regency_code == regency_code else None


def home_key(residence: Residence) -> str:
    """People at one address have the same home; the plan never carries it, and it tells nobody where that is."""
    address = (residence.village_code, residence.neighbourhood, " ".join(residence.street.casefold().split()))
    return hashlib.sha256("\n".join(address).encode()).hexdigest()[:32]


def abilities_of(reading: Reading, officer: Officer) -> tuple[str, ...]:
    """What else an officer brings to a door: a woman may be asked for; the NIP tells, and stays where it is."""
    return (VisitNeed.FEMALE_OFFICER.value,) if is_of_a_woman(employee_number_of(reading, officer)) else ()


def _needs(applicant: Applicant, day: WorkingDay) -> tuple[str, ...]:
    """What the team must bring; whatever else the applicant needs it is told, and can do."""
    woman = (VisitNeed.FEMALE_OFFICER.value,) if VisitNeed.FEMALE_OFFICER in applicant.needs else ()
    return (*_language_needed(applicant, day), *woman)


def _language_needed(applicant: Applicant, day: WorkingDay) -> tuple[str, ...]:
    """A team of the day that speaks the applicant's language needs no interpreter; for any other one is booked."""
    if VisitNeed.INTERPRETER not in applicant.needs:
        return ()
    spoken = {language for team in day.teams for language in team.languages}
    return tuple(f"language:{language}" for language in applicant.languages if language in spoken)[:1]


def available_officers(reading: Reading, staff: Staff) -> list[AvailableOfficer]:
    """The officers whom the decree appoints members of a team; nobody goes out in a colleague's stead."""
    own_roles = {code: staff.own_roles_of(code) for code in staff.serving}
    return [
        AvailableOfficer(
            code=code,
            roles=tuple(role for role in TEAM_ROLES if role in own_roles[code]),
            languages=tuple(officer.languages),
            abilities=abilities_of(reading, officer),
        )
        for code, officer in staff.serving.items()
        if any(role in own_roles[code] for role in TEAM_ROLES)
    ]


def in_service(reading: Reading, kind: str) -> list[str]:
    """The kits or the vehicles that are in service, by their codes."""
    wanted = select(Equipment.code).where(Equipment.in_service, Equipment.kind == kind)
    return list(reading.session.scalars(wanted.order_by(Equipment.code)))


def _working_day(reading: Reading, office: Office, day: date) -> WorkingDay:
    staff = Staff(reading, day)
    officers = available_officers(reading, staff)
    formed = form_teams(
        day,
        officers,
        decree_members={officer.code for officer in officers},
        kits=in_service(reading, "kit"),
        vehicles=in_service(reading, "vehicle"),
        unfit=staff.absent,
    )
    planned = working_day(day, formed.teams, office.calendar)
    return planned.model_copy(update={"reserve": planned.capacity.kept_free})
