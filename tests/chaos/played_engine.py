"""A played Prefect: the office's own flows run in it, in this process; it does what ``engine.md`` says of the real one."""

import itertools
import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from uuid import UUID

from prefect import Flow, Task
from prefect.input import keyset_from_paused_state
from prefect.states import Completed, Crashed, Failed, Pending, Running, Scheduled, Suspended

from chaos.crash_points import CrashPoints, Killed
from chaos.played_client import PlayedClient, Run

OWN_PROCESS, NO_SUCH_PROCESS = "1", "999999999"
OTHER_FLOWS = ("collect", "watch", "digest", "recover", "morning")
CLIENTS = (
    "flows.decision_page",
    "flows.naming",
    "tasks.decision_pages",
    "tasks.engine",
    "tasks.forms",
    "tasks.handover",
    "tasks.pages",
    "tasks.reconciliation",
    "tasks.run_names",
    "tasks.work_list",
)


class _Paused(BaseException):
    """The execution ends here; the run waits."""


@dataclass
class PlayedEngine:
    """Runs, their states and forms; while it is ``busy`` it answers 503, as a client hears it once it has given up."""

    points: CrashPoints
    now: Callable[[], datetime]
    runs: dict[UUID, Run] = field(default_factory=dict)
    keys: dict[tuple[str, str], UUID] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    present: Run | None = None
    failures: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    busy: Callable[[], bool] = lambda: False

    # --- what the office's staff and clock do

    def start(self, flow: str, **parameters: Any) -> Run:
        """A run is created by hand or by schedule."""
        run = Run(UUID(int=next(self.numbers)), flow, parameters, flow, [], Scheduled())
        self.runs[run.id] = run
        return run

    def resume(self, run: Run, values: dict[str, Any]) -> str:
        """Press Resume with a filled form; ACCEPT, REJECT or ABORT."""
        if run.kind != "PAUSED":
            return "ABORT"
        if f"suspended-{run.waits_under}-schema" not in run.inputs:
            return "REJECT"  # "Run input schema not found."
        self._store(run, f"suspended-{run.waits_under}-response", values)
        run.state = Scheduled(name="Resuming")
        return "ACCEPT"

    def scheduled(self) -> list[Run]:
        """What a worker would take now."""
        return [run for run in self.runs.values() if run.kind == "SCHEDULED"]

    def execute(self, run: Run, *, worker_survives: bool) -> None:
        """One execution, from its process's start to its end, however it ends."""
        self.present, run.infrastructure_pid, run.state = run, OWN_PROCESS, Running()
        try:
            with self.points.execution(), self._in_its_process():
                flow = _flow(run.flow)
                run.state = flow.fn(**flow.validate_parameters(run.parameters)) or Completed()
        except _Paused:
            pass
        except Killed:
            if worker_survives:  # a worker sees its process end; without one the run stays as it was
                run.state = Crashed()
        except Exception as fault:  # noqa: BLE001 as the engine itself: whatever a flow raises is its failure
            self.failures.append(f"{run.flow}: {type(fault).__name__}: {fault}")
            run.state = Failed()
        finally:
            self.present, run.infrastructure_pid = None, NO_SUCH_PROCESS

    def never_begins(self, run: Run) -> None:
        """A worker took the run and died before its process began."""
        run.state, run.infrastructure_pid = Pending(), None

    # --- what the office's flows see of it

    @contextmanager
    def client(self) -> Iterator["PlayedClient"]:
        """A line to the engine."""
        yield PlayedClient(self)

    def suspend(self, *, wait_for_input: Any, timeout: None, key: str) -> None:
        """The run waits under its key, its form beside it; the process ends."""
        assert timeout is None, "a question never expires"
        run = self.present
        assert run is not None
        assert key not in run.pause_keys, f"{run.name} has waited under {key} before"
        with self.points.around("engine: suspend"):
            run.state, run.waits_under = Suspended(pause_key=key), key
            run.state.state_details.run_input_keyset = keyset_from_paused_state(run.state)
            run.pause_keys.add(key)
        with self.points.around("engine: store the form"):
            self._store(run, f"suspended-{key}-schema", wait_for_input.model_json_schema())
        raise _Paused

    def _store(self, run: Run, key: str, value: Any) -> None:
        run.inputs[key] = SimpleNamespace(key=key, decoded_value=value, created=self.now())

    @contextmanager
    def _in_its_process(self) -> Iterator[None]:
        here, log = SimpleNamespace(flow_run=self.present), logging.getLogger("chaos")
        with ExitStack() as stack:
            for module in CLIENTS:
                stack.enter_context(patch(f"{module}.engine_client", self.client))
            for module in ("flows.gate", "flows.naming", "flows.office_data", "flows.remedies", "flows.tray"):
                stack.enter_context(patch(f"{module}.get_run_context", lambda: here))
            stack.enter_context(
                patch("tasks.questions.flow_run", SimpleNamespace(id=str(self.present and self.present.id)))
            )
            for module in ("tasks.forms", "tasks.engine", "tasks.joint_decisions"):
                stack.enter_context(patch(f"{module}.get_run_logger", lambda: log))
            stack.enter_context(patch("tasks.engine._executes", lambda process_id: str(process_id) == OWN_PROCESS))
            stack.enter_context(patch("tasks.handover.FEW", 0))  # few as the runs are here, they are counted first
            stack.enter_context(patch("flows.gate.suspend_flow_run", self.suspend))
            for module in ("flows.gate", "flows.decision_page", "flows.dispatch"):
                stack.enter_context(patch(f"{module}.create_markdown_artifact", self._keep_artifact))
            stack.enter_context(patch("flows.gate.time.sleep", lambda _: None))
            stack.enter_context(patch.object(Task, "__call__", _call_task))
            yield

    def _keep_artifact(self, *, key: str, markdown: str, **_: Any) -> None:
        """A briefing, a decision, or the way to a map."""
        run, what = self.present, key.partition("-")[0]
        assert run is not None
        with self.points.around(f"engine: keep the {what}"):
            run.artifacts.append(key)
            self.pages[f"{run.id}:{key}"] = markdown


