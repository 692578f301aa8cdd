"""Handing a subject over to the flow that goes on with it, once, whatever crashes in between."""

from collections.abc import Iterable

from prefect import task
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import TERMINAL_STATES

from casework.desk import open_desk
from casework.engine_runs import Start, flow_after, last_start, note_run, note_start
from tasks.deployments import DEPLOYMENTS, parameters_for
from tasks.engine_client import engine_client

PORTION = 200  # the most runs that the engine tells of in one answer
FEW = 20  # beyond that they are counted first, for nearly always all of them live: to be told of each costs a hundred times more


@task(task_run_name="Teruskan {reference}", retries=3, retry_delay_seconds=[2, 5, 15], retry_jitter_factor=0.5)
def hand_over(reference: str) -> str | None:
    """A case goes on to the flow of its stage; returns that flow's name, or None where the case now waits."""
    with open_desk().registry.reading() as reading:
        flow = flow_after(reading, reference)
    if flow is not None:
        start_unless_live(reference, flow)
    return flow


def start_unless_live(subject: str, flow: str) -> str | None:
    """Start a flow for a subject unless a run of it is alive; the key makes two starters one run.

    Returns the id of the run that was started, or None where one is alive.
    """
    desk = open_desk()
    with desk.registry.reading() as reading:
        last = last_start(reading, subject, flow)
    if not _is_over(last):
        return None
    number = 1 if last is None else last.number + (1 if last.flow_run_id is not None else 0)
    start = note_start(desk.registry, desk.office.now(), subject, flow, number)
    flow_run_id = _start(start)
    note_run(desk.registry, desk.office.now(), start, flow_run_id)
    return flow_run_id


def needs_a_start(subject: str, flow: str) -> bool:
    """Whether no run of that flow is alive for a subject."""
    with open_desk().registry.reading() as reading:
        return _is_over(last_start(reading, subject, flow))


def live_runs(flow_run_ids: Iterable[str]) -> set[str]:
    """Those that are still going, waiting or scheduled, asked for by the hundred; one that the engine does not know is dead."""
    asked, found = sorted(set(flow_run_ids)), set()
    with engine_client() as client:
        for portion in range(0, len(asked), PORTION):
            ids = asked[portion : portion + PORTION]
            if len(ids) > FEW and client.count_flow_runs(flow_run_filter=_among(ids, alive=True)) == len(ids):
                found |= set(ids)
                continue
            runs = client.read_flow_runs(flow_run_filter=_among(ids), limit=PORTION)
            found |= {str(run.id) for run in runs if run.state is not None and not run.state.is_final()}
    return found


def _among(flow_run_ids: list[str], *, alive: bool = False) -> FlowRunFilter:
    state = {"state": {"type": {"not_any_": sorted(TERMINAL_STATES)}}} if alive else {}
    return FlowRunFilter.model_validate({"id": {"any_": flow_run_ids}, **state})


def _is_over(last: Start | None) -> bool:
    return last is None or last.flow_run_id is None or not live_runs([last.flow_run_id])


def _start(start: Start) -> str:
    with engine_client() as client:
        deployment = client.read_deployment_by_name(DEPLOYMENTS[start.flow])
        run = client.create_flow_run_from_deployment(
            deployment.id,
            parameters=parameters_for(start.flow, start.subject),
            name=f"{start.subject} · {start.flow}",
            tags=[f"case:{start.subject}", f"flow:{start.flow}"],
            idempotency_key=start.idempotency_key,
        )
    return str(run.id)
