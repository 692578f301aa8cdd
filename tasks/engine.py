"""Keeping the engine in step with the register: what should run runs, what is answered wakes, what is over ends."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import psutil
from prefect import get_run_logger, task
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun
from prefect.exceptions import ObjectNotFound
from prefect.states import Crashed, Scheduled

from casework.askings import runs_that_wait_in_vain
from casework.desk import open_desk
from casework.engine_runs import Needed, Start, keep_dying, last_starts, needed_runs, runs_that_ask_about_partners
from tasks.engine_client import engine_client
from tasks.handover import live_runs, start_unless_live

PAUSED = "PAUSED"
PAGE = 200


@task(task_run_name="Nyatakan yang mati")
def mark_dead_runs() -> list[str]:
    """A run whose process on this machine is gone, or that never began, is dead: the engine itself would not notice.

    Prefect notices a killed process only while the worker that started it lives. An office with
    workers on several machines leaves this to the engine's heartbeats (setting ``one_machine``).
    """
    dead = [run for run in _runs_in("RUNNING", "PENDING") if _has_died(run)]
    with engine_client() as client:
        for run in dead:
            client.set_flow_run_state(run.id, Crashed(message="its process is gone"), force=True)
    return [str(run.id) for run in dead]


@task(task_run_name="Mulai lagi yang terhenti")
def start_needed_runs() -> list[str]:
    """Every open question, working stage and planned effect gets a run where none is alive.

    One that keeps dying is let rest for the hour, and the log says so: a technician must look at its runs.
    """
    desk = open_desk()
    now = desk.office.now().recorded_at
    with desk.registry.reading() as reading:
        needed = needed_runs(reading)
        last = last_starts(reading, needed)
        resting = keep_dying(reading, needed, now)
        asking = runs_that_ask_about_partners(reading)
    for one in resting:
        get_run_logger().warning("%s: %s keeps dying and is let rest: look at its runs", one.subject, one.flow)
    runs = {one: _runs_for(one, last.get(one), asking) for one in needed}
    live = live_runs(set().union(*runs.values()))
    idle = [one for one in needed if live.isdisjoint(runs[one])]
    return [
        f"{one.subject}:{one.flow}" for one in idle if one not in resting and start_unless_live(one.subject, one.flow)
    ]


def _runs_for(one: Needed, start: Start | None, asking: Mapping[str, Sequence[str]]) -> set[str]:
    """In which runs something is looked after, as far as they live: its own, and where a person is asked about a partner.

    Meanwhile nothing is tried behind that person's back, and nobody is asked the same in a second run.
    """
    own = {start.flow_run_id} if start is not None and start.flow_run_id is not None else set()
    return own | set(asking.get(one.subject, ())) if one.flow == "outgoing" else own


@task(task_run_name="Bangunkan yang sudah dijawab")
def nudge_answered_runs() -> list[str]:
    """A run that waits for an answer given through another door is woken, and finds it."""
    with open_desk().registry.reading() as reading:
        in_vain = runs_that_wait_in_vain(reading)
    return [flow_run_id for flow_run_id in in_vain if wake(flow_run_id)]


@task(task_run_name="Bangunkan yang dijeda dengan tangan")
def wake_runs_paused_by_hand() -> list[str]:
    """A run that somebody set to Paused has no form, so that nobody could end its wait: it is woken and asks again.

    Our own flows suspend, under another name of the same state.
    """
    wanted = FlowRunFilter.model_validate({"state": {"name": {"any_": ["Paused"]}}})
    with engine_client() as client:
        paused = [str(run.id) for run in client.read_flow_runs(flow_run_filter=wanted, limit=PAGE)]
    return [flow_run_id for flow_run_id in paused if wake(flow_run_id, "paused by hand")]


def wake(flow_run_id: str, why: str = "answered through another door") -> bool:
    """Let a suspended run go on without an answer; it looks the question up before it would ask again."""
    with engine_client() as client:
        try:
            run = client.read_flow_run(flow_run_id)
        except ObjectNotFound:
            return False
        if run.state is None or run.state.type.value != PAUSED:
            return False
        client.set_flow_run_state(run.id, Scheduled(message=why), force=True)
        return True


def has_lasted(run: FlowRun) -> bool:
    """Whether a run has been in its state for longer than anything takes that is still at work in it."""
    since = run.state.timestamp if run.state else None
    patience = timedelta(seconds=open_desk().settings.patience_with_pending_seconds)
    return since is not None and datetime.now(UTC) - since > patience


def _has_died(run: FlowRun) -> bool:
    if run.infrastructure_pid and run.infrastructure_pid.isdecimal():
        return open_desk().settings.one_machine and not _executes(int(run.infrastructure_pid))
    return has_lasted(run)


def _executes(process_id: int) -> bool:
    """Whether that process is an execution, and not another that was given the same number since."""
    try:
        command = " ".join(psutil.Process(process_id).cmdline())
    except psutil.NoSuchProcess:
        return False
    return "errand.py" in command or "prefect" in command


def _runs_in(*states: str) -> list[FlowRun]:
    found: list[FlowRun] = []
    wanted = FlowRunFilter.model_validate({"state": {"type": {"any_": list(states)}}})
    with engine_client() as client:
        while True:
            page = client.read_flow_runs(flow_run_filter=wanted, limit=PAGE, offset=len(found))
            found.extend(page)
            if len(page) < PAGE:
                return found
