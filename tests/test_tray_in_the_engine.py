"""The tray's flow in a played engine: it waits, answers each item, wakes who asked, and may be cut off anywhere."""

import shutil
from datetime import time, timedelta

import pytest
from chaos.crash_points import CrashPoints
from chaos.played_flows import PlayedFlows
from clock_of_the_test import FIRST_MORNING
from demo_life import decisions_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lives_by_stage import new_life, open_life
from pydantic import TypeAdapter, ValidationError
from routine_items import hold, tray_of, verdicts

from casework.registry.models import Decision, JointDecision, Question, Submission
from flows.parameters import TraySubject

TRAY = "TRAY-section-head-2026-11-24-0800"


@pytest.fixture
def played(life):
    cases = verdicts(life, 2)
    with PlayedFlows(life).playing() as flows:
        yield flows, cases


def put_out_and_answer(flows, *exceptions, officer="BS"):
    flows.run("tray")
    tray = tray_of(flows.life)
    assert flows.submit(officer, tray, "approve-all-but", exceptions=exceptions) == "ACCEPT"
    return tray


def test_the_flow_puts_trays_out_waits_and_answers_each_item(played):
    flows, cases = played
    tray = put_out_and_answer(flows)
    flows.go_on()
    assert [flows.state_of(one.question_id) for one in cases] == ["decided", "decided"]
    run = next(run for run in flows.engine.runs.values() if run.parameters.get("reference") == TRAY)
    assert run.kind == "COMPLETED"
    assert "2 diputuskan · decided, 0 ditolak · refused" in run.state.message
    assert "answered-tray-section-head-2026-11-24-0800" in run.artifacts
    assert flows.life.standing(tray.question_id).state == "decided"
    assert flows.engine.failures == []


def test_what_was_refused_is_told_in_the_runs_result(played):
    flows, (_, odd) = played
    put_out_and_answer(flows)
    hold(flows.life, odd.question_id, "EL")
    flows.go_on()
    run = next(run for run in flows.engine.runs.values() if run.parameters.get("reference") == TRAY)
    assert f"1 diputuskan · decided, 1 ditolak · refused ({odd.subject} held-by-colleague)" in run.state.message


def test_the_runs_that_asked_about_the_items_wake_and_go_on(played):
    flows, cases = played
    for one in cases:
        flows.run("eligibility", reference=one.subject)
    put_out_and_answer(flows)
    flows.go_on()
    flows.recover()
    assert [flows.life.case(one.subject).stage for one in cases] == ["payment", "payment"]
    asked = [run for run in flows.engine.runs.values() if run.flow == "eligibility"]
    assert {run.kind for run in asked} == {"COMPLETED"}


def test_an_answer_on_an_items_own_form_counts_though_the_tray_was_refused_there_meanwhile(played):
    flows, (_, odd) = played
    flows.run("eligibility", reference=odd.subject)
    put_out_and_answer(flows)
    hold(flows.life, odd.question_id, "EL")
    flows.go_on()
    assert flows.life.standing(odd.question_id).attempt == 2
    assert flows.submit("EL", odd, "eligible") == "ACCEPT"  # on the form of the first attempt
    flows.go_on()
    assert flows.state_of(odd.question_id) == "decided"
    assert decisions_of(flows.life, odd.question_id)[0].officer_code == "EL"


def test_a_tray_that_was_answered_in_time_counts_though_its_run_slept_past_five(played):
    flows, cases = played
    put_out_and_answer(flows)
    flows.life.clock.put(flows.life.clock.now.date(), time(17, 30))
    run = next(run for run in flows.engine.runs.values() if run.parameters.get("reference") == TRAY)
    flows.engine.execute(flows.engine.start("recover"), worker_survives=True)
    assert flows.life.standing(tray_of_any(flows.life)).state == "decided"
    flows.go_on()
    assert run.kind == "COMPLETED"
    assert [flows.state_of(one.question_id) for one in cases] == ["decided", "decided"]


def tray_of_any(life):
    [row] = life.rows(Question, Question.kind == "routine-tray")
    return row.id


