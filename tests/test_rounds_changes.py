"""Whoever is left out: the right reason, the smallest change that would bring them in, and that change really does."""

from datetime import date, time

import pytest
from hypothesis import given, settings
from invented_days import (
    CALENDAR,
    DAYS,
    FRIDAY,
    LATE_MORNING,
    SOLO,
    SRAGEN,
    TEAMS,
    WEDNESDAY,
    WONOGIRI,
    day_with,
    planned,
    requests_of_a_day,
    visit,
)

from casework.office_calendar import Window
from casework.rounds import Promise, plan_rounds, working_day
from casework.rounds.calls import calls_of
from casework.rounds.changes import Changes
from casework.rounds.exact import best_orders
from casework.rounds.horizon import plan_ahead, plan_each
from casework.rounds.insertion import missing
from casework.rounds.timetable import Timetable

FULL = [visit(name) for name in ("AAAA", "BBBB", "CCCC", "DDDD")]


def change_for(request, day, others=()):
    """The smallest change for one visit beside others, by its code and its English words."""
    left = {one.reference: one for one in plan_rounds(day, [request, *others]).left_out}[request.reference]
    return left.change, left.change_english


@pytest.mark.parametrize(
    ("request_", "day", "others", "code"),
    [
        (visit("LATE", not_before=FRIDAY), day_with(), [], "this-day-agreed"),
        (visit("LATE", windows=(Window(time(9, 0), time(9, 10)),)), day_with(), [], "window-until-0940"),
        (visit("LATE", windows=(Window(time(16, 0), time(17, 0)),)), day_with(), [], "any-time"),
        (visit("LATE", promise=Promise(starts_at=time(9, 0), team="T2")), day_with(), [], "promised-team-released"),
        (visit("LATE", promise=Promise(starts_at=time(12, 0))), day_with(), [], "promise-released"),
        (visit("LATE", WONOGIRI), day_with(), [visit(n, SRAGEN, date(2021, 10, 8)) for n in "AB"], "one-visit-more"),
        (visit("LATE", service_minutes=150), day_with(), [], "back-by-1700"),
        (visit("LATE", needs=("language:ko",)), day_with(), [], "T1-with-language:ko"),
        (visit("LATE", not_with=("B1",)), day_with(), [], "T1-without-B1"),
        (visit("LATE"), day_with(on=FRIDAY), [visit("AAAA", safe=FRIDAY)], "back-by-1630"),
        (visit("LATE"), working_day(WEDNESDAY, [], CALENDAR), [], "another-team"),
    ],
)
def test_the_smallest_change_comes_first(request_, day, others, code):
    assert change_for(request_, day, others)[0] == code


def test_a_team_whose_time_and_number_are_both_full_needs_another_one():
    assert change_for(visit("LATE"), day_with(), FULL) == (
        "another-team",
        "if there is one more team (three officers, a kit, a vehicle)",
    )


@settings(max_examples=80, deadline=None)
@given(requests=requests_of_a_day(most=8), teams=TEAMS, on=DAYS)
def test_the_change_that_is_told_brings_the_visit_in_and_moves_nobody(requests, teams, on):
    day = working_day(on, teams, CALENDAR)
    timetable = Timetable(day, calls_of(request for request in requests if request.may_be_on(on)))
    orders = best_orders(timetable)
    changes = Changes(orders, timetable)
    for call in missing(orders, timetable):
        found = changes.smallest(call.first, call)
        if found is None:
            continue
        then = [found.request or call.first, *call.visits[1:]]
        everybody = [*then, *(visit for order in orders.values() for one in order for visit in one.visits)]
        afterwards = plan_rounds(found.day, everybody)
        assert {request.reference for request in everybody} <= planned(afterwards), found.code


def test_whoever_cannot_go_tomorrow_gets_the_best_later_day_and_it_is_said():
    days = [day_with(), day_with(on=date(2021, 10, 7)), day_with(on=FRIDAY)]
    requests = [*FULL, visit("EEEE", safe=date(2021, 10, 21)), visit("KORE", needs=("language:ko",))]
    today = plan_ahead(days, requests)
    assert planned(plan_each(days, requests)[1]) == {"SAHS-EEEE"}
    told = {left.reference: (left.planned_for, left.next_chance, left.too_late) for left in today.left_out}
    assert told == {
        "SAHS-EEEE": (date(2021, 10, 7), date(2021, 10, 7), False),
        "SAHS-KORE": (None, date(2021, 10, 7), False),
    }


def test_a_later_day_after_the_last_safe_one_is_said_aloud():
    days = [working_day(WEDNESDAY, [], CALENDAR), working_day(date(2021, 10, 7), [], CALENDAR), day_with(on=FRIDAY)]
    (left,) = plan_ahead(days, [visit("AAAA", safe=date(2021, 10, 7))]).left_out
    assert (left.planned_for, left.too_late) == (FRIDAY, True)
    assert left.explanation_english.endswith("the next chance lies after the last safe visit day")


def test_days_out_of_order_are_refused():
    with pytest.raises(ValueError, match="must follow one another"):
        plan_ahead([day_with(on=FRIDAY), day_with()], [])
    with pytest.raises(ValueError, match="must follow one another"):
        plan_each([day_with(), day_with()], [])


def test_a_household_is_brought_in_whole_or_not_at_all():
    short = Window(time(9, 0), time(9, 50))  # for one of them
    together = [visit(name, SOLO, household="H1", windows=(short,)) for name in ("AAAA", "BBBB")]
    plan = plan_rounds(day_with(), [*together, visit("CCCC", windows=(LATE_MORNING,))])
    assert planned(plan) == {"SAHS-CCCC"}
    assert {left.reason.value for left in plan.left_out} == {"unreachable-in-window"}
