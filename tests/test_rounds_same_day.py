"""The rest of a day after something went wrong: nobody well is moved, nobody comes early, whoever can be visited is."""

from datetime import time

from hypothesis import given
from hypothesis import strategies as st
from invented_days import SOLO, SRAGEN, SUKOHARJO, WONOGIRI, day_with, requests_of_a_day, team, visit

from casework.rounds import Promise, check_plan, plan_rounds
from casework.rounds.differences import differences
from casework.rounds.keeping import kept_as_planned
from casework.rounds.same_day import Trouble, rest_of_the_day


def places(plan):
    return {stop.reference: (tour.team.code, f"{stop.starts_at:%H.%M}") for tour in plan.rounds for stop in tour.stops}


def promised(name, at, team_code="T1", regency=SOLO, **more):
    return visit(name, regency, promise=Promise(starts_at=time(*at), team=team_code), **more)


TWO_TEAMS = (team(1), team(2))


def rest(requests, trouble, now, *, over=(), teams=TWO_TEAMS):
    day = day_with(*teams)
    plan = plan_rounds(day, requests)
    released = [one.model_copy(update={"promise": None}) for one in requests]
    return plan, rest_of_the_day(day, plan, released, over, trouble, time(*now))


MORNING = (7, 30)
THREE = [promised("A1", (9, 0)), promised("B2", (10, 10)), promised("C3", (13, 40), regency=SUKOHARJO)]


def test_a_team_that_stops_in_the_morning_gives_its_visits_to_another_at_the_told_times():
    plan, found = rest(THREE, Trouble(team="T1"), MORNING)
    assert places(found.plan) == {name: ("T2", at) for name, (_, at) in places(plan).items()}
    assert found.called_off == ()


def test_without_another_team_all_are_called_off():
    _, found = rest(THREE, Trouble(team="T1"), MORNING, teams=(team(1),))
    assert (places(found.plan), found.called_off) == ({}, ("SAHS-A1", "SAHS-B2", "SAHS-C3"))


def test_what_is_over_stays_with_the_team_that_did_it():
    _, found = rest(THREE, Trouble(team="T1"), (9, 45), over=["SAHS-A1"])
    assert places(found.plan)["SAHS-A1"] == ("T1", "09.00")
    assert places(found.plan)["SAHS-C3"] == ("T2", "13.40")


def test_a_visit_that_the_other_team_cannot_make_at_the_told_time_comes_later_never_earlier():
    requests = [promised("A1", (9, 0)), promised("B2", (9, 0), "T2")]
    _, found = rest(requests, Trouble(team="T1"), MORNING)
    assert places(found.plan)["SAHS-B2"] == ("T2", "09.00")
    assert places(found.plan)["SAHS-A1"] == ("T2", "10.10")


def test_a_team_that_is_late_comes_later_in_its_own_order_and_is_on_time_again_when_it_can_be():
    _, found = rest(THREE, Trouble(team="T1", free_from=time(10, 20)), (10, 0), over=["SAHS-A1"])
    assert places(found.plan) == {
        "SAHS-A1": ("T1", "09.00"),
        "SAHS-B2": ("T1", "10.50"),
        "SAHS-C3": ("T1", "13.40"),
    }


def test_a_team_that_has_not_left_yet_counts_its_drive_from_the_office():
    _, found = rest([promised("A1", (9, 0))], Trouble(team="T1", free_from=time(9, 30)), (8, 30))
    assert places(found.plan)["SAHS-A1"] == ("T1", "10.10")


def test_whom_a_late_team_cannot_reach_any_more_another_visits():
    requests = [promised("A1", (9, 0)), promised("B2", (14, 0), regency=WONOGIRI)]
    _, found = rest(requests, Trouble(team="T1", free_from=time(14, 0)), (10, 0), over=["SAHS-A1"])
    assert places(found.plan)["SAHS-B2"] == ("T2", "14.00")


def test_a_team_that_may_not_come_to_a_door_does_not_take_it_over():
    requests = [promised("A1", (9, 0), not_with=("A2",))]
    _, found = rest(requests, Trouble(team="T1"), MORNING)
    assert found.called_off == ("SAHS-A1",)


def test_people_of_one_household_are_taken_over_together():
    requests = [promised("A1", (9, 0), household="H"), promised("B2", (9, 30), household="H")]
    _, found = rest(requests, Trouble(team="T1"), MORNING)
    assert places(found.plan) == {"SAHS-A1": ("T2", "09.00"), "SAHS-B2": ("T2", "09.30")}


# --- what was told is not judged again, and nobody gets lost


class FastRoads:
    """As a routing engine knew them when the day was planned."""

    def minutes(self, origin, destination):
        return 5 if origin != destination else 0


def everybody_is_accounted_for(plan, found):
    return plan.references == found.plan.references | set(found.called_off)


