"""A played Prefect: the office's own flows run in it, in this process; it does what ``engine.md`` says of the real one."""

import itertools
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from uuid import UUID

import httpx
from prefect import Flow, Task
from prefect.client.schemas.objects import State
from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError
from prefect.input import keyset_from_paused_state
from prefect.states import Completed, Crashed, Failed, Pending, Running, Scheduled, Suspended

from chaos.crash_points import CrashPoints, Killed
from tasks.deployments import DEPLOYMENTS

OWN_PROCESS, NO_SUCH_PROCESS = "1", "999999999"
OTHER_FLOWS = ("collect", "watch", "recover", "morning")
CLIENTS = (
    "flows.decision_page",
    "flows.naming",
    "tasks.engine",
    "tasks.forms",
    "tasks.handover",
    "tasks.run_names",
    "tasks.work_list",
)


class _Paused(BaseException):
    """The execution ends here; the run waits."""


@dataclass
class Run:
    """A run as the engine knows it; ``inputs`` holds the forms that were put and what was submitted to them."""

    id: UUID
    flow: str
    parameters: dict[str, Any]
    name: str
    tags: list[str]
    state: State[Any]
    inputs: dict[str, Any] = field(default_factory=dict)
    pause_keys: set[str] = field(default_factory=set)
    artifacts: list[str] = field(default_factory=list)
    waits_under: str | None = None
    infrastructure_pid: str | None = None

    @property
    def empirical_policy(self) -> SimpleNamespace:
        """Where the engine keeps the keys under which the run has waited."""
        return SimpleNamespace(pause_keys=self.pause_keys)

    @property
    def kind(self) -> str:
        """The type of its state."""
        return str(self.state.type.value)


@dataclass
class PlayedEngine:
    """Runs, their states and forms; ``refuse`` lets its next words be answered 503 until the client gives up."""

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
    def client(self) -> Iterator["_Client"]:
        """A line to the engine."""
        yield _Client(self)

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
            for module in ("flows.gate", "flows.naming"):
                stack.enter_context(patch(f"{module}.get_run_context", lambda: here))
            for module in ("tasks.forms", "tasks.engine"):
                stack.enter_context(patch(f"{module}.get_run_logger", lambda: log))
            stack.enter_context(patch("tasks.engine._executes", lambda process_id: str(process_id) == OWN_PROCESS))
            stack.enter_context(patch("tasks.handover.FEW", 0))  # few as the runs are here, they are counted first
            stack.enter_context(patch("flows.gate.suspend_flow_run", self.suspend))
            for module in ("flows.gate", "flows.decision_page"):
                stack.enter_context(patch(f"{module}.create_markdown_artifact", self._keep_artifact))
            stack.enter_context(patch("flows.gate.time.sleep", lambda _: None))
            stack.enter_context(patch.object(Task, "__call__", _call_task))
            yield

    def _keep_artifact(self, *, key: str, **_: Any) -> None:
        """A briefing, or a decision."""
        run, what = self.present, key.partition("-")[0]
        assert run is not None
        with self.points.around(f"engine: keep the {what}"):
            run.artifacts.append(key)


