"""The dispatcher's hand in a plan: what was asked for is done or the broken rule is named, and nobody else is moved."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_days import (
    CALENDAR,
    SUKOHARJO,
    WONOGIRI,
    day_with,
    planned,
    requests_of_a_day,
    team,
    visit,
)

from casework.rounds import BrokenRule, LeftOutReason, Promise, check_plan, working_day
from casework.rounds.differences import differences
from casework.rounds.editing import Edit, Move, edited, times_of
from casework.rounds.horizon import plan_ahead

TWO_TEAMS = (team(1), team(2))


def days_of(*teams):
    first = day_with(*teams)
    return [first, *(working_day(day, teams, CALENDAR) for day in first.following[:2])]


def put_off(*references):
    return Edit(postponed=references)


def move(name, to, at=None, *, others=False):
    return Edit(moved=(Move(reference=f"SAHS-{name}", team=to, starts_at=at),), others_may_move=others)


@pytest.fixture
def small():
    """Three visits in town by one team of two: the days, the visits, the plan."""
    days = days_of(*TWO_TEAMS)
    requests = [visit("A1"), visit("B2"), visit("C3", SUKOHARJO)]
    return days, requests, plan_ahead(days, requests)


def place_of(plan, reference):
    return next(
        (tour.team.code, f"{stop.starts_at:%H.%M}")
        for tour in plan.rounds
        for stop in tour.stops
        if stop.reference == reference
    )


# --- putting off


def test_a_visit_that_is_put_off_is_left_out_as_put_off_and_told_the_next_day_that_has_room(small):
    days, requests, plan = small
    made = edited(days, requests, plan, put_off("SAHS-B2")).plan
    [left] = made.left_out
    assert (left.reference, left.reason) == ("SAHS-B2", LeftOutReason.POSTPONED)
    assert (left.planned_for, left.change) == (days[1].date, "no-longer-postponed")
    assert planned(made) == {"SAHS-A1", "SAHS-C3"}


def test_nobody_else_is_moved_for_a_visit_that_is_put_off(small):
    days, requests, plan = small
    made = edited(days, requests, plan, put_off("SAHS-A1")).plan
    assert [one.reference for one in differences(plan, made)] == ["SAHS-A1"]


def test_the_place_of_a_visit_that_is_put_off_goes_to_one_that_had_none():
    days = days_of(team(1))
    requests = [visit(f"W{number}", WONOGIRI) for number in range(3)]
    plan = plan_ahead(days, requests)
    [waiting] = [left.reference for left in plan.left_out]
    first = plan.rounds[0].stops[0].reference
    made = edited(days, requests, plan, put_off(first)).plan
    assert waiting in planned(made)
    assert {one.reference for one in differences(plan, made)} == {first, waiting}


def test_a_promised_visit_can_be_put_off_by_the_dispatcher_only():
    days = days_of(team(1))
    requests = [visit("A1", promise=Promise(starts_at=time(10, 0)))]
    plan = plan_ahead(days, requests)
    assert planned(plan) == {"SAHS-A1"}
    assert planned(edited(days, requests, plan, put_off("SAHS-A1")).plan) == set()


# --- moving one


def test_a_visit_goes_to_the_team_and_time_that_the_dispatcher_chose(small):
    days, requests, plan = small
    made = edited(days, requests, plan, move("B2", "T2", time(13, 40))).plan
    assert place_of(made, "SAHS-B2") == ("T2", "13.40")
    assert [one.reference for one in differences(plan, made)] == ["SAHS-B2"]


def test_without_a_time_the_earliest_is_taken_that_breaks_no_rule():
    days = days_of(*TWO_TEAMS)
    requests = [
        visit("A1", promise=Promise(starts_at=time(9, 0), team="T1")),
        visit("B2", promise=Promise(starts_at=time(13, 30), team="T2")),
    ]
    plan = plan_ahead(days, requests)
    made = edited(days, requests, plan, move("B2", "T1")).plan
    assert place_of(made, "SAHS-B2") == ("T1", "10.10")


def test_people_of_one_household_move_together():
    days = days_of(*TWO_TEAMS)
    requests = [visit("A1", household="H"), visit("B2", household="H"), visit("C3", SUKOHARJO)]
    plan = plan_ahead(days, requests)
    made = edited(days, requests, plan, move("B2", "T2", time(13, 20))).plan
    assert (place_of(made, "SAHS-A1"), place_of(made, "SAHS-B2")) == (("T2", "13.20"), ("T2", "13.50"))


def test_the_first_of_a_household_can_be_moved_as_well():
    days = days_of(*TWO_TEAMS)
    requests = [visit("A1", household="H"), visit("B2", household="H"), visit("C3", SUKOHARJO)]
    plan = plan_ahead(days, requests)
    made = edited(days, requests, plan, move("A1", "T2", time(13, 20))).plan
    assert (place_of(made, "SAHS-A1"), place_of(made, "SAHS-B2")) == (("T2", "13.20"), ("T2", "13.50"))


def test_one_of_a_household_is_put_off_and_the_others_stay_at_their_minutes():
    days = days_of(*TWO_TEAMS)
    requests = [visit(name, household="H") for name in ("A1", "B2", "C3")]
    plan = plan_ahead(days, requests)
    made = edited(days, requests, plan, put_off("SAHS-B2")).plan
    assert [one.reference for one in differences(plan, made)] == ["SAHS-B2"]


def test_a_household_stays_though_who_of_it_goes_first_has_changed_since():
    days = days_of(*TWO_TEAMS)
    requests = [visit("A1", household="H"), visit("B2", household="H"), visit("C3", SUKOHARJO)]
    plan = plan_ahead(days, requests)
    changed = [requests[0], visit("B2", household="H", safe=date(2021, 10, 19)), requests[2]]
    made = edited(days, changed, plan, put_off("SAHS-C3")).plan
    assert [one.reference for one in differences(plan, made)] == ["SAHS-C3"]


def test_a_household_of_which_one_may_not_meet_the_team_any_more_goes_elsewhere_as_a_whole():
    days = days_of(*TWO_TEAMS)
    requests = [visit("A1", household="H"), visit("B2", household="H"), visit("C3", SUKOHARJO)]
    plan = plan_ahead(days, requests)
    team_code, _ = place_of(plan, "SAHS-A1")
    barred = [visit("A1", household="H", not_with=(f"A{team_code[1]}",)), *requests[1:]]
    made = edited(days, barred, plan, put_off("SAHS-C3")).plan
    assert place_of(made, "SAHS-A1")[0] == place_of(made, "SAHS-B2")[0] != team_code


def test_a_team_with_another_officer_since_is_still_the_team_beside_which_a_visit_is_moved():
    requests = [
        visit("A1", promise=Promise(starts_at=time(9, 0), team="T1")),
        visit("B2", promise=Promise(starts_at=time(13, 30), team="T2")),
    ]
    plan = plan_ahead(days_of(*TWO_TEAMS), requests)
    days = days_of(team(1, members=("A1", "B1", "X9")), team(2))
    assert place_of(edited(days, requests, plan, move("B2", "T1")).plan, "SAHS-B2") == ("T1", "10.10")


@pytest.mark.parametrize(
    ("to", "at", "rule"),
    [
        ("T1", time(8, 0), "start-outside-hours"),
        ("T1", time(11, 30), "outside-windows"),
        ("T9", time(9, 0), "unknown-team"),
        ("T3", time(9, 0), "barred-officer"),
        ("T2", time(9, 0), "skill-missing"),
    ],
)
def test_a_rule_that_the_move_would_break_is_named_and_nothing_changes(to, at, rule):
    days = days_of(team(1, languages=("ko",)), team(2), team(3, languages=("ko",)))
    requests = [visit("A1", needs=("language:ko",), not_with=("A3",))]
    broken = edited(days, requests, plan_ahead(days, requests), move("A1", to, at))
    assert isinstance(broken, BrokenRule)
    assert broken.code == rule


def test_two_visits_at_once_are_an_overlap(small):
    days, requests, plan = small
    team_code, start = place_of(plan, "SAHS-C3")
    broken = edited(days, requests, plan, move("A1", team_code, time(*map(int, start.split(".")))))
    assert broken.code == "overlap"


def test_a_visit_that_nobody_asked_for_cannot_be_moved(small):
    days, requests, plan = small
    assert edited(days, requests, plan, move("Z9", "T1", time(9, 0))).code == "not-asked-for"


def test_others_give_way_where_the_dispatcher_lets_them():
    days = days_of(team(1))
    requests = [visit("A1"), visit("B2")]
    plan = plan_ahead(days, requests)
    first, second = (stop.reference for stop in plan.rounds[0].stops)
    wanted = move(second.removeprefix("SAHS-"), "T1", time(9, 0))
    assert edited(days, requests, plan, wanted).code == "overlap"
    made = edited(days, requests, plan, wanted.model_copy(update={"others_may_move": True})).plan
    assert place_of(made, second) == ("T1", "09.00")
    assert planned(made) == {first, second}


def test_whoever_was_placed_by_hand_before_stays_even_where_the_others_may_move(small):
    days, requests, plan = small
    by_hand = edited(days, requests, plan, move("A1", "T2", time(14, 0))).plan
    wanted = move("B2", "T2", time(9, 0), others=True)
    made = edited(days, requests, by_hand, wanted, placed_by_hand=["SAHS-A1"]).plan
    assert place_of(made, "SAHS-A1") == ("T2", "14.00")
    assert place_of(made, "SAHS-B2") == ("T2", "09.00")


def test_a_team_that_is_lost_moves_nobody_of_the_other_teams(small):
    days, requests, plan = small
    lost = plan.rounds[0].team.code
    left = [day.model_copy(update={"teams": tuple(one for one in day.teams if one.code != lost)}) for day in days]
    made = edited(left, requests, plan, Edit()).plan
    gone = {stop.reference for stop in plan.rounds[0].stops}
    assert {one.reference for one in differences(plan, made)} <= gone


# --- whatever is changed


@given(requests=requests_of_a_day(9), data=st.data())
def test_a_change_is_done_exactly_or_refused_with_its_rule(requests, data):
    days = days_of(*TWO_TEAMS)
    plan = plan_ahead(days, requests)
    edit = data.draw(edits(requests, plan, days[0]))
    made = edited(days, requests, plan, edit)
    if isinstance(made, BrokenRule):
        return
    assert check_plan(made.plan, days[0], made.requests) == ()
    for one in edit.moved:
        placed = next(tour for tour in made.plan.rounds for stop in tour.stops if stop.reference == one.reference)
        assert placed.team.code == one.team
    assert planned(made.plan).isdisjoint(edit.postponed)
    if not edit.others_may_move:
        homes = {one.household for one in requests if one.reference in {move.reference for move in edit.moved}} - {None}
        touched = {*edit.postponed, *(one.reference for one in edit.moved)}
        touched |= {one.reference for one in requests if one.household in homes}
        came_in = planned(made.plan) - planned(plan)
        assert {one.reference for one in differences(plan, made.plan)} <= touched | came_in


@st.composite
def edits(draw, requests, plan, day):
    references = sorted(one.reference for one in requests) or ["SAHS-0000"]
    times_or_none = st.sampled_from([None, *times_of(day)])
    moves = st.builds(
        Move, reference=st.sampled_from(references), team=st.sampled_from(["T1", "T2"]), starts_at=times_or_none
    )
    moved = draw(st.lists(moves, max_size=1))
    others = draw(st.booleans()) and bool(moved) and moved[0].starts_at is not None
    postponed = draw(st.lists(st.sampled_from(sorted(plan.references) or references), max_size=2, unique=True))
    return Edit(
        postponed=tuple(one for one in postponed if one not in {move.reference for move in moved}),
        moved=tuple(moved),
        others_may_move=others,
    )