def test_a_tray_that_lapsed_wakes_its_run_which_ends(played):
    flows, cases = played
    flows.run("tray")
    flows.life.clock.put(flows.life.clock.now.date(), time(17, 1))
    flows.recover(2)
    run = next(run for run in flows.engine.runs.values() if run.parameters.get("reference") == TRAY)
    assert (run.kind, flows.life.standing(tray_of_any(flows.life)).state) == ("COMPLETED", "void")
    assert [flows.state_of(one.question_id) for one in cases] == ["open", "open"]


def test_on_a_day_off_no_tray_is_put_out(played):
    flows, _ = played
    flows.life.clock.put(flows.life.clock.now.date() + timedelta(days=5), time(8, 0))  # a Sunday
    assert "tutup hari ini" in flows.run("tray").state.message
    assert flows.life.rows(Question, Question.kind == "routine-tray") == []


@pytest.mark.parametrize("subject", ["", TRAY, "BULK-technical-officer-2026-11-26-143005"])
def test_a_run_is_started_for_a_tray_or_for_what_was_decided_at_a_terminal_or_to_put_trays_out(subject):
    assert TypeAdapter(TraySubject).validate_python(subject) == subject


@pytest.mark.parametrize(
    "subject", ["TRAY", "TRAY-section-head-2026-11-26", "SAHS-7K43", f"{TRAY} ", "TRAY--2026-11-26-0800"]
)
def test_a_run_of_the_tray_is_started_for_nothing_else(subject):
    with pytest.raises(ValidationError):
        TypeAdapter(TraySubject).validate_python(subject)


@pytest.fixture(scope="module")
def two_alike(tmp_path_factory):
    """An office in which two alike items wait, and every place at which the tray's flow may be cut off."""
    life = new_life(tmp_path_factory.mktemp("alike") / "office")
    verdicts(life, 2)
    life.registry.close()
    folder = life.desk.settings.state_folder
    life, points = open_copy(folder, tmp_path_factory), CrashPoints()
    with PlayedFlows(life, points).playing() as flows:
        play_a_tray(flows)
    life.registry.close()
    return folder, dict(points.passed)


def open_copy(folder, tmp_path_factory):
    copied = tmp_path_factory.mktemp("copied") / "office"
    shutil.copytree(folder, copied)
    return open_life(copied, FIRST_MORNING + timedelta(minutes=20))


def play_a_tray(flows):
    """Put out (again by hand, where that died), answered by whoever finds its form; recover starts again whatever died."""
    for _ in range(6):
        if not flows.life.rows(Question, Question.kind == "routine-tray"):
            flows.run("tray")
        for question in flows.life.open(TRAY):
            flows.answer_once(question, "BS")
        flows.go_on()
        flows.life.clock.pass_(minutes=3)
        flows.run("recover")


def test_there_are_many_places_at_which_a_tray_can_be_cut_off(two_alike):
    _, passed = two_alike
    commits = [str(point) for point in passed if "assessment:question:decided" in str(point)]
    assert len(commits) == 2, commits
    assert len(passed) > 30


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_wherever_a_tray_is_cut_off_each_item_is_decided_once(data, two_alike, tmp_path_factory, quick_printing):
    folder, passed = two_alike
    point = data.draw(st.sampled_from(sorted(passed, key=str)))
    passage = data.draw(st.integers(1, passed[point]))
    life = open_copy(folder, tmp_path_factory)
    points = CrashPoints(deadly=(point, passage))
    with PlayedFlows(life, points).playing() as flows:
        play_a_tray(flows)
        flows.recover()
    assert points.deaths == 1
    items = [row for row in life.rows(Decision) if row.kind == "eligibility-verdict"]
    assert sorted(row.choice for row in items) == ["eligible", "eligible"]
    assert [row.kind for row in life.rows(Decision) if row.kind == "routine-tray"] == ["routine-tray"]
    assert {row.outcome for row in life.rows(Submission, Submission.door == "tray")} == {"granted"}
    assert [row.carried_out_at is not None for row in life.rows(JointDecision)] == [True]
    assert [key for run in flows.engine.runs.values() for key in run.inputs if key.endswith("-response")] == []
    assert life.ledger_holds()
    life.registry.close()
