"""The judge of a plan, whoever made it: each rule that a hand may break is found and named."""

from datetime import datetime, time

import pytest
from invented_days import FRIDAY, SUKOHARJO, WEDNESDAY, day_with, team, visit

from casework.office_calendar import at
from casework.rounds import check_plan, plan_rounds


def codes(plan, day, requests):
    return {broken.code for broken in check_plan(plan, day, requests)}


def moved(plan, number, **changes):
    tour = plan.rounds[0]
    stops = list(tour.stops)
    stops[number] = stops[number].model_copy(update=changes)
    return plan.model_copy(update={"rounds": (tour.model_copy(update={"stops": tuple(stops)}), *plan.rounds[1:])})


def clock(hour, minute) -> datetime:
    return at(WEDNESDAY, time(hour, minute))


@pytest.mark.parametrize(
    ("number", "changes", "code"),
    [
        (0, {"starts_at": clock(8, 50), "ends_at": clock(9, 20)}, "start-outside-hours"),
        (1, {"starts_at": clock(11, 10), "ends_at": clock(11, 40)}, "outside-windows"),
        (1, {"starts_at": clock(9, 50), "ends_at": clock(10, 20), "leaves_previous_at": clock(9, 28)}, "overlap"),
        (1, {"travel_minutes": 3}, "travel-too-short"),
        (1, {"leaves_previous_at": clock(9, 55)}, "arrives-too-late"),
        (1, {"ends_at": clock(10, 50)}, "other-length"),
        (1, {"regency_code": SUKOHARJO}, "other-region"),
        (1, {"reference": "SAHS-XXXX"}, "not-asked-for"),
        (1, {"reference": "SAHS-AAAA"}, "named-twice"),
        (0, {"leaves_previous_at": clock(7, 0)}, "leaves-too-early"),
        (2, {"starts_at": clock(14, 30), "ends_at": clock(15, 0)}, "start-outside-hours"),
    ],
)
def test_a_hand_that_moves_a_visit_wrongly_is_told(number, changes, code):
    day, requests = day_with(), [visit(name) for name in ("AAAA", "BBBB", "CCCC")]
    plan = plan_rounds(day, requests)
    assert check_plan(plan, day, requests) == ()
    assert code in codes(moved(plan, number, **changes), day, requests)


def test_the_judge_sees_what_is_wrong_with_a_whole_plan():
    day, requests = day_with(team(1), team(2)), [visit("AAAA"), visit("BBBB")]
    plan = plan_rounds(day, requests)
    assert "forgotten" in codes(plan, day, [*requests, visit("CCCC")])
    assert "other-day" in codes(plan.model_copy(update={"date": FRIDAY}), day, requests)
    assert "skill-missing" in codes(plan, day, [visit("AAAA", needs=("language:ko",)), visit("BBBB")])
    assert "too-early" in codes(plan, day, [visit("AAAA", not_before=FRIDAY), visit("BBBB")])
    tour = plan.rounds[0]
    stranger = tour.model_copy(update={"team": team(9)})
    assert "unknown-team" in codes(plan.model_copy(update={"rounds": (stranger,)}), day, requests)
    assert "in-two-places" in codes(plan.model_copy(update={"rounds": (tour, tour)}), day, requests)
    soon = tour.model_copy(update={"returns_at": tour.stops[-1].ends_at})
    assert "returns-too-soon" in codes(plan.model_copy(update={"rounds": (soon,)}), day, requests)
    late = tour.model_copy(update={"returns_at": clock(17, 0)})
    assert "returns-too-late" in codes(plan.model_copy(update={"rounds": (late,)}), day, requests)


def test_the_judge_counts_the_visits_of_a_team():
    day = day_with()
    five = [visit(name, service_minutes=5) for name in ("AAAA", "BBBB", "CCCC", "DDDD", "EEEE")]
    plan = plan_rounds(day, five)
    extra = plan.rounds[0].stops[-1].model_copy(update={"reference": plan.left_out[0].reference})
    full = plan.rounds[0].model_copy(update={"stops": (*plan.rounds[0].stops, extra)})
    assert {"too-many-visits", "overlap"} <= codes(
        plan.model_copy(update={"rounds": (full,), "left_out": ()}), day, five
    )


def test_the_judge_finds_an_officer_at_a_door_to_which_they_may_not_come():
    day = day_with()
    plan = plan_rounds(day, [visit("AAAA")])
    assert codes(plan, day, [visit("AAAA", not_with=("A1",))]) == {"barred-officer"}
