"""A changed day is signed: teams, bookings, letters and notices at once, or nothing is; whoever has gone since is left out."""

import json
from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from casework.letters import LetterKind
from casework.office import Office
from casework.registry import Change, Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import Letter, RoundPlan, TeamDay, Visit
from casework.rounds import Plan, Round, Stop
from casework.stages import letter_facts
from casework.stages.barring import barred_officers
from casework.stages.calling_off import call_off_visit, take_notice_back
from casework.stages.case_file import find_case, question_of
from casework.stages.correspondence import plan_letter
from casework.stages.deciding import ConsequenceRefused, Decided
from casework.stages.dispatch.announced_visit import announce_visit, is_as_planned
from casework.stages.dispatch.appointing import decrees_appointing
from casework.stages.dispatch.asking_release import ask_release
from casework.stages.dispatch.assigning import assign_round
from casework.stages.dispatch.bookings import book, free_bookings
from casework.stages.dispatch.changing import (
    RELEASED_WITH_THE_SIGNATURE,
    give_up_change,
    have_guarantors_phoned,
    still_concerned,
    team_of_subject,
)
from casework.stages.dispatch.out_of_action import out_of_action
from casework.stages.dispatch.plans import plan_in_state, refuse_a_lapsed_plan
from casework.stages.dispatch.subjects import day_of, rounds_subject
from casework.stages.dispatch.today import still_to_be_made


def settle_changed_assignment(change: Change, office: Office, decided: Decided) -> None:
    """With the signature the day is as proposed, as far as it can still be: what begins by now is called off instead."""
    question, team = decided.question, team_of_subject(change, decided.question.subject)
    if decided.choice == "refuse":
        give_up_change(change, office, question, decided.officer.code)
        return
    if team.day != change.moment.office_date:
        raise ConsequenceRefused("day-has-come")
    proposed, concerned = Plan.model_validate(question.prepared["plan"]), still_concerned(change, question)
    over = _over_or_barred(change, proposed, concerned)
    if concerned and set(over) == concerned:
        raise ConsequenceRefused("time-not-ahead")
    for reference, reason in sorted(over.items()):
        call_off_visit(change, office, find_case(change, reference), reason=reason, team_is_told=True)
    moved = concerned - set(over)
    _carry_out(change, office, decided, proposed, moved=moved, added=(), why=question.prepared["why"])
    if question.prepared["why"] == RELEASED_WITH_THE_SIGNATURE:
        team.state = "released"
        change.write(Event("dispatch:team:released", question.subject, decided.officer.code))
    have_guarantors_phoned(change, office, question.subject, sorted(concerned), question.prepared["why"])


def settle_signed_addition(change: Change, office: Office, decided: Decided) -> None:
    """With the signature whoever cannot wait is visited on a day that was signed before; refused, the day stays as it was."""
    prepared, subject = decided.question.prepared, decided.question.subject
    if decided.choice == "refuse":
        facts: dict[str, Fact] = {"added": list(prepared["added"]), "ground": decided.decision.ground}
        change.write(Event("dispatch:addition:refused", subject, decided.officer.code, facts))
        return
    refuse_a_lapsed_plan(change, plan_in_state(change, day_of(subject), "signed"))
    proposed = Plan.model_validate(prepared["addition"])
    added = {
        stop.reference
        for tour in proposed.rounds
        for stop in tour.stops
        if stop.reference in prepared["added"] and is_as_planned(change, stop, tour.team.members)
    }
    _carry_out(change, office, decided, proposed, moved=(), added=added, why="added")


def _over_or_barred(change: Change, proposed: Plan, concerned: Collection[str]) -> dict[str, str]:
    """Who can no longer be visited as proposed, and why: it would begin by now, or the team may not come to that door.

    Raises ``ConsequenceRefused`` where a team cannot go out any more.
    """
    found = {}
    for tour in proposed.rounds:
        for stop in (stop for stop in tour.stops if stop.reference in concerned):
            if not _can_go(change, tour):
                raise ConsequenceRefused("no-longer-fits")
            if stop.starts_at <= change.moment.office:
                found[stop.reference] = "team-stopped"
            elif not barred_officers(change, stop.reference).isdisjoint(tour.team.members):
                found[stop.reference] = "officer-barred"
    return found


