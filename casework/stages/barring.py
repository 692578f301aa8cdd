"""Officers about whom somebody complained take no further part in that case, neither at its desk nor at its door."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from casework.registry import Change, Event, Reading
from casework.registry.models import BarredOfficer, Case, TeamDay, Visit
from casework.registry.portions import portions


def barred_officers(reading: Reading, reference: str) -> frozenset[str]:
    """Who is kept from a case now; nobody, for a subject that is no case."""
    return frozenset(barred_from_each(reading, [reference]).get(reference, ()))


def barred_from_each(reading: Reading, references: Sequence[str]) -> dict[str, set[str]]:
    """The same of many cases, in as many statements as for one of them; a case without a bar is left out."""
    found: dict[str, set[str]] = {}
    for portion in portions(references):
        bars = select(BarredOfficer.case_reference, BarredOfficer.officer_code).where(
            BarredOfficer.case_reference.in_(portion), BarredOfficer.lifted_at.is_(None)
        )
        for reference, officer in reading.session.execute(bars):
            found.setdefault(reference, set()).add(officer)
    return found


def bar(change: Change, case: Case, question_id: int, officers: Collection[str], actor: str) -> None:
    """From this moment on these officers are kept from the case."""
    rows = [
        BarredOfficer(case_reference=case.reference, officer_code=code, question_id=question_id, lifted_at=None)
        for code in sorted(officers)
    ]
    if rows:
        change.write(Event("any:officer:barred", case.reference, actor, {"officers": sorted(officers)}), *rows)


def lift(change: Change, case: Case, question_ids: Collection[int], actor: str) -> None:
    """The bars that came with these complaints hold no longer; one that came with another complaint stays."""
    bars = select(BarredOfficer).where(
        BarredOfficer.case_reference == case.reference,
        BarredOfficer.question_id.in_(question_ids),
        BarredOfficer.lifted_at.is_(None),
    )
    rows = list(change.session.scalars(bars))
    for row in rows:
        row.lifted_at = change.moment.recorded_at
    if rows:
        officers = sorted({row.officer_code for row in rows})
        change.write(Event("any:officer:bar-lifted", case.reference, actor, {"officers": officers}))


def team_of_the_visit(reading: Reading, reference: str) -> frozenset[str]:
    """Who is to come to the door; nobody, where no visit is announced."""
    members = select(TeamDay.members).join(Visit, (Visit.day == TeamDay.day) & (Visit.team_code == TeamDay.team_code))
    of_this_case = members.where(Visit.case_reference == reference, Visit.state == "announced")
    return frozenset(code for team in reading.session.scalars(of_this_case) for code in team)
