"""A visit that will not take place: its bookings are free again, its team is telephoned, the guarantor is told."""

from sqlalchemy import select

from casework.letters import LetterKind
from casework.office import Office
from casework.registry import Change, Event
from casework.registry.ledger import Fact
from casework.registry.models import Booking, Case, TeamDay, Visit
from casework.stages import letter_facts
from casework.stages.case_file import ask, move, next_cycle, open_question_of, void_question
from casework.stages.copies_owed import open_trouble
from casework.stages.correspondence import plan_letter
from casework.stages.dispatch.reporting import report_the_day
from casework.stages.dispatch.subjects import team_subject
from casework.stages.unsent import void_unsent

NOTICE = frozenset({f"letter:{LetterKind.VISIT_NOTICE.value}", f"mail:{LetterKind.VISIT_NOTICE.value}"})
# How the letter says why the office calls a visit off.
TOLD_AS = {
    "office-closed": "office-closed",
    "team-held": "team-not-ready",
    "team-stopped": "team-not-ready",
    "officer-barred": "another-team",
    "new-address": "new-address",
}


def call_off_visit(
    change: Change, office: Office, case: Case, *, reason: str, actor: str = "system", team_is_told: bool = False
) -> bool:
    """An announced visit that was not reported yet is called off: not counted, told by letter, back into the queue.

    Returns whether there was one. A visit that was reported stands, whatever is still to be decided about it. Its notice
    goes out no more where it has not gone out yet. ``team_is_told``: somebody telephones its team about all its visits.
    """
    report = open_question_of(change, case.reference, "visit-report")
    if report is None:
        return False
    if not team_is_told:
        have_the_team_phoned(change, office, case)
    visit = release_visit(change, case, state="failed", reason=reason)
    void_question(change, report, reason)
    if visit is None:
        raise LookupError(f"{case.reference} waits for the report of a visit that was never announced")
    take_notice_back(change, case, reason)
    facts = letter_facts.failed_visit(change, office, case, visit, TOLD_AS[reason])
    plan_letter(change, case.reference, LetterKind.FAILED_VISIT, facts, mail_to=("guarantor", "applicant"))
    move(change, case, "to-be-repeated", actor=actor, facts={"reason": reason})
    report_the_day(change, office, visit.day)
    return True


def have_the_team_phoned(change: Change, office: Office, case: Case) -> None:
    """A team under way to a door that will not open is an urgent item, with whom to phone."""
    team = _team_under_way(change, case)
    if team is None:
        return
    subject = team_subject(team.day, team.team_code)
    prepared: dict[str, object] = {"case": case.reference, "lead": team.lead_code, "members": list(team.members)}
    ask(change, office, "team-recall", subject, next_cycle(change, subject, "team-recall"), prepared)


def release_visit(change: Change, case: Case, *, state: str, reason: str, counted: bool = False) -> Visit | None:
    """The announced visit of a case ends without having been held; its bookings are free again."""
    visit = change.session.scalar(
        select(Visit).where(Visit.case_reference == case.reference, Visit.state == "announced")
    )
    if visit is None:
        return None
    visit.state, visit.counted = state, counted
    bookings = select(Booking).where(Booking.case_reference == case.reference, Booking.occurrence == visit.occurrence)
    facts: dict[str, Fact] = {
        "visit": visit.occurrence, "team": visit.team_code, "day": visit.day.isoformat(), "state": state, "reason": reason, "counted": counted,
    }  # fmt: skip
    change.write(
        Event("visit:visit:ended", case.reference, facts=facts), removed=tuple(change.session.scalars(bookings))
    )
    return visit


def take_notice_back(change: Change, case: Case, reason: str) -> None:
    """Nobody is told any more of a visit that will not be; whoever was asked why the notice could not go out is not."""
    taken_back = void_unsent(change, case.reference, case.stage, reason, wanted=NOTICE.__contains__)
    trouble = open_trouble(change, case.reference, with_a_copy=False)
    if trouble is not None and trouble.prepared["effect"] in taken_back:
        void_question(change, trouble, reason)


def _team_under_way(change: Change, case: Case) -> TeamDay | None:
    return change.session.scalar(
        select(TeamDay)
        .join(Visit, (Visit.day == TeamDay.day) & (Visit.team_code == TeamDay.team_code))
        .where(Visit.case_reference == case.reference, Visit.state == "announced")
        .where(TeamDay.state == "released", TeamDay.day == change.moment.office_date)
    )
