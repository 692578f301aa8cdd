"""The automation that marks silent runs as crashed, held against Prefect's own classes: what begins its waiting, what ends it."""

from datetime import timedelta

import pytest
from prefect import states
from prefect.server.events.schemas.automations import AutomationCreate
from prefect.settings import Settings as PrefectSettings
from pydantic import ValidationError

from casework.settings import Settings
from homevisit.crash_detection import crash_detection
from homevisit.house import prefect_environment

AUTOMATION = AutomationCreate.model_validate(crash_detection(180))
AT_WORK = [states.Pending, states.Submitting, states.InfrastructurePending, states.Running, states.Retrying]
WAITING = [states.Suspended, states.Paused, states.Scheduled, states.Late, states.AwaitingRetry]
WAITING_FOR_A_SLOT = [states.AwaitingConcurrencySlot, lambda: states.Scheduled(name="Resuming")]
OVER = [states.Completed, states.Failed, states.Crashed, states.Cancelling, states.Cancelled]


def event(make_state):
    return f"prefect.flow-run.{make_state().name}"


@pytest.mark.parametrize("make_state", [*WAITING, *WAITING_FOR_A_SLOT, *OVER], ids=lambda make: make().name)
def test_a_run_that_is_silent_for_a_good_reason_is_not_waited_for(make_state):
    assert AUTOMATION.trigger.expects(event(make_state))
    assert not AUTOMATION.trigger.starts_after(event(make_state))


@pytest.mark.parametrize("named", ["prefect.flow-run.TimedOut", "prefect.flow-run.ByAnotherVersion"])
def test_a_state_of_any_other_name_ends_the_waiting_too(named):
    assert AUTOMATION.trigger.expects(named)
    assert not AUTOMATION.trigger.starts_after(named)


@pytest.mark.parametrize("make_state", AT_WORK, ids=lambda make: make().name)
def test_of_a_run_at_work_something_must_be_heard(make_state):
    assert AUTOMATION.trigger.starts_after(event(make_state))


def test_a_heartbeat_is_heard_and_the_next_one_waited_for():
    assert AUTOMATION.trigger.expects("prefect.flow-run.heartbeat")
    assert AUTOMATION.trigger.starts_after("prefect.flow-run.heartbeat")


def test_each_run_is_waited_for_by_itself_and_marked_crashed():
    assert AUTOMATION.trigger.for_each == {"prefect.resource.id"}
    assert [(action.type, action.state.value) for action in AUTOMATION.actions] == [
        ("change-flow-run-state", "CRASHED")
    ]


@pytest.mark.parametrize("seconds", [30, 60, 180])
def test_a_run_is_given_up_after_three_of_the_heartbeats_that_it_was_told_to_send(seconds, tmp_path):
    settings = Settings(state_folder=tmp_path, heartbeat_seconds=seconds)
    told = prefect_environment(settings, 4200)["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"]
    window = AutomationCreate.model_validate(crash_detection(settings.silence_seconds)).trigger.within
    assert window == 3 * timedelta(seconds=int(told))


def test_a_heartbeat_more_often_than_the_engine_allows_is_refused():
    with pytest.raises(ValidationError, match="heartbeat_seconds"):
        Settings(heartbeat_seconds=29)


def test_the_engine_understands_how_long_its_history_is_kept(tmp_path, monkeypatch):
    for name, value in prefect_environment(Settings(state_folder=tmp_path, upkeep_history_days=9), 4200).items():
        monkeypatch.setenv(name, value)
    server = PrefectSettings().server
    assert server.events.retention_period == timedelta(days=9)
    assert server.events.expired_bucket_buffer == timedelta(days=7)
    assert server.services.db_vacuum.enabled_vacuum_types == {"events", "orphans"}
