"""Facts of the head of office's decree on the team of the home visits."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from casework.letters import LetterKind, letterhead_on
from casework.letters.facts.decree import TeamDecreeFacts, TeamMember
from casework.letters.facts.parts import NumberedDecree
from casework.registry import Change
from casework.registry.models import Decree, Officer
from casework.registry.officers import employee_number_of, name_of, rank_on
from casework.stages.letter_facts.legal_bases import legal_bases_of
from casework.tariffs import visit_budget

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
    today = change.moment.office_date
    return TeamDecreeFacts(
        members=tuple(_member(change, code, held) for code, held in roles.items()),
        valid_from=valid_from if valid_from > today else None,
        valid_to=valid_to,
        replaces=tuple(NumberedDecree(number=one.number, dated=one.dated) for one in replaces),
        legal_bases=legal_bases_of(LetterKind.TEAM_DECREE, today),
        budget=visit_budget(today, letterhead_on(today).office),
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
