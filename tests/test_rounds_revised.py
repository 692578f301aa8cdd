"""The dispatcher's edit at the gate: the next plan is proposed in the same breath, and each plan stays on record."""

import json
from datetime import date

import pytest
from demo_life import Life, queue
from lives_by_stage import good_samples

from casework.briefing import briefings
from casework.questions import code_of
from casework.registry.models import LedgerEntry, Question, RoundPlan, TeamDay, Visit
from casework.rounds import LeftOutReason, Plan
from casework.stages.dispatch import planning
from casework.stages.dispatch.subjects import rounds_subject

WEDNESDAY, THURSDAY = date(2026, 11, 25), date(2026, 11, 26)


def three_proposed_visits(life: Life) -> None:
    queue(life, good_samples(3))
    life.propose()


@pytest.fixture
def proposed(situation):
    """Three cases in the plan for Wednesday, which waits for the dispatcher."""
    return situation(three_proposed_visits)[0]


def plans_of(life: Life) -> list[tuple[int, str]]:
    return [(row.revision, row.state) for row in life.rows(RoundPlan, order_by=RoundPlan.revision)]


def plan_of(life: Life, revision: int) -> Plan:
    [row] = life.rows(RoundPlan, RoundPlan.revision == revision)
    return Plan.model_validate(row.content["plan"])


def a_visit_and_the_team_without_any(plan: Plan) -> tuple[str, str]:
    """No other visit is in its way there."""
    [busy] = plan.rounds
    return busy.stops[0].reference, {"T1": "T2", "T2": "T1"}[busy.team.code]


def asked(life: Life):
    return life.question("plan-approval", rounds_subject(WEDNESDAY))


def places(plan: Plan) -> dict[str, tuple[str, str]]:
    return {stop.reference: (tour.team.code, f"{stop.starts_at:%H:%M}") for tour in plan.rounds for stop in tour.stops}


def revise(life: Life, **extras):
    return life.decide_as("WN", asked(life), "revise", **extras)


# --- the form


def test_the_form_offers_every_visit_team_and_time_of_the_day(proposed):
    options = asked(proposed).options
    assert [code_of(one) for one in options["postponed"]] == [
        stop.reference for tour in plan_of(proposed, 1).rounds for stop in tour.stops
    ]
    assert options["moved_visit"][0] == options["moved_team"][0] == "tidak ada · none"
    assert [code_of(one) for one in options["moved_team"][1:]] == ["T1", "T2"]
    assert (options["moved_start"][1], options["moved_start"][-1]) == ("09:00", "14:20")


# --- putting off


def test_a_visit_put_off_is_in_the_next_plan_left_out_and_the_dispatcher_is_asked_about_that_plan(proposed):
    before = places(plan_of(proposed, 1))
    put_off = min(before)
    assert revise(proposed, postponed=(put_off,)).granted
    assert plans_of(proposed) == [(1, "revised"), (2, "proposed")]
    after = plan_of(proposed, 2)
    assert places(after) == {reference: place for reference, place in before.items() if reference != put_off}
    assert [(left.reference, left.reason) for left in after.left_out] == [(put_off, LeftOutReason.POSTPONED)]
    assert (asked(proposed).cycle, asked(proposed).state) == (2, "open")


def test_whoever_was_put_off_stays_so_in_every_later_plan_of_that_day(proposed):
    first, second, third = sorted(places(plan_of(proposed, 1)))
    assert revise(proposed, postponed=(first,)).granted
    assert revise(proposed, postponed=(second,)).granted
    assert places(plan_of(proposed, 3)).keys() == {third}
    assert {left.reference for left in plan_of(proposed, 3).left_out} == {first, second}


def test_a_visit_put_off_comes_back_where_the_dispatcher_moves_it_in_again(proposed):
    alone, team = a_visit_and_the_team_without_any(plan_of(proposed, 1))
    assert revise(proposed, postponed=(alone,)).granted
    assert revise(proposed, moved_visit=alone, moved_team=team, moved_start="13:30").granted
    assert places(plan_of(proposed, 3))[alone] == (team, "13:30")


def test_a_plan_of_which_everybody_is_put_off_is_empty_and_asks_nobody(proposed):
    everybody = tuple(places(plan_of(proposed, 1)))
    subject = rounds_subject(WEDNESDAY)
    assert revise(proposed, postponed=everybody).granted
    assert plans_of(proposed) == [(1, "revised"), (2, "empty")]
    assert proposed.open(subject) == []


# --- moving


