"""A day that changes after its visits were announced: proposed, signed by the head of office, then done whole or not at all."""

import json
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from casework.office import Office
from casework.registry import Change, Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import Question, TeamDay
from casework.rounds import Plan, Round
from casework.rounds.differences import differences
from casework.stages.calling_off import call_off_visit
from casework.stages.case_file import ask, find_case, next_cycle
from casework.stages.deciding import ConsequenceRefused, Decided
from casework.stages.dispatch.subjects import team_subject
from casework.stages.dispatch.today import still_to_be_made

RELEASED_WITH_THE_SIGNATURE = "replaced"
CALLED_OFF_AS = {"held": "team-held", RELEASED_WITH_THE_SIGNATURE: "team-held"}


def propose_change(
    change: Change,
    office: Office,
    team: TeamDay,
    before: Plan,
    after: Plan,
    *,
    why: str,
    called_off: Sequence[str] = (),
) -> Question | None:
    """Whoever finds no place today is called off at once; anything else waits for the head's signature.

    ``before`` and ``after`` are the day as it stands and as it is to be. Returns what waits, None where nothing does.
    """
    subject, reason = team_subject(team.day, team.team_code), CALLED_OFF_AS.get(why, "team-stopped")
    for reference in called_off:
        call_off_visit(change, office, find_case(change, reference), reason=reason, team_is_told=True)
    have_guarantors_phoned(change, office, subject, called_off, why)
    moved = [one.reference for one in differences(before, after) if one.after is not None]
    if not moved and why != RELEASED_WITH_THE_SIGNATURE:
        return None
    _refuse_while_another_waits(change, team.day)
    prepared: dict[str, object] = {
        "plan": json.loads(after.model_dump_json()),
        "why": why,
        "team": team.team_code,
        "moved": moved or [stop.reference for stop in _round_of(after, team.team_code).stops],
    }
    return ask(
        change, office, "changed-assignment", subject, next_cycle(change, subject, "changed-assignment"), prepared
    )


def settle_calls(change: Change, office: Office, decided: Decided) -> None:
    """The guarantors know by telephone what the letters tell them."""
    del office
    facts: dict[str, Fact] = {"cases": list(decided.question.prepared["cases"])}
    change.write(Event("dispatch:guarantors:phoned", decided.question.subject, decided.officer.code, facts))


def team_of_subject(reading: Reading, subject: str) -> TeamDay:
    """The team that a subject names."""
    _, code, day = subject.split("-", 2)
    return reading.session.get_one(TeamDay, (date.fromisoformat(day), code))


def still_concerned(reading: Reading, question: Question) -> set[str]:
    """The visits that a change is about and that are still to be made."""
    day = team_of_subject(reading, question.subject).day
    return {visit.case_reference for visit in still_to_be_made(reading, day)} & set(question.prepared["moved"])


def give_up_change(change: Change, office: Office, question: Question, actor: str) -> None:
    """Nobody goes where no letter sends them: the visits concerned are called off, and who waits is to be telephoned."""
    team = team_of_subject(change, question.subject)
    if question.prepared["why"] == RELEASED_WITH_THE_SIGNATURE:
        team.state = "held"
        change.write(Event("dispatch:team:held", question.subject, actor))
    call_off_and_telephone(change, office, question, still_concerned(change, question))


def call_off_and_telephone(change: Change, office: Office, question: Question, references: Collection[str]) -> None:
    """Some of the visits that a change is about will not be made today; a team under way to them is told, too."""
    why = question.prepared["why"]
    for reference in sorted(references):
        call_off_visit(change, office, find_case(change, reference), reason=CALLED_OFF_AS.get(why, "team-stopped"))
    have_guarantors_phoned(change, office, question.subject, sorted(references), why)


def _refuse_while_another_waits(reading: Reading, day: date) -> None:
    """Each change builds on the day as it is signed: the next one is worked out when the head has answered the one before."""
    waiting = select(Question.id).where(
        Question.kind == "changed-assignment", Question.state == "open", Question.subject.endswith(day.isoformat())
    )
    if reading.session.scalar(waiting.limit(1)) is not None:
        raise ConsequenceRefused("another-change-waits")


def have_guarantors_phoned(change: Change, office: Office, subject: str, references: Sequence[str], why: str) -> None:
    """The dispatcher is asked to telephone now: a letter by mail may come too late for a visit of today."""
    if not references:
        return
    prepared: dict[str, object] = {"cases": list(references), "why": why}
    ask(change, office, "visit-calls", subject, next_cycle(change, subject, "visit-calls"), prepared)


def _round_of(plan: Plan, team_code: str) -> Round:
    return next(tour for tour in plan.rounds if tour.team.code == team_code)