class _Client:
    """The words that the office says to the engine, each of which may be the last."""

    def __init__(self, engine: PlayedEngine) -> None:
        self.engine = engine

    def filter_flow_run_input(self, flow_run_id: str, key_prefix: str, limit: int, exclude_keys: set[str]) -> list[Any]:
        run = self._run(flow_run_id)
        return [one for key, one in run.inputs.items() if key.startswith(key_prefix) and key not in exclude_keys][
            :limit
        ]

    def delete_flow_run_input(self, flow_run_id: str, key: str) -> None:
        with self._word():
            if self._run(flow_run_id).inputs.pop(key, None) is None:
                raise ObjectNotFound(LookupError(key))

    def update_flow_run(self, flow_run_id: UUID, *, tags: list[str], name: str | None = None) -> None:
        with self._word():
            run = self._run(flow_run_id)
            run.name, run.tags = name or run.name, list(tags)

    def read_artifacts(self, *, artifact_filter: Any) -> list[str]:
        with self._word():
            [run], wanted = artifact_filter.flow_run_id.any_, artifact_filter.key.any_
            return [key for key in self._run(run).artifacts if key in wanted]

    def read_latest_artifacts(self, *, artifact_filter: Any) -> list[Any]:
        with self._word():
            return [SimpleNamespace(latest_id=key) for key in artifact_filter.key.any_]

    def update_artifact(self, artifact_id: str, artifact: Any) -> None:
        with self._word():
            self.engine.pages[artifact_id] = artifact.data

    def read_flow_run(self, flow_run_id: str | UUID) -> Run:
        with self._word():
            return self._run(flow_run_id)

    def read_flow_runs(self, *, flow_run_filter: Any, limit: int, offset: int = 0) -> list[Run]:
        with self._word():
            found = [run for run in self.engine.runs.values() if _matches(run, flow_run_filter)]
            return found[offset : offset + limit]

    def count_flow_runs(self, *, flow_run_filter: Any) -> int:
        with self._word():
            return sum(_matches(run, flow_run_filter) for run in self.engine.runs.values())

    def set_flow_run_state(self, flow_run_id: UUID, state: State[Any], *, force: bool) -> None:
        assert force, "what is set is meant: nothing is proposed"
        with self._word():
            self._run(flow_run_id).state = state

    def read_deployment_by_name(self, name: str) -> SimpleNamespace:
        return SimpleNamespace(id=next(flow for flow, deployed in DEPLOYMENTS.items() if deployed == name))

    def create_flow_run_from_deployment(
        self, deployment_id: str, *, parameters: dict[str, Any], name: str, tags: list[str], idempotency_key: str
    ) -> Run:
        with self._word():
            known = self.engine.keys.get((deployment_id, idempotency_key))
            if known is not None:
                return self.engine.runs[known]
            run = self.engine.start(deployment_id, **parameters)
            run.name, run.tags = name, list(tags)
            self.engine.keys[deployment_id, idempotency_key] = run.id
            return run

    def _run(self, flow_run_id: str | UUID) -> Run:
        found = self.engine.runs.get(UUID(str(flow_run_id)))
        if found is None:
            raise ObjectNotFound(LookupError(str(flow_run_id)))
        return found

    @contextmanager
    def _word(self) -> Iterator[None]:
        said, by = sys._getframe(2).f_code.co_name, sys._getframe(3).f_code.co_name
        if self.engine.busy():
            answer = httpx.Response(503, request=httpx.Request("GET", "http://engine.example"))
            error = httpx.HTTPStatusError("503", request=answer.request, response=answer)
            raise PrefectHTTPStatusError.from_httpx_error(error)
        with self.engine.points.around(f"engine: {said} ({by})"):
            yield


def _matches(run: Run, wanted: Any) -> bool:
    by_state = wanted.state is None or _is_of(run, wanted.state.type)
    by_tag = wanted.tags is None or not set(wanted.tags.any_).isdisjoint(run.tags)
    return by_state and by_tag and (wanted.id is None or run.id in wanted.id.any_)


def _is_of(run: Run, types: Any) -> bool:
    """Whether a run's state is among some types, or not among others."""
    if types.any_ is not None:
        return run.kind in {one.value for one in types.any_}
    return run.kind not in {one.value for one in types.not_any_}


def _flow(name: str) -> Flow[..., Any]:
    import flows.capture
    import flows.closure
    import flows.dispatch
    import flows.eligibility
    import flows.intake
    import flows.outgoing
    import flows.outside_event
    import flows.payment
    import flows.permit
    import flows.release
    import flows.upkeep

    module = {"release": flows.release, "morning": flows.release, "outside-event": flows.outside_event}.get(name)
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
