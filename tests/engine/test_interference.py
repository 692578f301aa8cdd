"""What somebody does to a run by hand in Prefect is never a decision nor a withdrawal: it is asked again, and reported."""

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from office_under_test import awaited

from casework.decisions import Submitted, decide
from casework.reconciliation import Kind, SinceThen
from casework.reconciliation.page import NO_DIFFERENCES, PAGE_KEY
from homevisit.house import PROJECT

RECONCILE = "Rekonsiliasi · reconcile/reconcile"


@pytest.fixture(autouse=True)
def nobody_recovers(office):
    """Only the tests themselves let ``recover`` run."""
    with office.engine() as client:
        recover = client.read_deployment_by_name("Pemulihan · recover/recover").id
        client.pause_deployment(recover)
        yield
        client.resume_deployment(recover)


@pytest.fixture
def standing(office):
    """A question that waits in a run."""
    return office.await_question(office.apply(), "eligibility-verdict")


def test_a_state_that_was_forced_is_no_decision_the_question_is_asked_again_and_the_report_names_it(office, standing):
    first = office.waiting_run(standing)
    force(office, first, "Cancelled")
    [found] = findings(office, standing)
    assert (found.kind, found.how, found.flow_run_id) == (Kind.ENDED_BY_HAND, "cancelled", str(first))
    assert found.since_then is SinceThen.NOT_YET

    again = asked_again(office, standing, elsewhere_than=first)
    assert office.run(first).name == f"{standing.subject} · kelayakan permohonan · dibatalkan"
    assert not [tag for tag in office.run(first).tags if tag.startswith("waits:")]
    [found] = findings(office, standing)
    assert (found.since_then, found.other_run) == (SinceThen.ASKED_AGAIN, str(office.waiting_run(again)))

    office.answer(again)
    decided_once(office, standing)


@pytest.mark.long
def test_a_run_that_was_deleted_is_no_withdrawal_the_question_is_asked_again_and_the_report_names_it(office, standing):
    first = office.waiting_run(standing)
    with office.engine() as client:
        client.delete_flow_run(first)
    again = asked_again(office, standing, elsewhere_than=first)
    [found] = findings(office, standing)
    assert (found.kind, found.flow_run_id, found.since_then) == (Kind.DELETED, str(first), SinceThen.ASKED_AGAIN)
    office.answer(again)
    decided_once(office, standing)


@pytest.mark.parametrize(("ended", "pressed"), [("Crashed", "in the present screen")])
def test_retry_on_a_run_that_died_asks_again_in_the_same_run_and_the_report_names_it(office, standing, ended, pressed):
    run = office.waiting_run(standing)
    force(office, run, ended, message="its process is gone")
    press_retry(office, run, forced=pressed == "in the present screen")
    again = office.await_question(standing.subject, standing.kind)
    assert office.waiting_run(again) == run
    office.recover()
    assert [one.id for one in office.runs_of(standing.subject) if one.state.is_paused()] == [run]
    retried = awaited(lambda: of_kind(office, standing, Kind.RETRIED), "the retry was never reported")
    assert (retried.how, retried.flow_run_id, retried.since_then) == (ended.lower(), str(run), SinceThen.ASKED_AGAIN)
    office.answer(again)
    decided_once(office, standing)


@pytest.mark.long
@pytest.mark.parametrize("pressed", ["in the older screen"])
def test_retry_on_a_run_that_completed_decides_nothing_and_asks_nothing_and_the_report_names_it(
    office, standing, pressed
):
    run = office.waiting_run(standing)
    office.answer(standing)
    completed = ended_after(office, run, None)
    press_retry(office, run, forced=pressed == "in the present screen")
    assert ended_after(office, run, completed).message == f"{standing.subject}: sudah diputuskan · decided before"
    decided_once(office, standing)
    retried = awaited(lambda: of_kind(office, standing, Kind.RETRIED), "the retry was never reported")
    assert (retried.how, retried.flow_run_id, retried.since_then) == ("completed", str(run), SinceThen.DECIDED)


def test_resume_on_a_run_whose_question_was_decided_elsewhere_is_refused_on_record_and_reported(office, standing):
    run = office.waiting_run(standing)
    late = office.fill(standing, who="BS")
    at_a_terminal = Submitted(
        standing.question_id, office.fill(standing, who="EL"), datetime.now(UTC), "test:first-of-two", "command-line"
    )
    assert decide(office.desk.registry, office.desk.office, at_a_terminal, office.desk.office.now()).granted
    assert office.submit(standing, late) == "ACCEPT"
    ended_after(office, run, None)
    found = awaited(lambda: of_kind(office, standing, Kind.SUBMITTED_TOO_LATE), "it was never reported")
    assert (found.flow_run_id, found.since_then) == (str(run), SinceThen.REFUSED)
    decided_once(office, standing)
    assert office.run(run).name == f"{standing.subject} · kelayakan permohonan · layak"
    page = page_of(office, f"decision-{standing.subject.lower()}-eligibility-verdict-1")
    assert "also submitted, did not count | BS " in page
    assert not [key for key in office.form_keys(run) if key.endswith("-response")]


