"""An execution from the warm engine ends as one that the stock worker starts: same states, same lines, same exits."""

import os
import re
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil
import pytest
from office_under_test import awaited

from homevisit import parts
from homevisit.deploying import create_work_pool, warm_template
from homevisit.house import PROJECT

KINDS = ("warm", "stock")
FOLDER_OF = {"warm": {}, "stock": {"working_dir": str(PROJECT)}}  # ours lets nobody choose
BEGUN = ("Scheduled", "Pending", "Submitting", "Running")
ENDINGS = {
    "completes": [*BEGUN, "Completed"],
    "fails": [*BEGUN, "Failed"],
    "tries_again": [*BEGUN, "AwaitingRetry", "Running", "Completed"],
    "runs_over": [*BEGUN, "TimedOut"],
    "leaves": [*BEGUN, "Crashed"],
    "dies": [*BEGUN, "Crashed"],
    "waits": [*BEGUN, "Suspended"],
}


@dataclass
class Compared:
    """One run, executed in one of the two ways."""

    office: Any
    run_id: UUID
    folder: Path

    def states(self) -> list[str]:
        with self.office.engine() as client:
            states = client.read_flow_run_states(self.run_id)
        return [state.name for state in states if state.name != "Late"]  # it waited for its turn

    def ended(self) -> list[str]:
        """The run's states once it is final or suspended."""
        return awaited(lambda: self.states() if self.state().is_final() or self.state().is_paused() else None, "no end")

    def state(self) -> Any:
        return self.office.run(self.run_id).state

    def process(self) -> int:
        """The process in which the flow runs."""
        return int(awaited(lambda: (self.folder / "process").read_text() if self.started() else None, "never ran"))

    def started(self) -> bool:
        return (self.folder / "process").exists()

    def lines(self) -> list[str]:
        """What the flow's own logger wrote, without ids, names and places."""
        from prefect.client.schemas.filters import LogFilter

        chosen = LogFilter.model_validate({"flow_run_id": {"any_": [str(self.run_id)]}})
        with self.office.engine() as client:
            logs = client.request("POST", "/logs/filter", json={"logs": chosen.model_dump(mode="json"), "limit": 200})
        told = [one["message"] for one in logs.json() if one["name"] == "prefect.flow_runs"]
        told = [message for message in told if "Downloading flow code" not in message]  # ours is installed already
        return sorted(re.sub(r"'[^']*'|http\S+|0x\w+", "…", message.splitlines()[0]) for message in told)


@pytest.fixture(scope="module")
def workers(office):
    """A worker of each kind, each with a pool of its own, and the compared flows deployed to both."""
    for kind in KINDS:
        create_work_pool(office.house, f"compared-{kind}", warm_template() if kind == "warm" else None)
        parts.start(office.house, worker_of(office, kind))
    yield deployments(office)
    for kind in KINDS:
        office.house.stop_one(worker_of(office, kind).name)


def worker_of(office, kind):
    return parts.worker(office.house, f"compared-{kind}", pool=f"compared-{kind}")


def deployments(office):
    """The id of each compared flow's deployment, by kind and name."""
    made = {}
    with office.engine() as client:
        for name in (*ENDINGS, "sleeps"):
            flow_id = client.create_flow_from_name(f"compared-{name.replace('_', '-')}")
            for kind in KINDS:
                made[kind, name] = client.create_deployment(
                    flow_id, f"compared-{kind}", work_pool_name=f"compared-{kind}", pull_steps=[],
                    entrypoint=f"tests.engine.compared_flows.{name}", job_variables=FOLDER_OF[kind],
                    enforce_parameter_schema=False,
                )  # fmt: skip
    return made


@pytest.fixture(scope="module")
def begun(office, workers, tmp_path_factory):
    """Every flow that ends by itself, begun in both ways; the runs are gone afterwards."""
    folder = tmp_path_factory.mktemp("compared")
    runs = {name: in_both_ways(office, workers, name, folder) for name in ENDINGS}
    yield runs
    delete(office, [run for pair in runs.values() for run in pair])


@pytest.fixture
def sleeping(office, workers, tmp_path):
    """The flow that does not end by itself, begun in both ways; the runs are gone afterwards."""
    runs = in_both_ways(office, workers, "sleeps", tmp_path)
    yield runs
    delete(office, runs)


def in_both_ways(office, workers, name, folder):
    """One run in each pool, and where its process tells of itself."""
    runs = []
    for kind in KINDS:
        place = folder / f"{name}-{kind}"
        place.mkdir()
        with office.engine() as client:
            run = client.create_flow_run_from_deployment(
                workers[kind, name], parameters={"folder": str(place)}, name="compared"
            )
        runs.append(Compared(office, run.id, place))
    return runs


def delete(office, runs):
    with office.engine() as client:
        for run in runs:
            client.delete_flow_run(run.run_id)


# how executions end


@pytest.mark.parametrize(
    ("name", "states"),
    [pytest.param(*one, marks=[] if one[0] == "completes" else [pytest.mark.long]) for one in ENDINGS.items()],
)
def test_a_flow_goes_through_the_same_states_and_says_the_same(begun, name, states):
    warm, stock = begun[name]
    assert warm.ended() == stock.ended() == states
    assert all(ended(run.process()) for run in (warm, stock))
    if name == "dies":  # what had not been sent yet died with it
        return
    said = awaited(lambda: warm.lines() if len(warm.lines()) == len(stock.lines()) > 1 else None, "not the same said")
    assert said == stock.lines()
    assert ("all is well" in said) == (name == "completes")


@pytest.mark.long
def test_a_cancelled_run_stops_its_process_in_both(office, sleeping):
    from prefect.states import Cancelling

    processes = [run.process() for run in sleeping]
    for run in sleeping:
        with office.engine() as client:
            client.set_flow_run_state(run.run_id, Cancelling())
    assert [run.ended()[-1] for run in sleeping] == ["Cancelled", "Cancelled"]
    assert all(ended(process) for process in processes)


@pytest.mark.long
def test_an_execution_that_is_killed_is_a_crashed_run_in_both(sleeping):
    for run in sleeping:
        os.kill(run.process(), signal.SIGKILL)
    assert [run.ended()[-1] for run in sleeping] == ["Crashed", "Crashed"]


@pytest.mark.long
def test_a_worker_that_is_told_to_stop_ends_and_so_do_its_executions_while_their_runs_stay_running_in_both(
    office, sleeping
):
    processes = [run.process() for run in sleeping]
    workers = [office.house.processes[worker_of(office, kind).name] for kind in KINDS]
    for worker in workers:
        worker.terminate()
    assert [worker.wait(timeout=30) for worker in workers] == [0, 0]
    assert all(ended(process) for process in processes)
    assert [run.states()[-1] for run in sleeping] == ["Running", "Running"]  # ``recover`` finds out that they are dead
    for kind in KINDS:
        parts.start(office.house, worker_of(office, kind))


def ended(process):
    """Whether a process is gone, waited for a while."""
    return awaited(lambda: True if not psutil.pid_exists(process) else None, f"process {process} lives on", 30)
