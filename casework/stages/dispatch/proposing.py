"""Putting a plan before the dispatcher: judged by the independent checker first, with what may be changed in it by hand."""

import json

from casework.office import Office
from casework.registry import Change, Event
from casework.registry.ledger import Fact
from casework.registry.models import RoundPlan
from casework.rounds import Plan, check_plan
from casework.stages.case_file import ask, next_cycle
from casework.stages.dispatch.appointing import decrees_appointing
from casework.stages.dispatch.drafting import Draft
from casework.stages.dispatch.notice import may_become_short
from casework.stages.dispatch.options import Options, may_be_changed
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
        "decree": ", ".join(one.number for one in decrees_appointing(change, day, proposed.rounds))
        or decree_in_force(change, day),
        "waiting": len(draft.asked.requests),
        **({"edits": edits} if edits else {}),
    }
    state = "proposed" if proposed.rounds else "empty"
    plan = RoundPlan(day=day, revision=revision, state=state, digest=proposed.digest(), content=content)
    change.write(Event(f"dispatch:plan:{state}", rounds_subject(day), facts=_facts(plan, proposed)), plan)
    if proposed.rounds:
        must_agree = may_become_short(office, change.moment.office_date)
        _ask_dispatcher(change, office, plan, may_be_changed(proposed, working_day, must_agree=must_agree))
    return plan


def _facts(plan: RoundPlan, proposed: Plan) -> dict[str, Fact]:
    return {
        "revision": plan.revision,
        "plan": plan.digest,
        "visits": [stop.reference for team_round in proposed.rounds for stop in team_round.stops],
        "left_out": [f"{left.reference}:{left.reason.value}" for left in proposed.left_out],
    }


def _ask_dispatcher(change: Change, office: Office, plan: RoundPlan, options: Options) -> None:
    prepared: dict[str, object] = {"plan": plan.digest, "options": options}
    in_time = office.calendar.previous_working_day(plan.day)
    subject = rounds_subject(plan.day)
    ask(
        change, office, "plan-approval", subject, next_cycle(change, subject, "plan-approval"), prepared, due_by=in_time
    )
