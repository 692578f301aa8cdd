"""A day that changes after its visits were announced: proposed, signed by the head of office, then done whole or not at all."""

import json
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from casework.letters import LetterKind
from casework.lifecycle import Stage
from casework.office import Office
from casework.registry import Change, Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import Letter, Question, RoundPlan, TeamDay, Visit
from casework.rounds import Plan, Round, Stop
from casework.rounds.differences import differences
from casework.stages import letter_facts
from casework.stages.calling_off import call_off_visit, take_notice_back
from casework.stages.case_file import ask, find_case, next_cycle, question_of
from casework.stages.correspondence import plan_letter
from casework.stages.deciding import ConsequenceRefused, Decided
from casework.stages.dispatch.announced_visit import announce_visit
from casework.stages.dispatch.asking_release import ask_release
from casework.stages.dispatch.bookings import book_anew
from casework.stages.dispatch.plans import decree_in_force
from casework.stages.dispatch.subjects import rounds_subject, team_subject

RELEASED_WITH_THE_SIGNATURE = "replaced"
CALLED_OFF_AS = {"held": "team-held"}


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
    subject = team_subject(team.day, team.team_code)
    for reference in called_off:
        call_off_visit(change, office, find_case(change, reference), reason=CALLED_OFF_AS.get(why, "team-stopped"))
    if called_off:
        _have_guarantors_phoned(change, office, subject, called_off, why)
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


def settle_changed_assignment(change: Change, office: Office, decided: Decided) -> None:
    """With the signature the day is as proposed: teams, bookings, letters and notices at once, or nothing is."""
    prepared = decided.question.prepared
    team = team_of_subject(change, decided.question.subject)
    if team.day != change.moment.office_date:
        raise ConsequenceRefused("day-has-come")
    if decided.choice == "refuse":
        give_up_change(change, office, decided.question, decided.officer.code)
        return
    after = _what_is_left(change, Plan.model_validate(prepared["plan"]), ())
    signed = change.session.scalars(
        select(RoundPlan).where(RoundPlan.day == team.day, RoundPlan.state == "signed")
    ).one()
    _follow(change, signed, after, decided, prepared["why"])
    try:
        for tour in after.rounds:
            if {stop.reference for stop in tour.stops} & set(prepared["moved"]):
                _reassign(change, office, team.day, tour, decided, moved=prepared["moved"], added=())
    except IntegrityError:
        raise ConsequenceRefused("double-booking") from None
    if prepared["why"] == RELEASED_WITH_THE_SIGNATURE:
        team.state = "released"
        change.write(Event("dispatch:team:released", decided.question.subject, decided.officer.code))
    _have_guarantors_phoned(change, office, decided.question.subject, prepared["moved"], prepared["why"])


def settle_signed_addition(change: Change, office: Office, decided: Decided, signed: RoundPlan) -> None:
    """With the signature whoever cannot wait is visited on a day that was signed before; refused, the day stays as it was."""
    if decided.choice == "refuse":
        facts: dict[str, Fact] = {"added": list(decided.question.prepared["added"]), "ground": decided.decision.ground}
        change.write(Event("dispatch:addition:refused", decided.question.subject, decided.officer.code, facts))
        return
    added = set(decided.question.prepared["added"])
    after = _what_is_left(change, Plan.model_validate(decided.question.prepared["addition"]), added)
    added &= after.references
    _follow(change, signed, after, decided, "added")
    try:
        for tour in after.rounds:
            if added & {stop.reference for stop in tour.stops}:
                _reassign(change, office, signed.day, tour, decided, moved=(), added=added)
    except IntegrityError:
        raise ConsequenceRefused("double-booking") from None


def settle_calls(change: Change, office: Office, decided: Decided) -> None:
    """The guarantors know by telephone what the letters tell them."""
    del office
    facts: dict[str, Fact] = {"cases": list(decided.question.prepared["cases"])}
    change.write(Event("dispatch:guarantors:phoned", decided.question.subject, decided.officer.code, facts))


def team_of_subject(reading: Reading, subject: str) -> TeamDay:
    """The team that a subject names."""
    _, code, day = subject.split("-", 2)
    return reading.session.get_one(TeamDay, (date.fromisoformat(day), code))


def give_up_change(change: Change, office: Office, question: Question, actor: str) -> None:
    """Nobody goes where no letter sends them: the visits concerned are called off, and who waits is to be telephoned."""
    prepared, team = question.prepared, team_of_subject(change, question.subject)
    if prepared["why"] == RELEASED_WITH_THE_SIGNATURE:
        team.state = "held"
        change.write(Event("dispatch:team:held", question.subject, actor))
    off = [
        reference
        for reference in prepared["moved"]
        if call_off_visit(change, office, find_case(change, reference), reason="team-held")
    ]
    if off:
        _have_guarantors_phoned(change, office, question.subject, off, "held")


def _refuse_while_another_waits(reading: Reading, day: date) -> None:
    """Each change builds on the day as it is signed: the next one is worked out when the head has answered the one before."""
    waiting = select(Question.id).where(
        Question.kind == "changed-assignment", Question.state == "open", Question.subject.endswith(day.isoformat())
    )
    if reading.session.scalar(waiting.limit(1)) is not None:
        raise ConsequenceRefused("another-change-waits")