def _can_go(reading: Reading, tour: Round) -> bool:
    team = reading.session.get(TeamDay, (tour.leaves_office_at.date(), tour.team.code))
    gone = out_of_action(reading, tour.leaves_office_at.date())
    taken_along = {*tour.team.members, tour.team.kit, tour.team.vehicle}
    return (team is None or team.state != "held") and gone.isdisjoint(taken_along)


def _carry_out(
    change: Change,
    office: Office,
    decided: Decided,
    proposed: Plan,
    *,
    moved: Collection[str],
    added: Collection[str],
    why: str,
) -> None:
    """Every round concerned is freed first and then booked, so that one may take what another gives up."""
    after = _what_is_left(change, proposed, added)
    _follow(change, after, decided, why)
    concerned = {*moved, *added}
    tours = [tour for tour in after.rounds if concerned & {stop.reference for stop in tour.stops}]
    references = {stop.reference for tour in tours for stop in tour.stops}
    announced = {
        visit.case_reference: visit
        for visit in still_to_be_made(change, after.date)
        if visit.case_reference in references
    }
    try:
        free_bookings(change, after.date, list(announced.values()))
        for tour in tours:
            _reassign(change, office, after.date, tour, announced, decided, moved=moved, added=added)
    except IntegrityError:
        raise ConsequenceRefused("double-booking") from None


def _what_is_left(reading: Reading, plan: Plan, added: Collection[str]) -> Plan:
    """Whoever has gone since the change was proposed keeps the place free, and hears of no letter."""
    wanted = select(Visit).where(Visit.day == plan.date, Visit.state.in_(("announced", "held")))
    there = {visit.case_reference for visit in reading.session.scalars(wanted)} | set(added)
    rounds = (
        tour.model_copy(update={"stops": tuple(stop for stop in tour.stops if stop.reference in there)})
        for tour in plan.rounds
    )
    return plan.model_copy(update={"rounds": tuple(tour for tour in rounds if tour.stops)})


def _follow(change: Change, after: Plan, decided: Decided, why: str) -> None:
    """The plan that was signed before stays on record beside the one that follows it."""
    of_the_day = select(RoundPlan).where(RoundPlan.day == after.date)
    signed = change.session.scalars(of_the_day.where(RoundPlan.state == "signed")).one()
    revision = change.session.scalar(select(func.max(RoundPlan.revision)).where(RoundPlan.day == after.date)) or 0
    signed.state = "revised"
    by = ", ".join(one.number for one in decrees_appointing(change, after.date, after.rounds))
    content = {"plan": json.loads(after.model_dump_json()), "decree": by or signed.content["decree"], "why": why}
    row = RoundPlan(day=after.date, revision=revision + 1, state="signed", digest=after.digest(), content=content)
    facts: dict[str, Fact] = {"revision": row.revision, "plan": row.digest, "why": why}
    change.write(Event("dispatch:plan:changed", rounds_subject(after.date), decided.officer.code, facts), row)


def _reassign(
    change: Change,
    office: Office,
    day: date,
    tour: Round,
    announced: dict[str, Visit],
    decided: Decided,
    *,
    moved: Collection[str],
    added: Collection[str],
) -> None:
    """One round as it is now: its team, its letter, its bookings; told to whoever is moved or added, and to nobody else."""
    is_new = change.session.get(TeamDay, (day, tour.team.code)) is None
    still = tuple(stop for stop in tour.stops if stop.reference in {*announced, *added})
    team, assignment = assign_round(change, day, tour.model_copy(update={"stops": still}), decided)
    if is_new and day == change.moment.office_date:
        ask_release(change, office, team)  # like any other before it leaves; another day has a morning of its own
    book(change, tour, {stop.reference: announced[stop.reference] for stop in still if stop.reference in announced})
    for stop in still:
        if stop.reference in added:
            announce_visit(change, office, team, stop, tour, assignment)
        elif stop.reference in moved:
            _tell(change, office, announced[stop.reference], stop, team, assignment)


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
