"""The running office as the rehearsal sees it: its engine, its neighbours, its processes."""

import json
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

import httpx
import psutil
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound

from casework.askings import runs_that_asked
from casework.desk import Desk
from homevisit.processes import process_file
from tasks.deployments import DEPLOYMENTS
from tasks.engine_client import engine_client

BUSY = ("SCHEDULED", "PENDING", "RUNNING")
TICKS = {
    "collect": "Pengumpulan · collect/collect",
    "recover": "Pemulihan · recover/recover",
    "morning": "3b Pagi · morning/morning",
}


@dataclass
class Stage:
    """What a rehearsal needs of a running office; one line to its engine is kept open, for opening one is dear."""

    desk: Desk
    api_url: str

    @cached_property
    def client(self) -> SyncPrefectClient:
        """The line to the office's engine."""
        return engine_client().__enter__()

    def leave(self) -> None:
        """Close the line."""
        self.client.__exit__(None, None, None)

    def waiting_run(self, question_id: int) -> UUID | None:
        """The suspended run in which a question waits for its answer."""
        with self.desk.registry.reading() as reading:
            asked = runs_that_asked(reading, question_id)
        for flow_run_id in reversed(asked):
            try:
                run = self.client.read_flow_run(UUID(flow_run_id))
            except ObjectNotFound:
                continue
            if run.state is not None and run.state.type.value == "PAUSED":
                return run.id
        return None

    def submit(self, flow_run_id: UUID, values: dict[str, object]) -> str:
        """Press Resume with a filled form, as the UI does; returns ACCEPT, REJECT or ABORT."""
        return self.client.resume_flow_run(flow_run_id, run_input=values).status.value

    def busy_runs(self) -> list[FlowRun]:
        """The office's runs that are at work, or about to be; what is scheduled for later does not count."""
        found = self.client.read_flow_runs(
            flow_run_filter=FlowRunFilter.model_validate({"state": {"type": {"any_": list(BUSY)}}}), limit=200
        )
        return [
            run
            for run in found
            if run.deployment_id is not None
            and ("auto-scheduled" not in run.tags or (run.state and run.state.type.value != "SCHEDULED"))
        ]

    def tick(self, name: str) -> None:
        """Start one of the flows that keep the office running, now instead of at its hour."""
        run_deployment(TICKS[name], timeout=0, as_subflow=False)

    def start(self, flow: str, **parameters: object) -> None:
        """Start a stage's flow by hand."""
        run_deployment(DEPLOYMENTS[flow], parameters=parameters, timeout=0, as_subflow=False)

    def misbehave(self, partner: str, fault: str, *, times: int) -> None:
        """Let a simulated neighbour fail for a number of orders."""
        order = {"partner": partner, "fault": fault, "times": times}
        httpx.post(f"{self.neighbours_url()}/faults", json=order).raise_for_status()

    def doubled(self) -> int:
        """What reached a neighbour twice as two different things."""
        url = self.neighbours_url()
        orders = [order for partner in ("simkim", "billing") for order in httpx.get(f"{url}/orders/{partner}").json()]
        return sum(1 for order in orders if order["duplicate"])

    def cpu_seconds(self) -> float:
        """CPU time of every process of the office so far, ended executions included."""
        total = 0.0
        for process in self._processes():
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
        return total

    def neighbours_url(self) -> str:
        """Where the simulated neighbours answer."""
        written = json.loads((self.desk.settings.neighbours_folder / "addresses.json").read_text())
        return str(written["http"])

    def _processes(self) -> list[psutil.Process]:
        """Those of ``homevisit up``; where each part is a service of its own they are not noted, and not counted."""
        file = process_file(self.desk.settings)
        noted = json.loads(file.read_text()) if file.exists() else {}
        return [psutil.Process(pid) for pid, _ in noted.values() if psutil.pid_exists(pid)]
