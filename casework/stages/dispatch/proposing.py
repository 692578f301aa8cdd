"""Putting a plan before the dispatcher: judged by the independent checker first, with what may be changed in it by hand."""

import json

from casework.clock import OFFICE_TIME_ZONE
from casework.office import Office
from casework.questions.about_visits import BEST_TIME, NOTHING_MOVED
from casework.registry import Change, Event
from casework.registry.ledger import Fact
from casework.registry.models import RoundPlan
from casework.rounds import Plan, WorkingDay, check_plan
from casework.rounds.editing import times_of
from casework.stages.case_file import ask
from casework.stages.dispatch.drafting import Draft
from casework.stages.dispatch.plans import decree_in_force
from casework.stages.dispatch.subjects import rounds_subject


class PlanBroken(Exception):
    """The independent checker found a rule that the planner broke; nothing was proposed."""


def write_plan(
    change: Change, office: Office, draft: Draft, revision: int, edits: dict[str, object] | None = None
) -> RoundPlan:
    """A sound plan is on record and put before the dispatcher; an empty one needs nobody's approval.

    ``edits`` are what the dispatcher changed by hand so far. Raises ``PlanBroken`` where the checker finds a fault.
    """
    proposed, working_day = draft.plan, draft.asked.days[0]
    day = working_day.date
    broken = check_plan(proposed, working_day, draft.asked.requests)
    if broken:
        raise PlanBroken(f"the plan for {day} breaks {broken[0].code}: start the dispatch again and report this")
    content = {
        "plan": json.loads(proposed.model_dump_json()),
        "decree": decree_in_force(change, day),
        "waiting": len(draft.asked.requests),
        **({"edits": edits} if edits else {}),
    }
    state = "proposed" if proposed.rounds else "empty"
    plan = RoundPlan(day=day, revision=revision, state=state, digest=proposed.digest(), content=content)
    change.write(Event(f"dispatch:plan:{state}", rounds_subject(day), facts=_facts(plan, proposed)), plan)
    if proposed.rounds:
        _ask_dispatcher(change, office, plan, _may_be_changed(proposed, working_day))
    return plan


def _facts(plan: RoundPlan, proposed: Plan) -> dict[str, Fact]:
    return {
        "revision": plan.revision,
        "plan": plan.digest,
        "visits": [stop.reference for team_round in proposed.rounds for stop in team_round.stops],
        "left_out": [f"{left.reference}:{left.reason.value}" for left in proposed.left_out],
    }


def _ask_dispatcher(change: Change, office: Office, plan: RoundPlan, options: dict[str, list[str]]) -> None:
    prepared: dict[str, object] = {"plan": plan.digest, "options": options}
    in_time = office.calendar.previous_working_day(plan.day)
    ask(change, office, "plan-approval", rounds_subject(plan.day), plan.revision, prepared, due_by=in_time)


def _may_be_changed(plan: Plan, day: WorkingDay) -> dict[str, list[str]]:
    """What the form offers: every visit of the plan, those left out behind them, the day's teams and times."""
    planned = [
        f"tim {tour.team.code} {stop.starts_at.astimezone(OFFICE_TIME_ZONE):%H:%M} · {stop.reference}"
        for tour in plan.rounds
        for stop in tour.stops
    ]
    left = [f"belum masuk · {left.reference}" for left in plan.left_out]
    teams = [f"{', '.join(team.members)} · {team.code}" for team in day.teams]
    return {
        "postponed": planned,
        "moved_visit": [NOTHING_MOVED, *planned, *left],
        "moved_team": [NOTHING_MOVED, *teams],
        "moved_start": [BEST_TIME, *(f"{one:%H:%M}" for one in times_of(day))],
    }
