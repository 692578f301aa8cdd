"""Travel times behind one interface: an estimate without a map, or a table of the office's own."""

from datetime import date

import pytest
from invented_days import WEDNESDAY, day_with, times, visit
from invented_roads import Roads, engines, table_of

from casework.regions import REGENCIES, all_districts
from casework.rounds import plan_rounds
from casework.rounds.travel import OFFICE, GreatCircle, Place, TravelTimes, travel_table
from casework.rounds.travel.engine import ask_engine

ROADS = GreatCircle(WEDNESDAY)
SOLO = REGENCIES["33.72"]
TABLE = travel_table(["office", "A", "B"], [[0, 10, 20], [12, 0, 5], [22, 5, 0]])


def at_seat(name=""):
    return Place("33.72", SOLO.seat_latitude, SOLO.seat_longitude, name)


def test_a_home_with_coordinates_is_reached_on_its_own_way():
    assert ROADS.minutes(OFFICE, at_seat()) == ROADS.minutes(OFFICE, Place("33.72")) == 22
    nearer = Place("33.72", -7.549, 110.78)
    assert ROADS.minutes(OFFICE, nearer) < 10
    assert ROADS.minutes(nearer, nearer) == 0


# --- a home of which the sub-district is known


def in_district(code, **more):
    return Place(code[:5], district_code=code, **more)


@pytest.mark.parametrize(
    ("district", "regency_alone", "to_the_district"),
    [("33.72.05", 22, 17), ("33.12.24", 71, 136), ("33.14.15", 65, 61), ("33.09.19", 47, 78)],
    ids=["Banjarsari", "Paranggupito", "Sumberlawang", "Juwangi"],
)
def test_a_home_lies_in_the_middle_of_its_sub_district_and_not_at_the_regencys_seat(
    district, regency_alone, to_the_district
):
    assert ROADS.minutes(OFFICE, Place(district[:5])) == regency_alone
    assert ROADS.minutes(OFFICE, in_district(district)) == to_the_district


@pytest.mark.parametrize(("district", "minutes"), [("33.72.02", 5), ("33.72.05", 8), ("33.12.24", 17)])
def test_two_homes_of_one_sub_district_are_half_the_way_to_the_next_one_apart(district, minutes):
    assert ROADS.minutes(in_district(district), in_district(district)) == minutes


def test_two_homes_of_one_sub_district_are_apart_but_never_farther_than_two_of_its_regency():
    for district in all_districts():
        home, regency = in_district(district.code), Place(district.regency_code)
        assert ROADS.minutes(home, home) > 0
        assert ROADS.minutes(home, home) <= ROADS.minutes(regency, regency)


def test_the_point_itself_counts_where_it_is_known_whatever_the_sub_district():
    exact = in_district("33.72.05", latitude=-7.549, longitude=110.78)
    assert ROADS.minutes(OFFICE, exact) == ROADS.minutes(OFFICE, Place("33.72", -7.549, 110.78))
    assert ROADS.minutes(exact, exact) == 0


def test_two_homes_of_one_sub_district_are_apart_whatever_the_engine_says(engine):
    home = in_district("33.72.05")
    roads = ask_engine("osrm", engine(table_of(60)), [OFFICE, home], ROADS)
    assert (roads.minutes(OFFICE, home), roads.minutes(home, home)) == (1, 8)
    assert "110.817260,-7.546880" in Roads.asked[0] or "110.81726,-7.54688" in Roads.asked[0]


@pytest.mark.parametrize(
    ("district", "said"),
    [
        ("33.72.09", "'33.72.09' is no sub-district of the office's area"),
        ("33.11.10", "lies in another regency than 33.72"),
    ],
)
def test_a_sub_district_that_cannot_be_is_refused(district, said):
    with pytest.raises(ValueError, match=said):
        visit("AAAA", district_code=district)


def test_a_plan_counts_by_the_sub_district_and_repeats_none():
    plan = plan_rounds(day_with(), [visit("AAAA", district_code="33.72.05"), visit("BBBB", district_code="33.72.05")])
    assert [stop.travel_minutes for stop in plan.rounds[0].stops] == [17, 8]
    assert "33.72.05" not in plan.model_dump_json()


# --- other ways to know


