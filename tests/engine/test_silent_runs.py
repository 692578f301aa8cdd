"""A run whose process and worker are both gone is found by the engine itself; whoever waits or works is left alone."""

from contextlib import suppress
from datetime import datetime

import psutil
import pytest
from office_under_test import awaited

from casework.decisions import Submitted, decide
from casework.engine_runs import last_start
from homevisit import parts
from homevisit.crash_detection import NAME, install_crash_detection

WRONG_CODES = 5  # the run waits 8 seconds before it asks again


@pytest.fixture
def several_machines(office):
    """Workers on several machines: nobody looks for their processes."""
    office.house.environment["HOMEVISIT_ONE_MACHINE"] = "false"
    replace_worker(office)
    yield
    del office.house.environment["HOMEVISIT_ONE_MACHINE"]
    replace_worker(office)


@pytest.fixture
def long_work(office, tmp_path):
    """A run that works for two minutes, once it works; the run and its process are gone afterwards."""
    with office.engine() as client:
        deployment = client.create_deployment(
            client.create_flow_from_name("compared-sleeps"), "long-work", work_pool_name=parts.POOL, pull_steps=[],
            entrypoint="tests.engine.compared_flows.sleeps",
        )  # fmt: skip
        run = client.create_flow_run_from_deployment(deployment, parameters={"folder": str(tmp_path)})
    note = tmp_path / "process"
    process = psutil.Process(int(awaited(lambda: note.read_text() if note.exists() else None, "it never worked")))
    yield run.id, process
    with suppress(psutil.NoSuchProcess):  # its two minutes were over
        process.kill()
    with office.engine() as client:
        client.delete_flow_run(run.id)
        client.delete_deployment(deployment)


def test_the_crash_detection_is_one_however_often_the_house_is_opened(office):
    [first] = crash_detections(office)
    install_crash_detection(office.house)
    assert crash_detections(office) == [first]
    changed = {name: value for name, value in first.items() if name not in {"id", "created", "updated"}}
    to_engine(office, "PUT", f"/automations/{first['id']}", {**changed, "enabled": False})
    to_engine(office, "POST", "/automations/", changed)
    assert len(crash_detections(office)) == 2
    install_crash_detection(office.house)
    [left] = crash_detections(office)
    assert left["enabled"]
    assert left["trigger"]["within"] == office.settings.silence_seconds == 90


@pytest.mark.long
def test_a_run_whose_worker_and_process_were_killed_is_marked_crashed_and_started_anew_while_others_wait_and_work(
    office, several_machines, long_work
):
    left_alone, to_be_killed = office.apply(), office.apply()
    waiting = office.waiting_run(office.await_question(left_alone, "eligibility-verdict"))
    killed, zombie, last_heard = a_zombie(office, to_be_killed, spared=long_work[1])

    office.house.stop_one("server")  # what it has heard so far, it still knows afterwards
    parts.start(office.house, parts.server(office.house))
    install_crash_detection(office.house)
    office.start_worker()

    state = awaited(lambda: found if (found := office.run(zombie).state).is_final() else None, "never missed", 150)
    assert (state.name, state.message) == ("Crashed", "no sign of life for 90 s: its process is gone")
    assert (state.timestamp - last_heard).total_seconds() >= 90
    assert office.run(waiting).state.name == "Suspended"
    assert office.run(long_work[0]).state.name == "Running"
    assert len(heard(office, long_work[0])) >= 3

    office.recover()
    with office.desk.registry.reading() as reading:
        assert last_start(reading, killed.subject, "eligibility").number == 2
    office.answer(office.await_attempt(killed, 1 + WRONG_CODES))
    assert office.decisions(killed.subject, killed.kind) == 1


def a_zombie(office, reference, spared):
    """A run that was killed at work, together with the worker that would have noticed; ``spared`` is at work too."""
    standing = office.await_question(reference, "eligibility-verdict")
    run = office.waiting_run(standing)
    let_it_hesitate(office, standing)
    from tasks.engine import wake

    wake(str(run))
    running = awaited(lambda: state if (state := office.run(run).state).is_running() else None, "it never went on")
    office.kill("worker")
    for execution in office.executions():
        if execution != spared:
            execution.kill()
    assert office.run(run).state.id == running.id
    return standing, run, running.timestamp


def let_it_hesitate(office, standing):
    """So many wrong codes, given elsewhere, that the run waits for a while before it asks again."""
    filled = office.fill(standing, code="000000")
    for number in range(WRONG_CODES):
        moment = office.desk.office.now()
        wrong = Submitted(standing.question_id, filled, moment.recorded_at, f"test:wrong:{number}", "command-line")
        assert not decide(office.desk.registry, office.desk.office, wrong, moment).granted


def heard(office, run_id):
    """When a run gave its signs of life, the earliest first."""
    wanted = {"event": {"name": ["prefect.flow-run.heartbeat"]}, "resource": {"id": [f"prefect.flow-run.{run_id}"]}}
    found = to_engine(office, "POST", "/events/filter", {"filter": wanted, "limit": 50})["events"]
    return sorted(datetime.fromisoformat(one["occurred"]) for one in found)


def crash_detections(office):
    return to_engine(office, "POST", "/automations/filter", {"automations": {"name": {"any_": [NAME]}}})


def to_engine(office, method, path, body):
    with office.engine() as client:
        answer = client.request(method, path, json=body)
    return answer.json() if answer.content else None


def replace_worker(office):
    if "worker" in office.house.processes:
        office.house.stop_one("worker")
    office.start_worker()
