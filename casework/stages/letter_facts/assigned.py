"""By which letter a visit's team comes, and by which decrees (SK): as the letter of assignment says it, whatever was decreed since."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from sqlalchemy import select

from casework.letters import LetterKind
from casework.letters.facts.parts import NumberedDecree
from casework.letters.facts.visit import AssignmentFacts
from casework.registry import Reading
from casework.registry.models import Decree, Letter, TeamDay, Visit
from casework.stages.dispatch.subjects import rounds_subject


def assignment_of(reading: Reading, visit: Visit) -> Letter:
    """The letter by which a visit's team comes: the latest of its day that names the case; raises ``LookupError`` without one."""
    for letter, facts in _letters_of(reading, visit.day):
        if visit.case_reference in _cases_in(facts):
            return letter
    raise LookupError(f"no letter of assignment sends a team to {visit.case_reference} on {visit.day.isoformat()}")


def decrees_of_visits(reading: Reading, day: date, references: Collection[str]) -> list[NumberedDecree]:
    """Every decree that the letters of assignment of these cases' visits name, the newest first."""
    left, found = set(references), dict[str, NumberedDecree]()
    for _, facts in _letters_of(reading, day):
        if left & _cases_in(facts):
            left -= _cases_in(facts)
            first = NumberedDecree(number=facts.decree_number, dated=facts.decree_date)
            found |= {one.number: one for one in (first, *facts.further_decrees)}
    return sorted(found.values(), key=lambda one: (one.dated, one.number), reverse=True)


def decrees_of_teams(reading: Reading, teams: Sequence[TeamDay]) -> list[NumberedDecree]:
    """The same for the visits of teams of one day; where no letter sends them any more, the decrees noted with them."""
    [day] = {team.day for team in teams}
    of_them = Visit.team_code.in_([team.team_code for team in teams])
    visits = select(Visit.case_reference).where(Visit.day == day, of_them)
    found = decrees_of_visits(reading, day, list(reading.session.scalars(visits)))
    return found or [
        NumberedDecree(number=noted.number, dated=noted.dated)
        for noted in (
            reading.session.get_one(Decree, number) for number in sorted({one.decree_number for one in teams})
        )
    ]


def _letters_of(reading: Reading, day: date) -> Iterator[tuple[Letter, AssignmentFacts]]:
    """The letters of assignment of a day, the latest first."""
    of_the_day = select(Letter).where(
        Letter.subject == rounds_subject(day), Letter.kind == LetterKind.ASSIGNMENT.value, Letter.state != "void"
    )
    for letter in reading.session.scalars(of_the_day.order_by(Letter.id.desc())):
        opened = reading.unseal(letter.sealed_facts, "letter.sealed_facts", letter.subject, letter.number)
        yield letter, AssignmentFacts.model_validate_json(opened)


def _cases_in(facts: AssignmentFacts) -> set[str]:
    return {one.case_reference for one in facts.visits}
