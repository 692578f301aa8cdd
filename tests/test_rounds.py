import random
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_days import (
    CALENDAR,
    DAYS,
    FRIDAY,
    KARANGANYAR,
    SOLO,
    SRAGEN,
    SUKOHARJO,
    TEAMS,
    WEDNESDAY,
    WONOGIRI,
    day_with,
    requests_of_a_day,
    team,
    times,
    visit,
)
from pydantic import ValidationError

from casework.office_calendar import at
from casework.regions import REGENCIES
from casework.rounds import (
    LeftOutReason,
    Plan,
    booked_slots,
    check_plan,
    plan_rounds,
    working_day,
)
from casework.rounds.travel import OFFICE, GreatCircle, Place, great_circle_metres

ROADS = GreatCircle(WEDNESDAY)


def test_the_first_known_visit_in_timuran_is_from_nine_to_half_past_nine():
    plan = plan_rounds(day_with(), [visit("AAAA")])
    (tour,) = plan.rounds
    assert times(tour) == [("SAHS-AAAA", "09.00", "09.30")]
    assert tour.stops[0].starts_at.isoformat() == "2021-10-06T09:00:00+07:00"
    assert (f"{tour.leaves_office_at:%H.%M}", f"{tour.returns_at:%H.%M}") == ("08.28", "10.02")
    assert len(tour.team.members) == 3
    assert plan.left_out == ()


def test_a_team_makes_four_visits_in_town_around_its_noon_rest():
    requests = [visit(name) for name in ("AAAA", "BBBB", "CCCC", "DDDD", "EEEE")]
    plan = plan_rounds(day_with(), requests)
    assert times(plan.rounds[0]) == [
        ("SAHS-AAAA", "09.00", "09.30"),
        ("SAHS-BBBB", "10.10", "10.40"),
        ("SAHS-CCCC", "13.10", "13.40"),
        ("SAHS-DDDD", "14.20", "14.50"),
    ]
    (left,) = plan.left_out
    assert (left.reference, left.reason, left.next_chance, left.too_late) == (
        "SAHS-EEEE", "outranked-by-priority", date(2021, 10, 7), False,
    )  # fmt: skip


def test_case_37_far_visits_take_half_a_day_each_and_the_expiring_one_goes_first():
    paranggupito, gemolong = visit("PARA", WONOGIRI, date(2021, 10, 12)), visit("GEMO", SRAGEN, date(2021, 10, 8))
    solo = visit("SOLO", SOLO, date(2021, 10, 15))
    alone = plan_rounds(day_with(), [solo, paranggupito, gemolong])
    assert {stop.reference for stop in alone.rounds[0].stops} == {"SAHS-PARA", "SAHS-GEMO"}
    assert alone.left_out[0].reference == "SAHS-SOLO"
    two = plan_rounds(day_with(team(1), team(2)), [solo, paranggupito, gemolong])
    assert two.left_out == ()
    assert all(len(tour.stops) <= 4 for tour in two.rounds)


@pytest.mark.parametrize(
    ("regencies", "allowed"),
    [
        ([SOLO] * 4, True),
        ([SOLO] * 5, False),
        ([WONOGIRI, SRAGEN], True),
        ([WONOGIRI, SRAGEN, SOLO], False),
        ([WONOGIRI, SOLO, SUKOHARJO], True),
        ([WONOGIRI, SOLO, SUKOHARJO, KARANGANYAR], False),
    ],
)
def test_each_visit_takes_its_share_of_a_teams_day(regencies, allowed):
    assert day_with().is_within_capacity(regencies) is allowed


def test_on_a_friday_visits_stop_before_the_prayer():
    plan = plan_rounds(day_with(on=FRIDAY), [visit(name) for name in ("AAAA", "BBBB")])
    assert times(plan.rounds[0]) == [("SAHS-AAAA", "09.00", "09.30")]
    assert plan.left_out[0].next_chance == date(2021, 10, 11)  # Monday


@pytest.mark.parametrize(
    ("request_", "teams", "reason", "next_chance"),
    [
        (visit("AAAA"), [], LeftOutReason.NO_TEAM_TODAY, date(2021, 10, 7)),
        (visit("AAAA", not_before=date(2021, 10, 9)), [team()], LeftOutReason.NOT_BEFORE, date(2021, 10, 11)),
        (visit("AAAA", not_before=date(2022, 3, 1)), [team()], LeftOutReason.NOT_BEFORE, date(2022, 3, 1)),
        (visit("AAAA", needs=("language:ko",)), [team()], LeftOutReason.NO_TEAM_WITH_SKILL, date(2021, 10, 7)),
        (visit("AAAA", not_with=("B1",)), [team()], LeftOutReason.EVERY_TEAM_BARRED, date(2021, 10, 7)),
        (visit("AAAA", service_minutes=150), [team()], LeftOutReason.UNREACHABLE_IN_WINDOW, date(2021, 10, 7)),
    ],
)
def test_whoever_is_left_out_is_told_why_and_when_the_next_chance_is(request_, teams, reason, next_chance):
    day = working_day(WEDNESDAY, teams, CALENDAR)
    (left,) = plan_rounds(day, [request_]).left_out
    assert (left.reason, left.next_chance) == (reason, next_chance)
    assert left.explanation_indonesian
    assert left.explanation_english