def test_the_visits_of_another_team_that_stopped_before_are_not_lost_while_their_change_is_unsigned():
    requests = [promised("A1", (9, 0), "T2"), promised("D4", (13, 30)), promised("E5", (9, 0), "T3")]
    plan = plan_rounds(day_with(team(1), team(2), team(3)), requests)
    found = rest_of_the_day(day_with(team(1), team(3)), plan, free(requests), [], Trouble(team="T1"), time(7, 30))
    assert everybody_is_accounted_for(plan, found)
    assert places(found.plan)["SAHS-A1"] == ("T2", "09.00")


def test_a_team_for_which_an_interpreter_is_booked_keeps_its_visit_though_a_spare_team_speaks_the_language():
    requests = [promised("A1", (9, 0), "T2"), promised("D4", (13, 30))]
    plan = plan_rounds(day_with(*TWO_TEAMS), requests)
    day = day_with(*TWO_TEAMS, team(3, code="C1", languages=("id", "ko")))
    asked = [visit("A1", needs=("language:ko",)), visit("D4")]
    found = rest_of_the_day(day, plan, asked, [], Trouble(team="T1"), time(7, 30))
    assert everybody_is_accounted_for(plan, found)
    assert places(found.plan)["SAHS-A1"] == ("T2", "09.00")


def test_a_round_that_was_planned_by_faster_roads_stands_as_it_was_told():
    requests = [
        promised("A1", (9, 0), "T2", regency=SUKOHARJO),
        promised("B2", (10, 0), "T2", regency=SRAGEN),
        promised("D4", (13, 30)),
    ]
    plan = plan_rounds(day_with(*TWO_TEAMS, travel=FastRoads()), requests)
    found = rest_of_the_day(day_with(*TWO_TEAMS), plan, free(requests), [], Trouble(team="T1"), time(7, 30))
    assert everybody_is_accounted_for(plan, found)
    assert places(found.plan)["SAHS-B2"] == ("T2", "10.00")


def test_a_household_of_a_well_team_of_which_one_has_gone_stays_with_its_others():
    requests = [
        promised(name, at, "T2", household="H") for name, at in (("A1", (9, 0)), ("B2", (9, 30)), ("C3", (10, 0)))
    ]
    requests.append(promised("D4", (13, 30)))
    whole = plan_rounds(day_with(*TWO_TEAMS), requests)
    plan = whole.model_copy(
        update={
            "rounds": tuple(
                tour.model_copy(update={"stops": tuple(stop for stop in tour.stops if stop.reference != "SAHS-B2")})
                for tour in whole.rounds
            )
        }
    )
    left = [one for one in free(requests) if one.reference != "SAHS-B2"]
    found = rest_of_the_day(day_with(*TWO_TEAMS), plan, left, [], Trouble(team="T1"), time(7, 30))
    assert everybody_is_accounted_for(plan, found)
    assert places(found.plan)["SAHS-C3"] == ("T2", "10.00")


def test_a_late_team_visits_the_second_of_a_household_after_the_first_took_longer():
    requests = [promised("A1", (9, 0), household="H"), promised("B2", (9, 30), household="H")]
    _, found = rest(requests, Trouble(team="T1", free_from=time(10, 20)), (10, 0), over=["SAHS-A1"])
    assert places(found.plan)["SAHS-A1"] == ("T1", "09.00")
    assert places(found.plan)["SAHS-B2"][0] == "T1"
    assert found.called_off == ()


def free(requests):
    return [one.model_copy(update={"promise": None}) for one in requests]


def test_a_team_that_is_not_out_today_changes_nothing():
    plan, found = rest(THREE, Trouble(team="T7"), MORNING)
    assert places(found.plan) == places(plan)


@given(
    requests=requests_of_a_day(10),
    late=st.sampled_from([None, time(9, 30), time(10, 45), time(13, 15)]),
    now=st.sampled_from([time(7, 30), time(9, 20), time(11, 0)]),
)
def test_nobody_well_is_moved_nobody_comes_early_and_the_rest_keeps_every_rule(requests, late, now):
    day = day_with(team(1), team(2), team(3))
    plan = plan_rounds(day, requests)
    asked = [one.model_copy(update={"promise": None}) for one in requests if one.reference in plan.references]
    over = {
        stop.reference
        for tour in plan.rounds
        for stop in tour.stops
        if (stop.starts_at.hour, stop.starts_at.minute) <= (now.hour, now.minute)
    }
    if late is not None and late < now:
        return
    found = rest_of_the_day(day, plan, asked, over, Trouble(team="T1", free_from=late), now)
    own = {stop.reference for tour in plan.rounds if tour.team.code == "T1" for stop in tour.stops} - over
    moved = {one.reference: one for one in differences(plan, found.plan)}
    assert moved.keys() <= own
    assert set(found.called_off) == plan.references - found.plan.references
    for one in moved.values():
        if one.after is not None:
            assert one.after[1] >= one.before[1]
    kept = kept_as_planned(
        [one for one in asked if one.reference in found.plan.references], found.plan, day, asked_for(asked)
    )
    assert [one for one in check_plan(found.plan, day, kept) if one.code not in WHOLE_DAY] == []


# A household is as it was when the day was planned; a visit that was over is no call of the household any more.
WHOLE_DAY = frozenset({"household-divided", "outside-agreed-times"})


def asked_for(requests):
    return {one.reference for one in requests}