def _what_is_left(reading: Reading, plan: Plan, added: Collection[str]) -> Plan:
    """Whoever has gone since the change was proposed keeps the place free, and hears of no letter."""
    announced = {
        visit.case_reference
        for visit in reading.session.scalars(
            select(Visit).where(Visit.day == plan.date, Visit.state.in_(("announced", "held")))
        )
    } | {reference for reference in added if find_case(reading, reference).stage == Stage.WAITING_FOR_VISIT.value}
    rounds = (
        tour.model_copy(update={"stops": tuple(stop for stop in tour.stops if stop.reference in announced)})
        for tour in plan.rounds
    )
    return plan.model_copy(update={"rounds": tuple(tour for tour in rounds if tour.stops)})


def _follow(change: Change, signed: RoundPlan, after: Plan, decided: Decided, why: str) -> None:
    """The plan that was signed before stays on record beside the one that follows it."""
    revision = change.session.scalar(select(func.max(RoundPlan.revision)).where(RoundPlan.day == signed.day)) or 0
    signed.state = "revised"
    row = RoundPlan(
        day=signed.day,
        revision=revision + 1,
        state="signed",
        digest=after.digest(),
        content={
            "plan": json.loads(after.model_dump_json()),
            "decree": signed.content["decree"],
            "why": why,
        },
    )
    facts: dict[str, Fact] = {"revision": row.revision, "plan": row.digest, "why": why}
    change.write(Event("dispatch:plan:changed", rounds_subject(signed.day), decided.officer.code, facts), row)


def _reassign(
    change: Change,
    office: Office,
    day: date,
    tour: Round,
    decided: Decided,
    *,
    moved: Collection[str],
    added: Collection[str],
) -> None:
    """One round as it is now: its team, its letter, its bookings; told to whoever is moved or added, and to nobody else."""
    team = _team_row(change, office, day, tour, decided)
    announced = {visit.case_reference: visit for visit in _announced_of(change, day, tour)}
    still = tuple(stop for stop in tour.stops if stop.reference in {*announced, *added})
    assignment = plan_letter(
        change,
        rounds_subject(day),
        LetterKind.ASSIGNMENT,
        letter_facts.assignment(change, team, tour.model_copy(update={"stops": still})),
        signed_by=decided,
        mail_to=(),
    )
    book_anew(change, tour, announced)
    for stop in still:
        if stop.reference in added:
            announce_visit(change, office, team, stop, tour, assignment)
        elif stop.reference in moved:
            _tell(change, office, announced[stop.reference], stop, team, assignment)


def _team_row(change: Change, office: Office, day: date, tour: Round, decided: Decided) -> TeamDay:
    """The team as it is now; one that nobody sent out before is asked about like any other before it leaves."""
    team = change.session.get(TeamDay, (day, tour.team.code))
    facts: dict[str, Fact] = {
        "team": tour.team.code,
        "members": list(tour.team.members),
        "kit": tour.team.kit,
        "vehicle": tour.team.vehicle,
    }
    told = Event("dispatch:team:assigned", rounds_subject(day), decided.officer.code, facts)
    if team is None:
        team = TeamDay(
            day=day,
            team_code=tour.team.code,
            lead_code=tour.team.lead,
            members=list(tour.team.members),
            kit_code=tour.team.kit,
            vehicle_code=tour.team.vehicle,
            decree_number=decree_in_force(change, day),
            state="planned",
        )
        change.write(told, team)
        if day == change.moment.office_date:
            ask_release(change, office, team)  # any other day has a morning of its own
        return team
    if team.state == "held":
        raise ConsequenceRefused("no-longer-fits")
    team.lead_code, team.members = tour.team.lead, list(tour.team.members)
    team.kit_code, team.vehicle_code = tour.team.kit, tour.team.vehicle
    change.write(told)
    return team


def _announced_of(change: Change, day: date, tour: Round) -> list[Visit]:
    references = [stop.reference for stop in tour.stops]
    wanted = select(Visit).where(Visit.day == day, Visit.state == "announced", Visit.case_reference.in_(references))
    return list(change.session.scalars(wanted))


def _tell(change: Change, office: Office, visit: Visit, stop: Stop, team: TeamDay, assignment: Letter) -> None:
    """The guarantor gets a new notice, and the report is asked of the team that comes."""
    visit.team_code, visit.starts_at, visit.ends_at = team.team_code, stop.starts_at, stop.ends_at
    facts: dict[str, Fact] = {
        "visit": visit.occurrence, "team": team.team_code, "starts_at": stop.starts_at.isoformat(),
    }  # fmt: skip
    change.write(Event("visit:visit:changed", visit.case_reference, facts=facts))
    case = find_case(change, visit.case_reference)
    take_notice_back(change, case, "notice-replaced")
    notice = letter_facts.visit_notice(change, office, case, visit, team, assignment)
    plan_letter(change, visit.case_reference, LetterKind.VISIT_NOTICE, notice, mail_to=("guarantor", "applicant"))
    report = question_of(change, visit.case_reference, "visit-report", visit.occurrence)
    if report is not None:
        report.prepared = {**report.prepared, "only": list(team.members), "team": team.team_code}


def _have_guarantors_phoned(change: Change, office: Office, subject: str, references: Sequence[str], why: str) -> None:
    prepared: dict[str, object] = {"cases": list(references), "why": why}
    ask(change, office, "visit-calls", subject, next_cycle(change, subject, "visit-calls"), prepared)


def _round_of(plan: Plan, team_code: str) -> Round:
    return next(tour for tour in plan.rounds if tour.team.code == team_code)
