"""Assigning a round: its team as the register keeps it, and the letter of assignment, in the name of whoever signed."""

from datetime import date

from casework.letters import LetterKind
from casework.registry import Change, Event
from casework.registry.ledger import Fact
from casework.registry.models import Letter, TeamDay
from casework.rounds import Round
from casework.stages import letter_facts
from casework.stages.correspondence import plan_letter
from casework.stages.deciding import Decided
from casework.stages.dispatch.appointing import decrees_appointing
from casework.stages.dispatch.plans import decree_in_force
from casework.stages.dispatch.subjects import rounds_subject


def assign_round(change: Change, day: date, tour: Round, decided: Decided) -> tuple[TeamDay, Letter]:
    """The team is as the round says, from now on; its letter names its members and the visits of the round."""
    row, team = _team_row(change, day, tour), tour.team
    facts: dict[str, Fact] = {
        "team": team.code,
        "members": list(team.members),
        "kit": team.kit,
        "vehicle": team.vehicle,
    }
    change.write(Event("dispatch:team:assigned", rounds_subject(day), decided.officer.code, facts), row)
    letter = plan_letter(
        change,
        rounds_subject(day),
        LetterKind.ASSIGNMENT,
        letter_facts.assignment(change, row, tour),
        signed_by=decided,
        mail_to=(),
    )
    return row, letter


def _team_row(change: Change, day: date, tour: Round) -> TeamDay:
    """A team that was held when its day was closed goes out after all, should the day be opened again and planned anew."""
    team, decrees = tour.team, decrees_appointing(change, day, [tour])
    row = change.session.get(TeamDay, (day, team.code))
    if row is None:
        row = TeamDay(day=day, team_code=team.code, state="planned")
    if row.state == "held":
        row.state = "planned"
    row.lead_code, row.members = team.lead, list(team.members)
    row.decree_number = decrees[0].number if decrees else decree_in_force(change, day)
    row.kit_code, row.vehicle_code = team.kit, team.vehicle
    return row
