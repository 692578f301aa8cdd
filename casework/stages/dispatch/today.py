"""A day of announced visits as it stands: its teams, what of its plan still holds, and what is over."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

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
    held: frozenset[str]


def as_it_stands(reading: Reading, office: Office, day: date) -> Today | None:
    """The signed day; None where none was signed. Nobody and nothing that is out of action today goes with any team."""
    row = reading.session.scalar(select(RoundPlan).where(RoundPlan.day == day, RoundPlan.state == "signed"))
    if row is None:
        return None
    teams, not_again = {team.team_code: team for team in teams_of(reading, day)}, out_of_action(reading, day)
    visits = {
        visit.case_reference: visit
        for visit in reading.session.scalars(
            select(Visit).where(Visit.day == day, Visit.state.in_(("announced", "held")))
        )
    }
    plan = _with(Plan.model_validate(row.content["plan"]), visits, teams, reading)
    out = [team_of_the_day(reading, team) for team in teams.values() if _can_go_on(team, not_again)]
    spare = _spare_teams(reading, day, [*teams.values()], not_again)
    stands = working_day(day, [*out, *spare], office.calendar)
    cases = reading.session.scalars(select(Case).where(Case.reference.in_(visits)).order_by(Case.reference))
    requests = requests_of(reading, list(cases), stands)
    [stands] = with_roads(office, [stands], requests)
    to_be_made = {visit.case_reference for visit in still_to_be_made(reading, day)}
    held = frozenset(reference for reference in visits if reference not in to_be_made)
    return Today(stands, plan, requests, held)


def teams_of(reading: Reading, day: date) -> list[TeamDay]:
    """The teams that go out on a day."""
    return list(reading.session.scalars(select(TeamDay).where(TeamDay.day == day).order_by(TeamDay.team_code)))


def still_to_be_made(reading: Reading, day: date) -> list[Visit]:
    """The announced visits of a day that nobody has reported: one with an exception to be approved is over, too."""
    waiting = select(Question.subject, Question.cycle).where(Question.kind == "visit-report", Question.state == "open")
    open_reports = {(subject, cycle) for subject, cycle in reading.session.execute(waiting)}
    announced = select(Visit).where(Visit.day == day, Visit.state == "announced").order_by(Visit.starts_at)
    return [one for one in reading.session.scalars(announced) if (one.case_reference, one.occurrence) in open_reports]


def announced_visits(reading: Reading, team: TeamDay) -> list[Visit]:
    """The visits that a team is still to make, in the order of the day."""
    statement = select(Visit).where(
        Visit.day == team.day, Visit.team_code == team.team_code, Visit.state == "announced"
    )
    return list(reading.session.scalars(statement.order_by(Visit.starts_at)))


def _can_go_on(team: TeamDay, not_again: Collection[str]) -> bool:
    return team.state in OUT and {*team.members, team.kit_code, team.vehicle_code}.isdisjoint(not_again)


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
    staff = Staff(reading, day)
    busy = {code for team in teams_of(reading, day) for code in team.members} | out_of_action(reading, day)
    return [one for one in available_officers(reading, staff) if one.code not in busy and one.code not in staff.absent]


def spare_equipment(reading: Reading, day: date, kind: str) -> list[str]:
    """Kits or vehicles in service that no team of the day takes along, and that did not fail this morning."""
    used = {code for team in teams_of(reading, day) for code in (team.kit_code, team.vehicle_code)}
    used |= out_of_action(reading, day)
    return [code for code in in_service(reading, kind) if code not in used]


def _spare_teams(
    reading: Reading, day: date, teams: Sequence[TeamDay], not_again: Collection[str]
) -> list[TeamOfTheDay]:
    """Teams that could be formed yet: of members and equipment that go with nobody, or whose team was held back."""
    idle = [team for team in teams if team.state not in OUT]
    officers = {one.code: one for one in spare_officers(reading, day)}
    known = {one.code: one for one in available_officers(reading, Staff(reading, day))}
    officers |= {code: known[code] for team in idle for code in team.members if code in known}
    taken_along = {code for team in teams if team.state in OUT for code in (team.kit_code, team.vehicle_code)}
    formed = form_teams(
        day,
        officers.values(),
        decree_members=officers,
        kits=[kit for kit in in_service(reading, "kit") if kit not in taken_along.union(not_again)],
        vehicles=[one for one in in_service(reading, "vehicle") if one not in taken_along.union(not_again)],
        unfit=[code for code in officers if code in not_again],
    )
    taken = {team.team_code for team in teams}
    free = (f"{SPARE}{number}" for number in range(1, 100) if f"{SPARE}{number}" not in taken)
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
