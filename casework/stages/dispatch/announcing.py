"""Announcing the rounds: with the signature everything is booked, assigned and told at once, or nothing is."""

from datetime import date

from sqlalchemy.exc import IntegrityError

from casework.office import Office
from casework.registry import Change, Event, Reading
from casework.rounds import Plan, Round
from casework.stages.deciding import ConsequenceRefused, Decided
from casework.stages.dispatch.announced_visit import announce_visit, is_as_planned
from casework.stages.dispatch.assigning import assign_round
from casework.stages.dispatch.plans import plan_in_state, refuse_a_lapsed_plan, reject
from casework.stages.dispatch.signing_a_change import settle_signed_addition
from casework.stages.dispatch.subjects import day_of, rounds_subject


def settle_signature(change: Change, office: Office, decided: Decided) -> None:
    """With the signature everything is booked, assigned and announced at once, or nothing is."""
    if "addition" in decided.question.prepared:
        settle_signed_addition(change, office, decided)
        return
    day = day_of(decided.question.subject)
    plan = plan_in_state(change, day, "approved")
    refuse_a_lapsed_plan(change, plan)
    if decided.choice == "refuse":
        reject(change, plan, decided)
        return
    proposed = Plan.model_validate(plan.content["plan"])
    plan.state = "signed"
    change.write(
        Event(
            "dispatch:plan:signed",
            rounds_subject(day),
            decided.officer.code,
            {"revision": plan.revision, "plan": plan.digest},
        )
    )
    try:
        for team_round in proposed.rounds:
            _announce_round(change, office, day, team_round, decided)
    except IntegrityError:
        raise ConsequenceRefused("double-booking") from None


def _announce_round(change: Change, office: Office, day: date, planned: Round, decided: Decided) -> None:
    team_round = _still_wanted(change, planned)
    if team_round is None:
        return
    row, assignment = assign_round(change, day, team_round, decided)
    for stop in team_round.stops:
        announce_visit(change, office, row, stop, team_round, assignment)


def _still_wanted(reading: Reading, planned: Round) -> Round | None:
    """A case that ended, moved house or must not see this team since the plan was made keeps its place free.

    Neither letter nor team hears of it; one that still waits is planned another day.
    """
    stops = tuple(stop for stop in planned.stops if is_as_planned(reading, stop, planned.team.members))
    return planned.model_copy(update={"stops": stops}) if stops else None
