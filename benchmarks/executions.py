"""The CPU of one execution: from the warm engine, against the stock process worker, on the same flow in the same run.

``python -m benchmarks.executions``: one office of its own, a pool and a worker of each kind, the kinds in turn.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil
from rich.console import Console

from benchmarks.offices import stop_all_when_told
from benchmarks.reporting import options, ratios, spread, summary, tell
from casework.settings import Settings
from homevisit import opening, parts
from homevisit.deploying import create_work_pool, plain_template, warm_template
from homevisit.house import PROJECT, House

KINDS = ("stock", "plain", "warm")  # Prefect's own; without its supervisor; from the fork server
RUNS = 5


def main() -> None:
    """Measure and print."""
    chosen = options(__doc__).parse_args()
    with _office() as house:
        found = _measure(house, chosen.repeats)
    to_stock = {kind: ratios(found[kind], found["stock"]) for kind in KINDS}
    rows = [[kind, spread(found[kind]), spread(to_stock[kind], 3)] for kind in KINDS]
    figures = {kind: {"cpu_s": summary(found[kind]), "to_stock": summary(to_stock[kind])} for kind in KINDS}
    columns = ("worker", "CPU s: median (least-most)", "÷ stock")
    title = f"CPU of one execution, {chosen.repeats} × {RUNS} runs"
    tell(title, columns, rows, as_json=chosen.json, figures=figures)


def _measure(house: House, repeats: int) -> dict[str, list[float]]:
    from prefect.client.orchestration import get_client  # noqa: PLC0415 Prefect reads its settings when it is imported

    found: dict[str, list[float]] = {kind: [] for kind in KINDS}
    with get_client(sync_client=True) as client:
        flow_id = client.create_flow_from_name("measured")
        ways = [_Way(house, client, kind, _deployed(client, flow_id, kind)) for kind in KINDS]
        for way in ways:
            way.run()  # what is loaded once only is not counted
        for _ in range(repeats):
            for way in ways:
                found[way.kind].append(way.cpu_of_one_execution())
    return found


def _deployed(client: Any, flow_id: UUID, kind: str) -> UUID:
    deployed: UUID = client.create_deployment(
        flow_id,
        f"measured-{kind}",
        work_pool_name=f"measured-{kind}",
        entrypoint="benchmarks.flows.measured",
        pull_steps=[],
        job_variables={"working_dir": str(PROJECT)} if kind == "stock" else {},  # ours lets nobody choose
    )
    return deployed


@dataclass
class _Way:
    """One kind of execution, with its deployment."""

    house: House
    client: Any
    kind: str
    deployment: UUID

    def cpu_of_one_execution(self) -> float:
        """CPU seconds of all processes of an execution, the mean of some; worker and server are not counted."""
        before = self._cpu()
        for _ in range(RUNS):
            self.run()
        _await(lambda: not any(parent.children() for parent in self._parents()))
        return (self._cpu() - before) / RUNS

    def run(self) -> None:
        """One execution from its order to its end."""
        run_id = self.client.create_flow_run_from_deployment(self.deployment).id
        _await(lambda: bool(self.client.read_flow_run(run_id).state.is_final()))

    def _parents(self) -> list[psutil.Process]:
        """Whose children the executions are: the worker's, and (errands apart) the warm engine's."""
        names = [f"measured-{self.kind}", *(["warm-engine"] if self.kind == "warm" else [])]
        return [psutil.Process(self.house.processes[name].pid) for name in names]

    def _cpu(self) -> float:
        times = [parent.cpu_times() for parent in self._parents()]
        return sum(one.children_user + one.children_system for one in times)


def _await(look: Callable[[], bool]) -> None:
    while not look():
        time.sleep(0.1)


@contextmanager
def _office() -> Iterator[House]:
    stop_all_when_told()
    with tempfile.TemporaryDirectory(prefix="homevisit-bench-") as folder:
        settings = Settings(state_folder=Path(folder))
        house = opening.open_office(settings, Console(stderr=True), samples=False, worker=False)
        try:
            os.environ.update({name: house.environment[name] for name in house.environment if "PREFECT_" in name})
            templates = {"stock": None, "plain": plain_template(), "warm": warm_template()}
            for kind in KINDS:
                create_work_pool(house, f"measured-{kind}", templates[kind])
                parts.start(house, parts.worker(house, f"measured-{kind}", pool=f"measured-{kind}"))
            yield house
        finally:
            house.stop()


if __name__ == "__main__":
    main()
