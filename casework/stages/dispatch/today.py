"""A day of announced visits as it stands: its teams, what of its plan still holds, and what is over."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import count

from sqlalchemy import select

from casework.office import Office
from casework.registry import Reading
from casework.registry.authority import Staff
from casework.registry.models import Case, Officer, Question, RoundPlan, TeamDay, Visit
from casework.rounds import (
    AvailableOfficer,
    Plan,
    Round,
    TeamOfTheDay,
    VisitRequest,
    WorkingDay,
    form_teams,
    working_day,
)
from casework.stages.dispatch.drafting import abilities_of, available_officers, in_service, requests_of
from casework.stages.dispatch.out_of_action import out_of_action
from casework.stages.dispatch.roads import with_roads

SPARE = "C"  # for cadangan: the code of a team that is formed on the day itself
OUT = ("planned", "released")


@dataclass(frozen=True)
class Today:
    """The day with the teams that are or can be out, the plan with the visits that are to be or were held, and the latter."""

    day: WorkingDay
    plan: Plan
    requests: tuple[VisitRequest, ...]
    over: frozenset[str]


def as_it_stands(reading: Reading, office: Office, day: date) -> Today | None:
    """The signed day; None where none was signed. Nobody and nothing that is out of action today goes with any team."""
    row = reading.session.scalar(select(RoundPlan).where(RoundPlan.day == day, RoundPlan.state == "signed"))
    if row is None:
        return None
    teams, gone = {team.team_code: team for team in teams_of(reading, day)}, out_of_action(reading, day)
    visits = {
        visit.case_reference: visit
        for visit in reading.session.scalars(
            select(Visit).where(Visit.day == day, Visit.state.in_(("announced", "held")))
        )
    }
    plan = _with(Plan.model_validate(row.content["plan"]), visits, teams, reading)
    out = [team_of_the_day(reading, team) for team in teams.values() if _can_go_on(team, gone)]
    stands = working_day(day, [*out, *_spare_teams(reading, day, teams)], office.calendar)
    cases = reading.session.scalars(select(Case).where(Case.reference.in_(visits)).order_by(Case.reference))
    requests = requests_of(reading, list(cases), stands)
    [stands] = with_roads(office, [stands], requests)
    to_be_made = {visit.case_reference for visit in still_to_be_made(reading, day)}
    return Today(stands, plan, requests, over=frozenset(visits) - to_be_made)


def teams_of(reading: Reading, day: date) -> list[TeamDay]:
    """The teams that go out on a day."""
    return list(reading.session.scalars(select(TeamDay).where(TeamDay.day == day).order_by(TeamDay.team_code)))


def still_to_be_made(reading: Reading, day: date) -> list[Visit]:
    """The announced visits of a day that nobody has reported: one with an exception to be approved is over, too."""
    waiting = select(Question.subject, Question.cycle).where(Question.kind == "visit-report", Question.state == "open")
    open_reports = {(subject, cycle) for subject, cycle in reading.session.execute(waiting)}
    announced = select(Visit).where(Visit.day == day, Visit.state == "announced")
    in_order = announced.order_by(Visit.starts_at, Visit.team_code, Visit.case_reference)
    return [one for one in reading.session.scalars(in_order) if (one.case_reference, one.occurrence) in open_reports]


def announced_visits(reading: Reading, team: TeamDay) -> list[Visit]:
    """The visits that a team is still to make, in the order of the day."""
    return [visit for visit in still_to_be_made(reading, team.day) if visit.team_code == team.team_code]


def _can_go_on(team: TeamDay, gone: Collection[str]) -> bool:
    return team.state in OUT and {*team.members, team.kit_code, team.vehicle_code}.isdisjoint(gone)


def team_of_the_day(reading: Reading, team: TeamDay) -> TeamOfTheDay:
    """A team of the register as the planner knows it."""
    officers = [reading.session.get_one(Officer, code) for code in team.members]
    return TeamOfTheDay(
        code=team.team_code,
        members=tuple(team.members),
        lead=team.lead_code,
        kit=team.kit_code,
        vehicle=team.vehicle_code,
        languages=tuple(sorted({language for officer in officers for language in officer.languages})),
        abilities=tuple(sorted({ability for officer in officers for ability in abilities_of(reading, officer)})),
    )


def spare_officers(reading: Reading, day: date) -> list[AvailableOfficer]:
    """Members of the decree who are on duty that day, go out with no team, and were not reported unfit this morning."""
    staff, taken = Staff(reading, day), _taken_or_gone(reading, day)
    return [one for one in available_officers(reading, staff) if one.code not in taken and one.code not in staff.absent]


def spare_equipment(reading: Reading, day: date, kind: str) -> list[str]:
    """Kits or vehicles in service that no team of the day takes along, and that did not fail this morning."""
    taken = _taken_or_gone(reading, day)
    return [code for code in in_service(reading, kind) if code not in taken]


def _taken_or_gone(reading: Reading, day: date) -> set[str]:
    """Who and what goes out with a team, or can go out no more; a team that was held back gives free what is in order."""
    out = [team for team in teams_of(reading, day) if team.state in OUT]
    taken = {code for team in out for code in (*team.members, team.kit_code, team.vehicle_code)}
    return taken | out_of_action(reading, day)


def _spare_teams(reading: Reading, day: date, known: Collection[str]) -> list[TeamOfTheDay]:
    """Teams that could be formed yet, under codes that no team of the day has."""
    officers = spare_officers(reading, day)
    formed = form_teams(
        day,
        officers,
        decree_members={one.code for one in officers},
        kits=spare_equipment(reading, day, "kit"),
        vehicles=spare_equipment(reading, day, "vehicle"),
    )
    free = (code for number in count(1) if (code := f"{SPARE}{number}") not in known)
    return [team.model_copy(update={"code": next(free)}) for team in formed.teams]


def _with(plan: Plan, visits: dict[str, Visit], teams: dict[str, TeamDay], reading: Reading) -> Plan:
    """The signed plan without the visits that are off, its teams as they are today."""
    rounds = []
    for tour in plan.rounds:
        stops = tuple(stop for stop in tour.stops if stop.reference in visits)
        if stops and tour.team.code in teams:
            team = team_of_the_day(reading, teams[tour.team.code])
            rounds.append(Round(team=team, stops=stops, returns_at=tour.returns_at))
    return plan.model_copy(update={"rounds": tuple(rounds), "left_out": (), "reserves": ()})
