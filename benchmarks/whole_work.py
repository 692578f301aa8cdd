"""The CPU of a case's whole work, against a bare Prefect flow with the same waits: ``python -m benchmarks.whole_work``.

Both are executed by one worker of one office, in turns; the CPU is that of server, worker, fork server and executions.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from office_under_test import OfficeUnderTest, awaited

from benchmarks import bare_flows
from benchmarks.carried_case import await_rest, carry
from benchmarks.offices import cpu_seconds, quiet_office
from benchmarks.reporting import options, ratios, spread, summary, tell
from casework.references import draw_reference
from homevisit.parts import POOL

SECONDS_TO_RECORD = 3  # the engine writes down its tasks a moment later


def main() -> None:
    """Measure and print."""
    chosen = options(__doc__).parse_args()
    cpu: dict[str, list[float]] = {"ours": [], "bare": []}
    wall: dict[str, list[float]] = {"ours": [], "bare": []}
    with quiet_office() as office, tempfile.TemporaryDirectory(prefix="homevisit-bench-") as folder:
        bare = _BareCase(office, folder)
        lives: dict[str, Callable[[], str]] = {"ours": lambda: carry(office), "bare": bare.carry}
        _see_to_it_that_both_do_the_same(office, lives)
        for _ in range(chosen.repeats):
            for name, live in lives.items():
                before, began = cpu_seconds(office), time.monotonic()
                live()
                wall[name].append(time.monotonic() - began)
                cpu[name].append(cpu_seconds(office) - before)
    ratio = ratios(cpu["ours"], cpu["bare"])
    rows = [[name, spread(cpu[name]), spread(wall[name], 0)] for name in cpu]
    rows.append(["ratio", spread(ratio), spread(ratios(wall["ours"], wall["bare"]))])
    columns = ("a case", "CPU s: median (least-most)", "wall s")
    title = f"Whole work and bare Prefect, {chosen.repeats} × one case each"
    figures = {"cpu_s": {name: summary(each) for name, each in cpu.items()}, "to_bare": summary(ratio)}
    tell(title, columns, rows, as_json=chosen.json, figures=figures)


class _BareCase:
    """The twin's life: the same order of starts, waits and answers."""

    def __init__(self, office: OfficeUnderTest, folder: str) -> None:
        self.office, self.folder, self.reference = office, folder, ""
        with office.engine() as client:
            flow_id = client.create_flow_from_name(bare_flows.FLOW)
            for stage in bare_flows.STAGES:
                client.create_deployment(
                    flow_id,
                    f"{bare_flows.FLOW}-{stage}",
                    work_pool_name=POOL,
                    entrypoint="benchmarks.bare_flows.bare",
                    pull_steps=[],
                    enforce_parameter_schema=False,
                )

    def carry(self) -> str:
        """From intake to closure; returns its reference."""
        self.reference = draw_reference(6)
        self._begin("intake")
        for stage in ("eligibility", "collect", "dispatch", "morning", "release", "capture", "permit", "closure"):
            if stage in ("collect", "dispatch", "morning"):  # the others are started by the one before
                await_rest(self.office)
                self._begin(stage)
            for wait in range(bare_flows.STAGES[stage].waits):
                self._answer(stage, wait)
        await_rest(self.office)
        return self.reference

    def _begin(self, stage: str) -> None:
        bare_flows.start(stage, self.reference, self.folder)

    def _answer(self, stage: str, wait: int) -> None:
        note = Path(self.folder, f"{self.reference}-{stage}-{wait}")
        awaited(lambda: note.exists() or None, f"{note.name} never waited")
        run = awaited(lambda: self._suspended(stage, wait), f"{note.name} was never suspended")
        # a run is suspended a moment before its form is there
        submit = self.office.stage.submit
        awaited(lambda: submit(run.id, bare_flows.FILLED) == "ACCEPT" or None, f"{note.name} was never accepted")

    def _suspended(self, stage: str, wait: int) -> Any:
        runs = [
            one for one in self.office.runs_of(self.reference) if one.name.endswith(stage) and one.state.is_paused()
        ]
        return next((one for one in runs if one.state.state_details.pause_key == f"{stage}-{wait}"), None)


def _see_to_it_that_both_do_the_same(office: OfficeUnderTest, lives: dict[str, Callable[[], str]]) -> None:
    """The first lives, which are not counted: the twin is one only if it has as many runs and tasks."""
    done = {}
    for name, live in lives.items():
        before = _counts(office)
        live()
        time.sleep(SECONDS_TO_RECORD)
        done[name] = tuple(after - earlier for after, earlier in zip(_counts(office), before, strict=True))
    if done["ours"] != done["bare"]:
        raise RuntimeError(f"the bare flows are no twin any more: {done} (runs, tasks): correct bare_flows.STAGES")


def _counts(office: OfficeUnderTest) -> tuple[int, int]:
    with office.engine() as client:
        runs, tasks = (client.request("POST", f"/{of}/count", json={}).json() for of in ("flow_runs", "task_runs"))
    return runs, tasks


if __name__ == "__main__":
    main()