def _flow(name: str) -> Flow[..., Any]:
    import flows.capture
    import flows.case_forms
    import flows.closure
    import flows.day_change
    import flows.dispatch
    import flows.eligibility
    import flows.intake
    import flows.joint_act
    import flows.outgoing
    import flows.outside_event
    import flows.payment
    import flows.permit
    import flows.release
    import flows.remedies
    import flows.tray
    import flows.upkeep

    module = {
        "release": flows.release,
        "morning": flows.release,
        "outside-event": flows.outside_event,
        "joint-act": flows.joint_act,
        "by-post": flows.outgoing,
        "copies": flows.outgoing,
        **dict.fromkeys(("report-day-change", "day-change"), flows.day_change),
        **dict.fromkeys(("new-address", "undo-event", "data-breach"), flows.case_forms),
        **dict.fromkeys(("report-complaint", "complaint", "complaint-answer"), flows.remedies),
        **dict.fromkeys(("file-objection", "objection"), flows.remedies),
    }.get(name)
    module = module or (flows.upkeep if name in OTHER_FLOWS else getattr(flows, name))
    found: Flow[..., Any] = getattr(module, name.replace("-", "_"))
    return found


def _call_task(task: Task[..., Any], *given: Any, **named: Any) -> Any:
    """A task with its retries; nobody waits between them."""
    for tries_left in reversed(range(1 + (task.retries or 0))):
        try:
            return task.fn(*given, **named)
        except Exception as fault:
            again = task.retry_condition_fn is None or task.retry_condition_fn(task, None, _FailedBy(fault))
            if not tries_left or not again:
                raise
    raise AssertionError("a task without a try")


@dataclass(frozen=True)
class _FailedBy:
    fault: Exception

    def result(self, *, raise_on_failure: bool) -> None:
        assert raise_on_failure
        raise self.fault