def test_the_limit_of_a_team_is_told_apart_from_its_time():
    requests = [visit("WONO", WONOGIRI, date(2021, 10, 11)), visit("SRAG", SRAGEN, date(2021, 10, 12)), visit("SOLO")]
    assert plan_rounds(day_with(), requests).left_out[0].reason in (
        LeftOutReason.TEAM_LIMIT_REACHED,
        LeftOutReason.OUTRANKED_BY_PRIORITY,
    )
    in_town = [visit(name, service_minutes=5) for name in ("AAAA", "BBBB", "CCCC", "DDDD", "EEEE")]
    assert plan_rounds(day_with(), in_town).left_out[0].reason is LeftOutReason.TEAM_LIMIT_REACHED


def test_a_later_case_that_still_fits_does_not_hide_that_an_earlier_one_did_not():
    requests = [
        visit("AAAA"),
        visit("BBBB"),
        visit("DDDD"),
        visit("LONG", safe=date(2021, 10, 21), service_minutes=115),
        visit("CCCC", safe=date(2021, 10, 22)),
    ]
    plan = plan_rounds(day_with(), requests)
    assert [left.reason for left in plan.left_out] == [LeftOutReason.NO_ROOM_LEFT_TODAY]


def test_a_next_chance_after_the_last_safe_visit_day_is_said_aloud():
    (left,) = plan_rounds(working_day(WEDNESDAY, [], CALENDAR), [visit("AAAA", safe=WEDNESDAY)]).left_out
    assert left.too_late
    assert "hari kunjungan aman terakhir" in left.explanation_indonesian


def test_the_urgent_go_first_among_those_of_the_same_last_safe_day():
    names = [request.reference for request in sorted([visit("AAAA"), visit("BBBB", urgent=True)], key=lambda r: r.rank)]
    assert names == ["SAHS-BBBB", "SAHS-AAAA"]
    assert visit("ZZZZ", safe=date(2021, 10, 7)).rank < visit("AAAA", safe=date(2021, 10, 8), urgent=True).rank


def test_a_visit_in_korean_goes_to_the_team_that_speaks_it():
    plan = plan_rounds(day_with(team(1), team(2, languages=("id", "ko"))), [visit("AAAA", needs=("language:ko",))])
    assert [tour.team.code for tour in plan.rounds] == ["T2"]


def test_a_case_whose_guarantor_complained_about_an_officer_is_visited_by_a_team_without_them():
    plan = plan_rounds(day_with(team(1), team(2)), [visit("AAAA", not_with=("C1",))])
    assert [tour.team.code for tour in plan.rounds] == ["T2"]


def test_a_holiday_is_not_planned():
    with pytest.raises(ValueError, match=r"Maulid.*2021-10-21"):
        working_day(date(2021, 10, 20), [team()], CALENDAR)


def test_a_reference_that_comes_twice_is_refused():
    with pytest.raises(ValueError, match="SAHS-AAAA is there more than once"):
        plan_rounds(day_with(), [visit("AAAA"), visit("AAAA")])
    with pytest.raises(ValueError, match="T1 is there more than once"):
        plan_rounds(day_with(team(1), team(1)), [])


def test_a_place_outside_the_area_is_refused():
    with pytest.raises(ValueError, match="none of the seven regencies"):
        plan_rounds(day_with(), [visit("AAAA", "34.04")])


def test_a_plan_cannot_be_changed_nor_added_to():
    plan = plan_rounds(day_with(), [visit("AAAA")])
    with pytest.raises(ValidationError):
        plan.date = FRIDAY
    with pytest.raises(ValidationError):
        Plan.model_validate({**plan.model_dump(), "note": "x"})


def test_travel_follows_the_road_and_never_takes_no_time_between_two_homes():
    assert great_circle_metres((-7.548, 110.776), (-7.55611, 110.83167)) == pytest.approx(6_200, abs=100)
    assert ROADS.minutes(OFFICE, Place(SOLO)) == 22
    assert ROADS.minutes(OFFICE, OFFICE) == 0
    for one in map(Place, REGENCIES):
        assert ROADS.minutes(one, one) > 0
        for other in map(Place, REGENCIES):
            assert ROADS.minutes(one, other) == ROADS.minutes(other, one)


# --- the same over many days -----------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(requests=requests_of_a_day(), teams=TEAMS, on=DAYS, reserve=st.integers(0, 1))
def test_any_days_plan_is_sound_and_whoever_is_left_out_would_fit_nowhere(requests, teams, on, reserve):
    day = working_day(on, teams, CALENDAR, reserve=reserve)
    plan = plan_rounds(day, requests)
    assert [one for one in check_plan(plan, day, requests) if not one.code.startswith("promise")] == []
    known = {request.reference: request for request in requests}
    orders = {tour.team.code: [known[stop.reference] for stop in tour.stops] for tour in plan.rounds}
    held = {reserve.team for reserve in plan.reserves}
    for household in households_of([known[left.reference] for left in plan.left_out], day.date):
        for crew in (crew for crew in day.teams if crew.code not in held):
            order = orders.get(crew.code, [])
            for place in range(len(order) + 1):
                assert not walks_through_the_day([*order[:place], *household, *order[place:]], crew, day)