def test_a_visit_moved_by_hand_is_announced_at_the_time_and_by_the_team_that_were_chosen(proposed):
    moved, team = a_visit_and_the_team_without_any(plan_of(proposed, 1))
    assert revise(proposed, moved_visit=moved, moved_team=team, moved_start="13:30").granted
    subject = rounds_subject(WEDNESDAY)
    proposed.decided("WN", "plan-approval", "approve", subject=subject)
    proposed.decided("RK", "assignment-signature", "sign", subject=subject)
    [visit] = proposed.rows(Visit, Visit.case_reference == moved)
    assert (visit.team_code, f"{visit.starts_at:%H:%M}") == (team, "06:30")  # in UTC
    assert {row.team_code for row in proposed.rows(TeamDay)} == {"T1", "T2"}


def test_a_move_that_breaks_a_rule_is_refused_by_the_rule_s_name_and_the_same_plan_is_asked_about_again(proposed):
    plan = plan_of(proposed, 1)
    [one, other] = plan.rounds[0].stops[:2]
    outcome = revise(
        proposed,
        moved_visit=other.reference,
        moved_team=plan.rounds[0].team.code,
        moved_start=f"{one.starts_at:%H:%M}",
    )
    assert outcome.reason == "rule-overlap"
    assert plans_of(proposed) == [(1, "proposed")]
    assert asked(proposed).attempt == 2


# --- what a change goes with


@pytest.mark.parametrize(
    ("choice", "extras", "reason"),
    [
        ("revise", {}, "nothing-to-revise"),
        ("revise", {"others_may_move": "yes"}, "nothing-to-revise"),
        ("revise", {"moved_team": "T1"}, "move-incomplete"),
        ("revise", {"moved_start": "10:00"}, "move-incomplete"),
        ("revise", {"moved_visit": "*"}, "move-incomplete"),
        ("revise", {"moved_visit": "*", "moved_team": "T1", "others_may_move": "yes"}, "move-incomplete"),
        ("approve", {"postponed": "*"}, "change-not-revised"),
        ("approve", {"moved_visit": "*", "moved_team": "T2"}, "change-not-revised"),
        ("reject", {"postponed": "*"}, "change-not-revised"),
    ],
)
def test_a_change_goes_with_revise_and_revise_with_a_change(proposed, choice, extras, reason):
    first = min(places(plan_of(proposed, 1)))
    filled = {name: first if said == "*" else said for name, said in extras.items()}
    if "postponed" in filled:
        filled["postponed"] = (first,)
    ground = "officers" if choice == "reject" else None
    outcome = proposed.decide_as("WN", asked(proposed), choice, ground=ground, **filled)
    assert outcome.reason == reason
    assert plans_of(proposed) == [(1, "proposed")]


# --- on record


def test_the_ledger_tells_who_revised_which_plan_and_how(proposed):
    first, second, *_ = sorted(places(plan_of(proposed, 1)))
    revise(
        proposed, postponed=(first,), moved_visit=second, moved_team="T2", moved_start="14:20", others_may_move="yes"
    )
    told = [json.loads(row.body) for row in proposed.rows(LedgerEntry, order_by=LedgerEntry.seq)]
    [revised] = [one for one in told if one["event"] == "dispatch:plan:revised"]
    assert revised["actor"] == "WN"
    assert revised["facts"] == {
        "revision": 1, "postponed": [first], "moved": [f"{second}:T2:14:20"], "others_may_move": True,
    }  # fmt: skip
    assert proposed.ledger_holds()


def test_the_briefing_shows_the_plan_beside_the_one_before_it_and_keeps_its_length(proposed):
    first = min(places(plan_of(proposed, 1)))
    team, start = places(plan_of(proposed, 1))[first]
    revise(proposed, postponed=(first,))
    briefing = briefings.brief(proposed.registry, proposed.office, asked(proposed), proposed.office.now()).markdown
    assert (
        f"**Perubahan dari rencana sebelumnya** · changed since the plan before: {first} {team} {start} → –" in briefing
    )
    assert len([line for line in briefing.splitlines() if line]) <= briefings.LONGEST


def test_whoever_revised_may_approve_but_not_sign(proposed):
    subject = rounds_subject(WEDNESDAY)
    revise(proposed, postponed=(min(places(plan_of(proposed, 1))),))
    proposed.decided("WN", "plan-approval", "approve", subject=subject)
    assert proposed.decide_as("WN", proposed.question("assignment-signature", subject), "sign").reason == "not-entitled"
    assert len(proposed.rows(Question, Question.subject == subject)) == 3


def test_a_plan_emptied_by_hand_is_not_proposed_again_with_whoever_was_put_off(life):
    [reference] = queue(life, good_samples(1))
    subject = life.propose()
    life.decided("WN", "plan-approval", "revise", subject=subject, postponed=(reference,))
    with life.change() as change:
        planning.propose(change, life.office, life.rows(RoundPlan)[0].day)  # the run again, after a crash
    assert life.open(subject) == []
