"""Facts of the head of office's decree on the team of the home visits."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from casework.letters.facts.decree import TeamDecreeFacts, TeamMember
from casework.letters.facts.parts import NumberedDecree
from casework.registry import Change
from casework.registry.models import Decree, Officer
from casework.registry.officers import employee_number_of, name_of, rank_on
from casework.stages.letter_facts.visit import BUDGET

Part = Literal["coordinator", "lead", "biometrics", "safety"]
PART_OF_ROLE: dict[str, Part] = {
    "dispatcher": "coordinator",
    "team-lead": "lead",
    "biometric-operator": "biometrics",
    "health-and-security": "safety",
}


def team_decree(
    change: Change, roles: Mapping[str, Sequence[str]], valid_from: date, valid_to: date, replaces: Sequence[Decree]
) -> TeamDecreeFacts:
    """L04: each officer, by their code, with their roles in the service; in force from its own date where it begins by then."""
    return TeamDecreeFacts(
        members=tuple(_member(change, code, held) for code, held in roles.items()),
        valid_from=valid_from if valid_from > change.moment.office_date else None,
        valid_to=valid_to,
        replaces=tuple(NumberedDecree(number=one.number, dated=one.dated) for one in replaces),
        budget=BUDGET.partition(";")[0],
    )


def _member(change: Change, code: str, held: Sequence[str]) -> TeamMember:
    officer = change.session.get_one(Officer, code)
    return TeamMember(
        name=name_of(change, officer),
        employee_number=employee_number_of(change, officer),
        rank=rank_on(change, officer, change.moment.office_date),
        post=officer.post,
        roles=tuple(PART_OF_ROLE[role] for role in held),
    )
