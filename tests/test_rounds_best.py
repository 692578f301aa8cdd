"""The plan of a small day is the best there is: every assignment and every order is tried beside it."""

import random
from dataclasses import replace
from datetime import date, time
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from invented_days import (
    CALENDAR,
    DAYS,
    SOLO,
    SRAGEN,
    SUKOHARJO,
    TEAMS,
    WEDNESDAY,
    WONOGIRI,
    day_with,
    planned,
    requests_of_a_day,
    team,
    times,
    visit,
)

from casework.office_calendar import at
from casework.rounds import Planner, Promise, check_plan, plan_rounds, working_day
from casework.rounds.calls import Call, calls_of, visits_of
from casework.rounds.exact import best_orders, is_small
from casework.rounds.objective import weight, weights_on
from casework.rounds.timetable import Timetable


def cost_by_hand(plan, day, requests):
    """What a plan weighs and costs, from its printed times alone."""
    known, weights = {request.reference: request for request in requests}, weights_on(day)
    due = [request for request in requests if request.may_be_on(day.date)]
    lost = sum(weight(Call((request,)), day) for request in due if request.reference not in planned(plan))
    minutes = 0
    for tour in plan.rounds:
        homes = {known[stop.reference].household or stop.reference for stop in tour.stops}
        last = known[tour.stops[-1].reference].place
        minutes += sum(stop.travel_minutes for stop in tour.stops) + day.travel.minutes(last, day.office)
        minutes += weights.fairness_minutes * len(homes) ** 2
        for stop in tour.stops:
            if known[stop.reference].frail:
                waited = (stop.starts_at - at(day.date, day.hours.first_start)).seconds // 60
                minutes += waited * weights.frail_minutes_an_hour // 60
    return lost, minutes


def best_by_trying_everything(day, requests):
    """The least cost over every assignment of calls to teams (or to nobody) and every order."""
    calls = calls_of(request for request in requests if request.may_be_on(day.date))
    timetable, weights = Timetable(day, calls), weights_on(day)
    cheapest = {}
    for code, number in product([None, *(crew.code for crew in day.teams)], range(1 << len(calls))):
        chosen = [call for bit, call in enumerate(calls) if number >> bit & 1]
        cheapest[code, number] = _cheapest(code, chosen, day, timetable, weights)
    found = []
    for assigned in product([None, *(crew.code for crew in day.teams)], repeat=len(calls)):
        made = {
            code: sum(1 << bit for bit, own in enumerate(assigned) if own == code)
            for code in (None, *(crew.code for crew in day.teams))
        }
        costs = [cheapest[crew.code, made[crew.code]] for crew in day.teams]
        if None not in costs:
            lost = sum(weight(call, day) for call, code in zip(calls, assigned, strict=True) if code is None)
            found.append((lost, sum(costs)))
    return min(found)


def _cheapest(code, chosen, day, timetable, weights):
    if not chosen:
        return 0
    crew = next((crew for crew in day.teams if crew.code == code), None)
    if crew is None or not all(timetable.may_make(call, crew) for call in chosen):
        return None
    costs = []
    for order in permutations(chosen):
        timed = timetable.in_time(order) if timetable.is_within_limit(order) else None
        if timed is not None:
            frail = sum(
                (starts + offset(call, request) - 540) * weights.frail_minutes_an_hour // 60
                for call, starts in zip(order, timed.starts, strict=True)
                for request in call.visits
                if request.frail
            )
            costs.append(timed.travel + weights.fairness_minutes * len(order) ** 2 + frail)
    return min(costs, default=None)


def offset(call, request):
    before = 0
    for other in call.visits:
        if other is request:
            return before
        before = -(-(before + other.service_minutes) // 10) * 10
    raise AssertionError("not in this call")


@settings(max_examples=60, deadline=None)
@given(requests=requests_of_a_day(most=5), teams=TEAMS.map(lambda teams: teams[:2]), on=DAYS)
def test_no_assignment_and_no_order_is_better_than_the_plan_of_a_small_day(requests, teams, on):
    day = working_day(on, teams, CALENDAR)
    plan = plan_rounds(day, requests)
    assert plan.planner is Planner.EXACT
    assert cost_by_hand(plan, day, requests) == best_by_trying_everything(day, requests)


@pytest.mark.parametrize("seed", range(3))
def test_the_day_that_the_office_lives_with_is_the_best_there_is(seed):
    drawn = random.Random(seed)
    regencies = drawn.choices([SOLO, SUKOHARJO, WONOGIRI, SRAGEN, "33.10", "33.09", "33.13"], k=6)
    requests = [
        visit(f"{number:04}", regency, safe=date(2021, 10, 7 + drawn.randrange(9)), frail=drawn.random() < 0.5)
        for number, regency in enumerate(regencies)
    ]
    day = day_with(team(1), team(2))
    plan = plan_rounds(day, requests)
    assert check_plan(plan, day, requests) == ()
    assert cost_by_hand(plan, day, requests) == best_by_trying_everything(day, requests)


def test_a_day_is_small_by_the_number_of_its_orders():
    nine = calls_of([visit(f"{number:04}", service_minutes=5) for number in range(9)])
    by_the_rule = day_with()
    lax = by_the_rule.model_copy(update={"capacity": replace(by_the_rule.capacity, visits=9, visits_by_regency={})})
    assert (is_small(Timetable(by_the_rule, nine)), is_small(Timetable(lax, nine))) == (True, False)
    assert is_small(Timetable(lax, nine[:7]))


def test_two_teams_share_a_days_visits_rather_than_one_making_them_all():
    plan = plan_rounds(day_with(team(1), team(2)), [visit(name, WONOGIRI) for name in ("AAAA", "BBBB")])
    assert sorted(len(tour.stops) for tour in plan.rounds) == [2] or len(plan.rounds) == 2
    near = plan_rounds(day_with(team(1), team(2)), [visit(name, "33.13") for name in ("AAAA", "BBBB", "CCCC", "DDDD")])
    assert sorted(len(tour.stops) for tour in near.rounds) == [2, 2]


def test_the_frail_are_visited_first_where_it_costs_nothing():
    plan = plan_rounds(day_with(), [visit("AAAA"), visit("BBBB", frail=True)])
    assert [reference for reference, _, _ in times(plan.rounds[0])] == ["SAHS-BBBB", "SAHS-AAAA"]


def test_who_cannot_wait_goes_before_any_number_of_those_who_can():
    can_wait = [visit(f"{number:04}") for number in range(4)]
    cannot = visit("LAST", WONOGIRI, safe=WEDNESDAY)
    plan = plan_rounds(day_with(), [*can_wait, cannot])
    assert "SAHS-LAST" in planned(plan)


def test_the_same_set_of_equal_visits_is_always_the_same():
    calls = calls_of([visit(name) for name in ("AAAA", "BBBB", "CCCC", "DDDD", "EEEE")])
    orders = best_orders(Timetable(day_with(), calls))
    assert [one.reference for one in visits_of(orders["T1"])] == ["SAHS-AAAA", "SAHS-BBBB", "SAHS-CCCC", "SAHS-DDDD"]


def test_a_promise_is_kept_at_its_minute_whoever_else_waits():
    promised = visit("PROM", promise=Promise(starts_at=time(10, 5), team="T1"))
    plan = plan_rounds(
        day_with(), [visit(name, safe=WEDNESDAY) for name in ("AAAA", "BBBB", "CCCC", "DDDD")] + [promised]
    )
    assert ("SAHS-PROM", "10.05", "10.35") in times(plan.rounds[0])