def test_whoever_knows_the_way_can_be_asked():
    assert isinstance(ROADS, TravelTimes)
    assert isinstance(TABLE, TravelTimes)


def test_a_table_knows_the_way_there_and_the_way_back():
    assert (TABLE.minutes(OFFICE, Place("33.72", name="A")), TABLE.minutes(Place("33.72", name="A"), OFFICE)) == (
        10,
        12,
    )


def test_a_plan_goes_by_the_table():
    day = day_with(travel=TABLE)
    plan = plan_rounds(day, [visit("AAAA", place_name="A"), visit("BBBB", place_name="B")])
    assert [stop.travel_minutes for stop in plan.rounds[0].stops] in ([10, 5], [20, 5])
    assert len(times(plan.rounds[0])) == 2


@pytest.mark.parametrize(
    ("places", "minutes", "said"),
    [
        (["office", "A"], [[0, 1]], "must have 2 rows of 2 minutes"),
        (["office", "A", "A"], [[0] * 3] * 3, "names a place more than once"),
        (["A", "B"], [[0, 1], [1, 0]], "lacks the office: name it 'office'"),
    ],
)
def test_a_table_that_is_not_whole_is_refused(places, minutes, said):
    with pytest.raises(ValueError, match=said):
        travel_table(places, minutes)


def test_a_way_that_the_table_does_not_know_is_told_by_its_names_never_by_coordinates():
    with pytest.raises(ValueError, match=r"no way from 'office' to '33\.72'") as refused:
        TABLE.minutes(OFFICE, Place("33.72", -7.5, 110.8))
    assert "110.8" not in str(refused.value)


def test_no_assumption_is_in_force_before_the_service_began():
    with pytest.raises(LookupError):
        GreatCircle(date(2020, 1, 1)).minutes(OFFICE, Place("33.72"))


# --- a routing engine of the office's own


@pytest.fixture
def engine():
    """``engine(answer)`` starts one."""
    with engines() as start:
        yield start


def test_an_engines_minutes_are_taken_rounded_up_and_it_is_asked_once_for_a_day(engine):
    roads = ask_engine("osrm", engine(table_of(601)), [OFFICE, at_seat(), Place("33.12")], ROADS)
    assert (roads.minutes(OFFICE, at_seat()), roads.minutes(at_seat(), Place("33.12"))) == (11, 11)
    assert len(Roads.asked) == 1


def test_two_homes_of_which_only_the_regency_is_known_are_apart_by_estimate(engine):
    roads = ask_engine("osrm", engine(table_of(60)), [OFFICE, Place("33.12")], ROADS)
    assert roads.minutes(Place("33.12"), Place("33.12")) == ROADS.minutes(Place("33.12"), Place("33.12")) > 0


def test_a_way_that_the_engine_does_not_find_is_estimated(engine):
    nothing = (200, {"code": "Ok", "durations": [[None, None], [None, None]]})
    roads = ask_engine("osrm", engine(nothing), [OFFICE, at_seat()], ROADS)
    assert roads.minutes(OFFICE, at_seat()) == 22


@pytest.mark.parametrize(
    "answer",
    [
        (500, "broken"),
        (400, {"code": "InvalidQuery", "message": "-7.5,110.8"}),
        (200, "no json"),
        (200, {"code": "Ok"}),
        (200, {"code": "Ok", "durations": [[0]]}),
        lambda count: (200, {"code": "Ok", "durations": [["x"] * count] * count}),
    ],
    ids=["broken", "refused", "no json", "no table", "a small table", "no numbers"],
)
def test_an_engine_that_misbehaves_is_replaced_by_the_estimate_and_no_coordinate_is_logged(engine, answer, caplog):
    assert ask_engine("osrm", engine(answer), [OFFICE, at_seat()], ROADS) is ROADS
    assert "travel times are estimated" in caplog.text
    assert "110.8" not in caplog.text


def test_an_engine_that_is_not_there_is_replaced_by_the_estimate():
    assert ask_engine("osrm", "http://127.0.0.1:9", [OFFICE, at_seat()], ROADS) is ROADS


def test_an_engine_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="choose one of osrm, valhalla"):
        ask_engine("compass", "http://127.0.0.1:9", [OFFICE], ROADS)
