"""A life may be cut off at any point: nothing is lost, doubled or left over. ``make chaos`` plays many more than these."""

import random

import pytest
from chaos.crash_points import CrashPoint
from chaos.lives import cut_off_at_each_point, in_bad_weather, live
from chaos.played_office import Play

LIVES_BY_SEED = 3


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.long)])
def test_a_life_that_is_cut_off_ends_whole_wherever_it_was(seed):
    whole = live(Play(seed))
    assert whole.faults == ()
    cut_off = list(cut_off_at_each_point(seed, whole))
    for play in random.Random(seed).sample(cut_off, LIVES_BY_SEED):
        ended = live(play)
        assert (ended.deaths, ended.faults) == (1, ()), play


@pytest.mark.long
@pytest.mark.parametrize("seed", [13])
def test_two_cases_in_bad_weather_end_whole(seed):
    ended = live(in_bad_weather(seed))
    assert ended.faults == ()
    assert ended.deaths > 5


def test_a_seed_plays_the_same_life_again():
    first, again = live(in_bad_weather(5)), live(in_bad_weather(5))
    assert (first.passed, first.deaths, first.scenario) == (again.passed, again.deaths, again.scenario)


# --- what would be found: the judgement is no rubber stamp

DECIDED = (
    "commit of office:code:used-up, assessment:question:decided, letters:number:reserved, assessment:case:ineligible"
)


def cut_off_after(place, seed=4):
    return next(
        play for play in cut_off_at_each_point(seed, live(Play(seed))) if str(play.dies_at[0]) == f"{place}, after"
    )


def test_a_submission_that_stays_in_the_engine_would_be_found(monkeypatch):
    play = cut_off_after(DECIDED)
    monkeypatch.setattr("flows.upkeep.empty_forms_left_behind", list)
    assert [fault for fault in live(play).faults if "still holds suspended-eligibility-verdict-1-1-response" in fault]


def test_a_case_that_nobody_starts_again_would_be_found(monkeypatch):
    play = cut_off_after(DECIDED)
    monkeypatch.setattr("chaos.played_office.MOST_STEPS", 60)
    monkeypatch.setattr("flows.upkeep.start_needed_runs", list)
    assert [fault for fault in live(play).faults if "stands in closing" in fault]


def test_a_run_that_is_over_and_still_says_that_it_waits_would_be_found(monkeypatch):
    monkeypatch.setattr("flows.upkeep.correct_names_of_ended_runs", list)
    faults = live(Play(4, dies_at=(CrashPoint("engine: store the form", "after"), 1))).faults
    assert [fault for fault in faults if fault.endswith("is over and says that it waits")]


@pytest.fixture
def nobody_else_helps(monkeypatch):
    """Every execution takes its worker with it, and everybody answers in Prefect."""
    monkeypatch.setattr("chaos.played_office.MOST_STEPS", 60)
    monkeypatch.setattr("chaos.played_office.SURVIVES", 0.0)
    monkeypatch.setattr("chaos.played_office.AT_A_TERMINAL", 0.0)


NEVER_STORED = CrashPoint("engine: store the form", "before")


def test_a_waiting_run_whose_form_was_never_stored_would_be_found(nobody_else_helps, monkeypatch):
    monkeypatch.setattr("flows.upkeep.put_missing_forms_again", list)
    ended = live(Play(4, dies_at=(NEVER_STORED, 1)))
    assert [fault for fault in ended.faults if "eligibility-verdict on SAHS-" in fault and "is open" in fault]


def test_the_form_of_a_second_attempt_that_was_never_stored_is_missed_though_the_first_one_lies_there(
    nobody_else_helps, monkeypatch
):
    monkeypatch.setattr("chaos.played_office.WRONG_AT_FIRST", 1.0)
    ended = live(Play(4, dies_at=(NEVER_STORED, 2)))
    assert (ended.deaths, ended.faults) == (1, ())
