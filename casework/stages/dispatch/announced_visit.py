"""One visit of a signed round: booked, told to guarantor and applicant, its report asked of the team."""

from collections.abc import Collection

from sqlalchemy import select

from casework.letters import LetterKind
from casework.lifecycle import Stage
from casework.office import Office
from casework.registry import Change, Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import Letter, TeamDay, Visit
from casework.rounds import Round, Stop
from casework.stages import letter_facts
from casework.stages.barring import barred_officers
from casework.stages.case_file import ask, find_case, move
from casework.stages.correspondence import plan_letter
from casework.stages.dispatch.bookings import bookings_of


def is_as_planned(reading: Reading, stop: Stop, members: Collection[str]) -> bool:
    """Whether a case still waits where it was planned, and may see this team."""
    case = find_case(reading, stop.reference)
    waits_there = case.stage == Stage.WAITING_FOR_VISIT.value and case.regency_code == stop.regency_code
    return waits_there and barred_officers(reading, case.reference).isdisjoint(members)


def announce_visit(
    change: Change, office: Office, team: TeamDay, stop: Stop, team_round: Round, assignment: Letter
) -> None:
    """The case moves to its visit with the announcement; raises where anybody or anything is booked already."""
    reference = stop.reference
    case = find_case(change, reference)
    occurrence = _visits_so_far(change, reference) + 1
    visit = Visit(
        case_reference=reference,
        occurrence=occurrence,
        day=team.day,
        team_code=team.team_code,
        starts_at=stop.starts_at,
        ends_at=stop.ends_at,
        state="announced",
    )
    bookings = bookings_of(team_round, reference, occurrence)
    facts: dict[str, Fact] = {
        "visit": occurrence, "team": team.team_code, "day": team.day.isoformat(), "starts_at": stop.starts_at.isoformat(),
    }  # fmt: skip
    change.write(Event("waiting-for-visit:visit:announced", reference, facts=facts), visit, *bookings)
    notice = letter_facts.visit_notice(change, office, case, visit, team, assignment)
    plan_letter(change, reference, LetterKind.VISIT_NOTICE, notice, mail_to=("guarantor", "applicant"))
    move(change, case, "announced", facts={"visit": occurrence})
    prepared: dict[str, object] = {"only": list(team.members), "day": team.day.isoformat(), "team": team.team_code}
    ask(change, office, "visit-report", reference, occurrence, prepared, due_by=team.day)


def _visits_so_far(reading: Reading, reference: str) -> int:
    return len(list(reading.session.scalars(select(Visit.occurrence).where(Visit.case_reference == reference))))
