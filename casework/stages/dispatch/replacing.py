"""Replacing in the morning who is not fit and what does not work: within the decree, and only with the head's signature."""

from collections.abc import Collection

from casework.office import Office
from casework.questions import code_of
from casework.questions.about_visits import NOTHING_REPLACED
from casework.registry import Change, Event, Reading
from casework.registry.authority import Staff
from casework.registry.ledger import Fact
from casework.registry.models import TeamDay
from casework.rounds import TeamOfTheDay, form_teams
from casework.stages.barring import barred_officers
from casework.stages.deciding import ConsequenceRefused, Decided
from casework.stages.dispatch.changing import RELEASED_WITH_THE_SIGNATURE, propose_change
from casework.stages.dispatch.drafting import available_officers
from casework.stages.dispatch.today import (
    Today,
    announced_visits,
    as_it_stands,
    spare_equipment,
    spare_officers,
    team_of_the_day,
)


def chosen(decided: Decided) -> bool:
    """Whether the form names anything that is to replace something."""
    answer = decided.answer
    return bool(answer.get("replacements")) or any(
        answer[name] != NOTHING_REPLACED for name in ("spare_kit", "spare_vehicle")
    )


def replace_in_team(change: Change, office: Office, decided: Decided, team: TeamDay) -> None:
    """The team as it would be is put before the head of office; it leaves with that signature and not before."""
    stands = as_it_stands(change, office, team.day)
    if stands is None or not announced_visits(change, team):
        raise ConsequenceRefused("question-void")
    renewed = _renewed(change, decided, team)
    if not _brings_what_is_needed(renewed, team_of_the_day(change, team), stands):
        raise ConsequenceRefused("replacement-incomplete")
    rounds = tuple(
        tour.model_copy(update={"team": renewed}) if tour.team.code == team.team_code else tour
        for tour in stands.plan.rounds
    )
    facts: dict[str, Fact] = {"members": list(renewed.members), "kit": renewed.kit, "vehicle": renewed.vehicle}
    change.write(Event("dispatch:team:to-be-changed", decided.question.subject, decided.officer.code, facts))
    after = stands.plan.model_copy(update={"rounds": rounds})
    propose_change(change, office, team, stands.plan, after, why=RELEASED_WITH_THE_SIGNATURE)


def _renewed(change: Change, decided: Decided, team: TeamDay) -> TeamOfTheDay:
    answer = decided.answer
    members = {*answer["fit_officers"], *map(code_of, answer.get("replacements", ()))}
    kit, vehicle = (
        old if answer[name] == NOTHING_REPLACED else code_of(answer[name])
        for name, old in (("spare_kit", team.kit_code), ("spare_vehicle", team.vehicle_code))
    )
    spare = {one.code for one in spare_officers(change, team.day)}
    free = {
        *spare_equipment(change, team.day, "kit"), *spare_equipment(change, team.day, "vehicle"), team.kit_code, team.vehicle_code,
    }  # fmt: skip
    if not members <= {*team.members, *spare} or not {kit, vehicle} <= free:
        raise ConsequenceRefused("replacement-incomplete")
    formed = form_teams(
        team.day,
        [one for one in available_officers(change, Staff(change, team.day)) if one.code in members],
        decree_members=members,
        kits=[kit],
        vehicles=[vehicle],
    )
    if len(formed.teams) != 1 or set(formed.teams[0].members) != members or not _is_welcome(change, team, members):
        raise ConsequenceRefused("replacement-incomplete")
    return formed.teams[0].model_copy(update={"code": team.team_code})


def _brings_what_is_needed(renewed: TeamOfTheDay, present: TeamOfTheDay, stands: Today) -> bool:
    """What the team was to bring (a language, a woman) the renewed one brings as well: nobody else has been booked for it."""
    own = {stop.reference for tour in stands.plan.rounds if tour.team.code == present.code for stop in tour.stops}
    needed = {need for request in stands.requests if request.reference in own for need in request.needs}
    return renewed.offers >= needed & present.offers


def _is_welcome(reading: Reading, team: TeamDay, members: Collection[str]) -> bool:
    visits = announced_visits(reading, team)
    return all(barred_officers(reading, visit.case_reference).isdisjoint(members) for visit in visits)