def households_of(requests, on):
    """Who would be visited in one call: a household's people that may be visited that day, anybody else alone."""
    calls = {}
    for request in sorted(requests, key=lambda request: request.rank):
        together = request.household if request.may_be_on(on) else None
        calls.setdefault(together or request.reference, []).append(request)
    return calls.values()


def walks_through_the_day(order, crew, day):
    """The rules once more, minute by minute, without the planner's arithmetic."""
    hours, homes = day.hours, [request.household or request.reference for request in order]
    doors_passed = [home for number, home in enumerate(homes) if not number or home != homes[number - 1]]
    if len(doors_passed) > len(set(doors_passed)):
        return False  # a household's people are visited one after the other
    if any(member in request.not_with for request in order for member in crew.members):
        return False
    if any(set(request.needs) - crew.offers or not request.may_be_on(day.date) for request in order):
        return False
    if any(request.promise and request.promise.team not in (None, crew.code) for request in order):
        return False
    doors = [request for number, request in enumerate(order) if not number or homes[number] != homes[number - 1]]
    if not day.is_within_capacity([request.regency_code for request in doors]):
        return False
    place, now, last_window = day.office, at(day.date, hours.leaves_office_from), None
    for number, request in enumerate(order):
        joined, goes_on = number and homes[number] == homes[number - 1], homes[number] in homes[number + 1 : number + 2]
        drive = timedelta(minutes=0 if joined else day.travel.minutes(place, request.place))
        before, after = timedelta(minutes=0 if joined else 10), timedelta(minutes=0 if goes_on else 10)
        for minute in range(0, 24 * 60, 1 if request.promise else hours.step_minutes):
            starts = at(day.date, time.min) + timedelta(minutes=minute)
            arrives, ends = starts - before, starts + timedelta(minutes=request.service_minutes)
            windows = [
                w for w in hours.windows if at(day.date, w.opens) <= arrives and ends + after <= at(day.date, w.closes)
            ]
            rest = timedelta(minutes=hours.rest_minutes if last_window and windows != [last_window] else 0)
            agreed = starts.time() == request.promise.starts_at if request.promise else is_agreed(request, starts, ends)
            if joined and windows != [last_window]:
                continue
            if (
                windows
                and agreed
                and now + drive + rest <= arrives
                and hours.first_start <= starts.time() <= hours.last_start
            ):
                break
        else:
            return False
        place, now, last_window = request.place, ends + after, windows[0]
    return now + timedelta(minutes=day.travel.minutes(place, day.office)) <= at(day.date, hours.back_by)


def is_agreed(request, starts, ends):
    return not request.windows or any(
        own.opens <= starts.time() and ends.time() <= own.closes for own in request.windows
    )


@settings(max_examples=40, deadline=None)
@given(requests=requests_of_a_day(), teams=TEAMS, seed=st.integers(0, 1000))
def test_the_same_input_in_any_order_gives_the_same_bytes(requests, teams, seed):
    first = plan_rounds(working_day(WEDNESDAY, teams, CALENDAR), requests)
    shuffled = random.Random(seed)
    again = plan_rounds(
        working_day(WEDNESDAY, shuffled.sample(teams, len(teams)), CALENDAR), shuffled.sample(requests, len(requests))
    )
    assert again.digest() == first.digest()
    assert Plan.model_validate_json(first.model_dump_json()).digest() == first.digest()


@settings(max_examples=60, deadline=None)
@given(requests=requests_of_a_day(), teams=TEAMS, minutes=st.sampled_from([5, 10, 15]))
def test_no_slot_of_a_round_is_taken_twice_and_each_visit_lies_in_its_slots(requests, teams, minutes):
    plan = plan_rounds(working_day(WEDNESDAY, teams, CALENDAR), requests)
    for tour in plan.rounds:
        slots = booked_slots(tour, minutes)
        everything = [slot for of_visit in slots.values() for slot in of_visit]
        assert len(everything) == len(set(everything))
        assert everything == sorted(everything)
        assert all(slot.minute % minutes == 0 and slot.utcoffset() == timedelta(hours=7) for slot in everything)
        covered = {slot + timedelta(minutes=m) for slot in everything for m in range(minutes)}
        for stop in tour.stops:
            length = int((stop.ends_at - stop.leaves_previous_at).total_seconds()) // 60
            assert {stop.leaves_previous_at + timedelta(minutes=m) for m in range(length)} <= covered


def test_the_first_visit_books_its_drive_its_visit_and_its_way_back():
    slots = booked_slots(plan_rounds(day_with(), [visit("AAAA")]).rounds[0])["SAHS-AAAA"]
    assert (f"{slots[0]:%H.%M}", f"{slots[-1]:%H.%M}", len(slots)) == ("08.20", "10.00", 11)
    with pytest.raises(ValueError, match="divide the hour"):
        booked_slots(plan_rounds(day_with(), [visit("AAAA")]).rounds[0], 7)
