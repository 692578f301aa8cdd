"""Revising a plan: the dispatcher puts visits off or moves one, and the next revision is proposed at once."""

from collections.abc import Collection, Sequence

from casework.broken_rules import refusal_of
from casework.office import Office
from casework.questions import code_of
from casework.questions.about_visits import BEST_TIME, NOTHING_MOVED
from casework.registry import Change, Event
from casework.registry.ledger import Fact
from casework.registry.models import RoundPlan
from casework.rounds import BrokenRule, Plan, VisitRequest
from casework.rounds.editing import Edit, Move, edited
from casework.stages.deciding import ConsequenceRefused, Decided
from casework.stages.dispatch.drafting import Draft, ToBePlanned, what_is_to_be_planned
from casework.stages.dispatch.proposing import write_plan
from casework.stages.dispatch.subjects import rounds_subject


def refuse_an_idle_edit(decided: Decided) -> None:
    """Whoever chooses a change means it: it goes with 'revise' only, and 'revise' goes with a change only."""
    edit = _edit_of(decided)
    if decided.choice == "revise" and edit.is_empty:
        raise ConsequenceRefused("nothing-to-revise")
    if decided.choice != "revise" and not edit.is_empty:
        raise ConsequenceRefused("change-not-revised")


def revise(change: Change, office: Office, plan: RoundPlan, decided: Decided) -> None:
    """What the dispatcher changes is checked at once: the next revision is proposed, or the broken rule is named.

    The day is read anew, so that whoever has come or gone since is seen. What was changed by hand before stays.
    """
    edit, earlier = _edit_of(decided), _edits_so_far(plan)
    before = Plan.model_validate(plan.content["plan"])
    asked = what_is_to_be_planned(change, office, plan.day, change.moment.office_date, before.references)
    put_off = set(earlier["postponed"]) - {move.reference for move in edit.moved}
    requests = tuple(
        one.model_copy(update={"postponed_on": (plan.day,)}) if one.reference in put_off else one
        for one in asked.requests
    )
    made = edited(asked.days, requests, before, edit, placed_by_hand=earlier["moved"])
    if isinstance(made, BrokenRule):
        raise ConsequenceRefused(refusal_of(made.code))
    plan.state = "revised"
    change.write(
        Event("dispatch:plan:revised", rounds_subject(plan.day), decided.officer.code, _facts(plan.revision, edit))
    )
    draft = Draft(ToBePlanned(asked.days, made.requests), made.plan)
    write_plan(change, office, draft, plan.revision + 1, _edits_after(earlier, edit, made.requests))


def _edit_of(decided: Decided) -> Edit:
    """What was chosen; a form that offers no such change asks for none."""
    answer = decided.answer
    visit, team, start = (str(answer[name]) for name in ("moved_visit", "moved_team", "moved_start"))
    untouched = [visit == NOTHING_MOVED, team == NOTHING_MOVED]
    at_any_time = start == BEST_TIME
    others = code_of(str(answer["others_may_move"])) == "yes"
    if any(untouched):
        if not all(untouched) or not at_any_time:
            raise ConsequenceRefused("move-incomplete")
        moved: tuple[Move, ...] = ()
    elif others and at_any_time:
        raise ConsequenceRefused("move-incomplete")
    else:
        move = {"reference": code_of(visit), "team": code_of(team), "starts_at": None if at_any_time else start}
        moved = (Move.model_validate(move),)
    if {move.reference for move in moved} & set(map(code_of, answer.get("postponed", ()))):
        raise ConsequenceRefused("not-consistent")
    return Edit(postponed=tuple(map(code_of, answer.get("postponed", ()))), moved=moved, others_may_move=others)


def _edits_so_far(plan: RoundPlan) -> dict[str, Collection[str]]:
    edits = plan.content.get("edits", {})
    return {name: tuple(edits.get(name, ())) for name in ("postponed", "moved")}


def _edits_after(
    earlier: dict[str, Collection[str]], edit: Edit, requests: Sequence[VisitRequest]
) -> dict[str, object]:
    """Who was put off and who was placed by hand, a household as a whole, all revisions together; the last word counts."""
    moved = {move.reference for move in edit.moved}
    homes = {one.household for one in requests if one.reference in moved} - {None}
    moved |= {one.reference for one in requests if one.household in homes}
    return {
        "postponed": sorted({*earlier["postponed"], *edit.postponed} - moved),
        "moved": sorted({*earlier["moved"], *moved} - set(edit.postponed)),
    }


def _facts(revision: int, edit: Edit) -> dict[str, Fact]:
    return {
        "revision": revision,
        "postponed": list(edit.postponed),
        "moved": [
            f"{one.reference}:{one.team}:{one.starts_at:%H:%M}"
            if one.starts_at
            else f"{one.reference}:{one.team}:earliest"
            for one in edit.moved
        ],
        "others_may_move": edit.others_may_move,
    }
