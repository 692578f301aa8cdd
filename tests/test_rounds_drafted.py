"""A day's plan is made while nothing is locked, from what the register says; where that has changed since, it is made anew."""

from dataclasses import replace
from datetime import date

import pytest
from invented_roads import Roads, engines, table_of
from lives_by_stage import good_samples
from routine_items import withdraw

from casework.lifecycle import Stage
from casework.registry import Event
from casework.registry.models import RoundPlan
from casework.rounds import Plan, Planner, exact
from casework.stages.case_file import find_case
from casework.stages.dispatch import planning
from casework.stages.dispatch.drafting import OVERTAKEN, draft, what_is_to_be_planned

TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)


@pytest.fixture
def waiting(at_stage):
    """A case that waits for its visit, on Tuesday."""
    return at_stage(Stage.WAITING_FOR_VISIT)


def to_be_planned(life):
    with life.registry.reading() as reading:
        return what_is_to_be_planned(reading, life.office, WEDNESDAY, TUESDAY)


def proposed(life, made=None):
    """The plan that is put before the dispatcher, with the draft that was made before."""
    with life.change() as change:
        row = planning.propose(change, life.office, WEDNESDAY, made)
        return Plan.model_validate(row.content["plan"])


def test_the_draft_is_what_is_put_before_the_dispatcher(waiting):
    made = draft(to_be_planned(waiting))
    told = replace(made, plan=made.plan.model_copy(update={"planner": Planner.SOLVER}))
    assert proposed(waiting, told) == told.plan


def test_whoever_withdrew_while_it_was_planned_is_not_in_the_plan(waiting):
    made = draft(to_be_planned(waiting))
    withdraw(waiting, waiting.reference)
    assert [tour.stops for tour in made.plan.rounds] != []
    assert proposed(waiting, made).rounds == ()


def test_a_large_day_that_was_overtaken_says_why_the_solver_did_not_help(waiting, monkeypatch):
    monkeypatch.setattr(exact, "MOST_CALLS", -1)  # as if it were too large to try every order
    made = draft(to_be_planned(waiting))
    assert proposed(waiting, replace(made, asked=replace(made.asked, requests=()))).solver_trouble == OVERTAKEN


def test_a_draft_of_the_same_facts_is_the_same_however_often_they_are_read(waiting):
    assert to_be_planned(waiting) == to_be_planned(waiting)
    assert draft(to_be_planned(waiting)).plan.digest() == draft(to_be_planned(waiting)).plan.digest()


def test_the_planner_knows_the_sub_district_of_a_home_and_no_more(waiting):
    (request,) = to_be_planned(waiting).requests
    assert (request.regency_code, request.district_code) == ("33.72", "33.72.05")
    assert (request.latitude, request.longitude, request.place_name) == (None, None, "")


def test_the_days_after_are_planned_with_the_teams_that_they_will_have(waiting):
    asked = to_be_planned(waiting)
    assert [day.date.isoformat()[5:] for day in asked.days] == ["11-25", "11-26", "11-27", "11-30", "12-01", "12-02"]
    assert all(day.teams for day in asked.days)
    assert [day.reserve for day in asked.days] == [1] * 6


def test_a_place_is_kept_for_an_emergency_and_stands_in_the_plan_of_the_register(waiting):
    plan = proposed(waiting)
    assert len(plan.reserves) == 1
    with waiting.registry.reading() as reading:
        assert Plan.model_validate(reading.session.query(RoundPlan).one().content["plan"]) == plan


def test_two_who_live_at_one_address_are_one_household_and_the_plan_does_not_say_where(life):
    first, second = good_samples(2)
    home = first.application.residence
    together = second.application.model_copy(update={"residence": home})
    for sample in (first, replace(second, application=together)):
        life.receive(sample)
        with life.change() as change:
            case = find_case(change, life.reference)
            case.stage, case.regency_code = Stage.WAITING_FOR_VISIT.value, home.regency_code
            change.write(Event("test:case:waits", case.reference))
    households = {request.household for request in to_be_planned(life).requests}
    assert len(households) == 1
    assert None not in households
    plan = proposed(life)
    (tour,) = plan.rounds
    assert [stop.travel_minutes == 0 for stop in tour.stops] == [False, True]
    told = plan.model_dump_json()
    assert households.pop() not in told
    assert home.street not in told


# --- the office's own routing engine


def test_an_office_with_a_routing_engine_plans_by_its_drives_and_asks_it_once(waiting):
    with engines() as start:
        settings = waiting.office.settings.model_copy(update={"routing_url": start(table_of(601))})
        with waiting.registry.reading() as reading:
            asked = what_is_to_be_planned(reading, replace(waiting.office, settings=settings), WEDNESDAY, TUESDAY)
        made = draft(asked)
    assert [stop.travel_minutes for tour in made.plan.rounds for stop in tour.stops] == [11]
    assert len(Roads.asked) == 1


def test_where_the_engine_is_silent_the_drives_are_estimated(waiting):
    settings = waiting.office.settings.model_copy(update={"routing_url": "http://127.0.0.1:9"})
    with waiting.registry.reading() as reading:
        asked = what_is_to_be_planned(reading, replace(waiting.office, settings=settings), WEDNESDAY, TUESDAY)
    assert draft(asked).plan == draft(to_be_planned(waiting)).plan