@pytest.mark.long
def test_a_state_set_to_paused_by_hand_is_a_wait_that_nobody_can_end_and_recover_ends_it(office, standing):
    run = office.waiting_run(standing)
    force(office, run, "Cancelled")
    force(office, run, "Paused")
    assert office.run(run).state.state_details.run_input_keyset is None
    office.recover()
    again = awaited(lambda: standing if has_a_form(office, run) else None, "it never asked again")
    office.answer(again)
    decided_once(office, standing)


def test_the_report_is_a_page_of_the_engine_and_each_finding_is_on_the_ledger_once(office, standing):
    first = office.waiting_run(standing)
    force(office, first, "Completed")
    asked_again(office, standing, elsewhere_than=first)
    assert "baru · new" in office.run_once(RECONCILE)
    assert events(office, standing) == ["ended-by-hand"]
    told = office.run_once(RECONCILE)
    assert told != NO_DIFFERENCES
    assert told.endswith(" 0 baru · new")
    assert events(office, standing) == ["ended-by-hand"]
    page = page_of(office)
    assert f"[{standing.subject}]" in page
    assert f"/v2/runs/flow-run/{first}" in page
    assert "bukan keputusan: pertanyaan dibuka lagi · not a decision: asked again" in page


@pytest.mark.long
def test_the_terminal_tells_the_same_and_writes_nothing(office, standing):
    first = office.waiting_run(standing)
    force(office, first, "Cancelled")
    done = subprocess.run(
        [sys.executable, "-c", "from homevisit.command_line import run; run()", "reconcile", "--json"],
        cwd=PROJECT, env=office.house.environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    [row] = [one for one in json.loads(done.stdout) if one["subject"] == standing.subject]
    assert (row["kind"], row["how"], row["run"], row["on_record"]) == ("ended-by-hand", "cancelled", str(first), False)
    assert row["link"] == f"{office.house.ui_url}/v2/runs/flow-run/{first}"
    assert events(office, standing) == []


# what somebody does by hand


def force(office, run, state, message=None):
    from prefect import states

    with office.engine() as client:
        client.set_flow_run_state(run, getattr(states, state)(message=message), force=True)


def press_retry(office, run, *, forced):
    """The present screen forces the state, the older one proposes it."""
    order = {"state": {"type": "SCHEDULED", "name": "AwaitingRetry", "message": "Retry from the UI"}, "force": forced}
    with office.engine() as client:
        assert client.request("POST", f"/flow_runs/{run}/set_state", json=order).json()["status"] == "ACCEPT"


# what comes of it


def asked_again(office, standing, elsewhere_than):
    office.recover()
    again = office.await_question(standing.subject, standing.kind)
    assert office.waiting_run(again) != elsewhere_than
    assert again.attempt == 1
    return again


def has_a_form(office, run):
    state = office.run(run).state
    return state.name == "Suspended" and state.state_details.run_input_keyset is not None


def decided_once(office, standing):
    assert office.await_settled(standing).choice == "eligible"
    assert office.decisions(standing.subject, standing.kind) == 1


def ended_after(office, run, earlier):
    def look():
        state = office.run(run).state
        return state if state.is_completed() and state.id != (earlier and earlier.id) else None

    return awaited(look, "the run never completed")


# what is reported


def findings(office, standing):
    from tasks.reconciliation import look_for_differences

    found = [one.finding for one in look_for_differences(office.desk)]
    return [one for one in found if one.subject == standing.subject]


def of_kind(office, standing, kind):
    return next((one for one in findings(office, standing) if one.kind is kind), None)


def events(office, standing):
    from homevisit.case_sheet.timeline import happenings_of

    with office.desk.registry.reading() as reading:
        happenings = happenings_of(reading, standing.subject)
    return [one.facts["kind"] for one in happenings if one.event == "engine:run:found-interfered-with"]


def page_of(office, key=PAGE_KEY):
    from prefect.client.schemas.filters import ArtifactFilter

    wanted = ArtifactFilter.model_validate({"key": {"any_": [key]}})
    with office.engine() as client:
        [page] = client.read_artifacts(artifact_filter=wanted)
    return page.data
