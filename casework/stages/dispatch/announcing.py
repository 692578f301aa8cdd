"""Announcing the rounds: with the signature everything is booked, assigned and told at once, or nothing is."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.exc import IntegrityError

from casework.letters import LetterKind
from casework.lifecycle import Stage
from casework.office import Office
from casework.registry import Change, Event, Reading
from casework.registry.models import TeamDay
from casework.rounds import Plan, Round, Stop, TeamOfTheDay
from casework.stages import letter_facts
from casework.stages.barring import barred_officers
from casework.stages.case_file import find_case
from casework.stages.correspondence import plan_letter
from casework.stages.deciding import ConsequenceRefused, Decided
from casework.stages.dispatch.announced_visit import announce_visit
from casework.stages.dispatch.plans import decree_in_force, plan_in_state, refuse_a_lapsed_plan, reject
from casework.stages.dispatch.signing_a_change import settle_signed_addition
from casework.stages.dispatch.subjects import day_of, rounds_subject


def settle_signature(change: Change, office: Office, decided: Decided) -> None:
    """With the signature everything is booked, assigned and announced at once, or nothing is."""
    day = day_of(decided.question.subject)
    addition = "addition" in decided.question.prepared
    plan = plan_in_state(change, day, "signed" if addition else "approved")
    refuse_a_lapsed_plan(change, plan)
    if addition:
        settle_signed_addition(change, office, decided)
        return
    if decided.choice == "refuse":
        reject(change, plan, decided)
        return
    proposed = Plan.model_validate(plan.content["plan"])
    plan.state = "signed"
    change.write(
        Event(
            "dispatch:plan:signed",
            rounds_subject(day),
            decided.officer.code,
            {"revision": plan.revision, "plan": plan.digest},
        )
    )
    try:
        for team_round in proposed.rounds:
            _announce_round(change, office, day, team_round, decided)
    except IntegrityError:
        raise ConsequenceRefused("double-booking") from None


def _announce_round(change: Change, office: Office, day: date, planned: Round, decided: Decided) -> None:
    team_round = _still_wanted(change, planned)
    if team_round is None:
        return
    team = team_round.team
    row = _team_of_the_day(change, day, team)
    change.write(
        Event(
            "dispatch:team:assigned",
            rounds_subject(day),
            decided.officer.code,
            {"team": team.code, "members": list(team.members)},
        ),
        row,
    )
    assignment = plan_letter(
        change,
        rounds_subject(day),
        LetterKind.ASSIGNMENT,
        letter_facts.assignment(change, row, team_round),
        signed_by=decided,
        mail_to=(),
    )
    for stop in team_round.stops:
        announce_visit(change, office, row, stop, team_round, assignment)


def _team_of_the_day(change: Change, day: date, team: TeamOfTheDay) -> TeamDay:
    """A team that was held when its day was closed goes out after all, should the day be opened again and planned anew."""
    held = change.session.get(TeamDay, (day, team.code))
    row = held if held is not None and held.state == "held" else TeamDay(day=day, team_code=team.code)
    row.lead_code, row.members, row.state = team.lead, list(team.members), "planned"
    row.kit_code, row.vehicle_code, row.decree_number = team.kit, team.vehicle, decree_in_force(change, day)
    return row


def _still_wanted(reading: Reading, planned: Round) -> Round | None:
    """A case that ended, moved house or must not see this team since the plan was made keeps its place free.

    Neither letter nor team hears of it; one that still waits is planned another day.
    """
    stops = tuple(stop for stop in planned.stops if _is_as_planned(reading, stop, planned.team.members))
    return planned.model_copy(update={"stops": stops}) if stops else None


def _is_as_planned(reading: Reading, stop: Stop, members: Collection[str]) -> bool:
    case = find_case(reading, stop.reference)
    lives_there = case.regency_code == stop.regency_code
    welcome = barred_officers(reading, case.reference).isdisjoint(members)
    return case.stage == Stage.WAITING_FOR_VISIT.value and lives_there and welcome
