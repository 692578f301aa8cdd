"""The line to a played Prefect: the words that the office says to the engine, each of which may be the last."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from uuid import UUID

import httpx
from prefect.client.schemas.objects import State
from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError

from tasks.deployments import DEPLOYMENTS

if TYPE_CHECKING:
    from chaos.played_engine import PlayedEngine


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


class PlayedClient:
    """The words that the office says to the engine, each of which may be the last."""

    def __init__(self, engine: "PlayedEngine") -> None:
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

    def read_artifacts(self, *, artifact_filter: Any) -> list[Any]:
        with self._word():
            return [
                SimpleNamespace(id=f"{run.id}:{key}", flow_run_id=run.id, data=self.engine.pages[f"{run.id}:{key}"])
                for run in self.engine.runs.values()
                for key in run.artifacts
                if key in artifact_filter.key.any_
            ]

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
    by_state = wanted.state is None or _is_of(run, wanted.state)
    by_tag = wanted.tags is None or not set(wanted.tags.any_).isdisjoint(run.tags)
    return by_state and by_tag and (wanted.id is None or run.id in wanted.id.any_)


def _is_of(run: Run, wanted: Any) -> bool:
    """Whether a run's state is among some types, or not among others, or bears one of some names."""
    if wanted.name is not None:
        return run.state.name in wanted.name.any_
    if wanted.type.any_ is not None:
        return run.kind in {one.value for one in wanted.type.any_}
    return run.kind not in {one.value for one in wanted.type.not_any_}
