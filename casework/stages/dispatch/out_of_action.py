"""Who and what can do nothing more today: as the mornings' reports and the day's changes say, whichever team it was."""

from datetime import date
from typing import Any

from sqlalchemy import select

from casework.questions.about_visits import NOTHING_REPLACED
from casework.registry import Reading
from casework.registry.models import Decision, Question, TeamDay
from casework.stages.deciding import unseal_answer
from casework.stages.dispatch.subjects import team_subject


def out_of_action(reading: Reading, day: date) -> frozenset[str]:
    """Officers who were reported unfit or unprotected, kits and vehicles that failed, all of a team that goes no further."""
    wanted = select(TeamDay).where(TeamDay.day == day)
    teams = {team_subject(day, team.team_code): team for team in reading.session.scalars(wanted)}
    decided = select(Decision).where(
        Decision.subject.in_(teams), Decision.kind.in_(("morning-release", "day-change")), Decision.choice != "release"
    )
    found: set[str] = set()
    for decision in reading.session.scalars(decided):
        if decision.kind == "morning-release":
            question = reading.session.get_one(Question, decision.question_id)
            found |= _not_in_order(question.prepared, unseal_answer(reading, decision))
        elif decision.choice == "stopped":
            team = teams[decision.subject]
            found |= {*team.members, team.kit_code, team.vehicle_code}
    return frozenset(found)


def _not_in_order(asked: dict[str, Any], answer: dict[str, Any]) -> set[str]:
    """What a morning's report names, of what the team was to take along when it was asked."""
    members = set(asked["options"]["fit_officers"])
    protected = answer["protective_equipment"].endswith("yes")
    found = members - set(answer["fit_officers"]) if protected else members
    works = answer["kit_self_test"].endswith("passed") and answer["secured_line"].endswith("yes")
    if not works or answer["spare_kit"] != NOTHING_REPLACED:
        found.add(asked["kit"])
    if answer["spare_vehicle"] != NOTHING_REPLACED:
        found.add(asked["vehicle"])
    return found
