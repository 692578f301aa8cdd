"""What was agreed with a guarantor, and whom a household is visited with."""

from datetime import date, time

import pytest
from invented_days import (
    AFTERNOON,
    CALENDAR,
    LATE_MORNING,
    MORNING,
    SUKOHARJO,
    WEDNESDAY,
    day_with,
    planned,
    team,
    times,
    visit,
)
from pydantic import ValidationError

from casework.office_calendar import Window
from casework.rounds import LeftOutReason, Promise, booked_slots, check_plan, plan_rounds, working_day


def codes(plan, day, requests):
    return {broken.code for broken in check_plan(plan, day, requests)}


def test_a_visit_lies_within_the_times_that_were_agreed():
    day, requests = day_with(), [visit("AAAA", windows=(LATE_MORNING,)), visit("BBBB", windows=(MORNING, AFTERNOON))]
    plan = plan_rounds(day, requests)
    assert times(plan.rounds[0]) == [("SAHS-BBBB", "09.00", "09.30"), ("SAHS-AAAA", "10.10", "10.40")]
    assert "outside-agreed-times" in codes(plan, day, [requests[0], visit("BBBB", windows=(AFTERNOON,))])


def test_a_day_that_the_guarantor_refused_is_not_planned():
    day, refused = day_with(), visit("AAAA", not_on=(WEDNESDAY, date(2021, 10, 7)))
    (left,) = plan_rounds(day, [refused]).left_out
    assert (left.reason, left.next_chance) == (LeftOutReason.NOT_ON, date(2021, 10, 8))
    assert (left.change, left.change_english) == ("this-day-agreed", "if the guarantor agrees to this day after all")
    assert "day-refused" in codes(plan_rounds(day, [visit("AAAA")]), day, [refused])


def test_a_promise_to_a_team_that_is_not_out_says_so():
    day = day_with(team(1))
    (left,) = plan_rounds(day, [visit("AAAA", promise=Promise(starts_at=time(9, 0), team="T2"))]).left_out
    assert (left.reason, left.change) == (LeftOutReason.PROMISED_TEAM_AWAY, "promised-team-released")


def test_the_judge_finds_a_promise_that_was_moved_or_dropped():
    day, promised = day_with(), [visit("AAAA", promise=Promise(starts_at=time(10, 0), team="T1"))]
    assert codes(plan_rounds(day, promised), day, promised) == set()
    assert "promise-broken" in codes(plan_rounds(day, [visit("AAAA")]), day, promised)
    other = [visit("AAAA", promise=Promise(starts_at=time(9, 0), team="T7"))]
    assert "promised-team-changed" in codes(plan_rounds(day, [visit("AAAA")]), day, other)


# --- one household, one call


def test_two_people_of_one_household_are_visited_one_after_the_other_without_a_drive():
    day = day_with(team(1), team(2))
    requests = [visit("AAAA", household="H1"), visit("BBBB"), visit("CCCC", household="H1")]
    plan = plan_rounds(day, requests)
    (tour,) = [tour for tour in plan.rounds if "SAHS-AAAA" in {stop.reference for stop in tour.stops}]
    first, second = [stop for stop in tour.stops if stop.reference != "SAHS-BBBB"]
    assert (second.travel_minutes, second.starts_at, second.leaves_previous_at) == (0, first.ends_at, first.ends_at)
    assert codes(plan, day, requests) == set()


def test_a_household_is_one_call_of_a_teams_day():
    people = [visit(f"HH{number}X", household="H1", service_minutes=20) for number in range(5)]
    plan = plan_rounds(day_with(), people)
    assert planned(plan) == {person.reference for person in people}


def test_whoever_cannot_be_visited_with_the_household_that_day_is_no_part_of_the_call():
    late = visit("LATE", household="H1", not_before=date(2021, 10, 11))
    plan = plan_rounds(day_with(), [visit("AAAA", household="H1"), late])
    assert planned(plan) == {"SAHS-AAAA"}
    assert [left.reason for left in plan.left_out] == [LeftOutReason.NOT_BEFORE]


def test_a_household_that_needs_a_language_is_visited_by_those_who_speak_it():
    crews = (team(1), team(2, languages=("id", "ko")))
    household = [visit("AAAA", household="H1"), visit("BBBB", household="H1", needs=("language:ko",))]
    assert [tour.team.code for tour in plan_rounds(day_with(*crews), household).rounds] == ["T2"]


def test_the_judge_finds_a_household_that_was_divided():
    day = day_with(team(1), team(2))
    requests = [visit("AAAA"), visit("BBBB", SUKOHARJO), visit("CCCC")]
    plan = plan_rounds(day, requests)
    together = [visit("AAAA", household="H1"), visit("BBBB", SUKOHARJO, household="H1"), visit("CCCC", household="H1")]
    assert "household-divided" in codes(plan, day, together)


def test_no_slot_is_booked_twice_within_a_household():
    tour = plan_rounds(day_with(), [visit("AAAA", household="H1"), visit("BBBB", household="H1")]).rounds[0]
    slots = booked_slots(tour)
    everything = [slot for own in slots.values() for slot in own]
    assert len(everything) == len(set(everything))
    assert [f"{slot:%H.%M}" for slot in slots["SAHS-BBBB"]][:3] == ["09.30", "09.40", "09.50"]


# --- a place kept for an emergency


def test_a_place_is_kept_for_an_emergency_and_an_urgent_visit_takes_it():
    day = working_day(WEDNESDAY, [team()], CALENDAR, reserve=1)
    quiet = [visit(name) for name in ("AAAA", "BBBB", "CCCC", "DDDD")]
    plan = plan_rounds(day, quiet)
    assert (len(planned(plan)), len(plan.reserves)) == (3, 1)
    assert plan.left_out[0].change == "reserve-given-up"
    urgent = plan_rounds(day, [*quiet[:3], visit("FAST", urgent=True, safe=date(2021, 10, 8))])
    assert (len(planned(urgent)), urgent.reserves) == (4, ())


def test_who_cannot_wait_until_tomorrow_comes_before_the_place_that_is_kept():
    day = working_day(WEDNESDAY, [team()], CALENDAR, reserve=1)
    plan = plan_rounds(day, [visit(name, safe=WEDNESDAY) for name in ("AAAA", "BBBB", "CCCC", "DDDD")])
    assert (len(planned(plan)), plan.reserves) == (4, ())


def test_a_case_is_a_case_whatever_it_is_called():
    day = working_day(WEDNESDAY, [team()], CALENDAR, reserve=1)
    named = visit("AAAA").model_copy(update={"reference": "kept free 1"})
    assert planned(plan_rounds(day, [named])) == {"kept free 1"}


def test_the_judge_finds_a_visit_in_the_place_that_is_kept():
    day = working_day(WEDNESDAY, [team()], CALENDAR, reserve=1)
    requests = [visit("AAAA")]
    plan = plan_rounds(day, requests)
    taken = plan.reserves[0].model_copy(
        update={"starts_at": plan.rounds[0].stops[0].starts_at, "ends_at": plan.rounds[0].stops[0].ends_at}
    )
    assert codes(plan.model_copy(update={"reserves": (taken,)}), day, requests) == {"reserve-taken"}


# --- what cannot be


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"latitude": 1.0}, "both latitude and longitude"),
        ({"latitude": float("nan"), "longitude": 1.0}, "finite number"),
        ({"latitude": 91.0, "longitude": 1.0}, "less than or equal to 90"),
        ({"windows": (Window(time(11), time(9)),)}, "closes before it opens"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(wrong, said):
    with pytest.raises(ValidationError, match=said):
        visit("AAAA", **wrong)
