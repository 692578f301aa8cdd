"""The engine compared with the register: what is read of the engine, by portions and filters, however long its history."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from prefect import get_run_logger, task
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun, State
from prefect.exceptions import ObjectNotFound

from casework.clock import Moment
from casework.desk import Desk, open_desk
from casework.reconciliation import LOOKED_BACK, EngineSays, Finding, RunSeen, StateSeen, compare
from casework.reconciliation.page import PAGE_KEY, as_markdown, count_in_words, in_words
from casework.reconciliation.record import Reported, on_record, put_on_record
from casework.reconciliation.register import register_says
from casework.registry.portions import portions
from casework.work_list import WAITS
from tasks.engine_client import engine_client
from tasks.pages import ui_url, write_page
from tasks.run_names import MOST as MOST_MISNAMED
from tasks.run_names import over_and_still_waiting

PORTION = 200  # the most runs that the engine tells of in one answer
EVENTS_AT_ONCE, MOST_PAGES = 50, 100
OF_A_CASE = "case:"
# A run that was over and goes on bears one of these names for a while: no flow of ours retries or pauses, they suspend.
BY_HAND = ("prefect.flow-run.AwaitingRetry", "prefect.flow-run.Paused")


@task(task_run_name="Bandingkan Prefect dengan register")
def report_differences() -> str:
    """Compare the engine with the register; what is new is on the ledger and in the log, all of it on the report's page.

    Returns how much was found, in words. Nothing in the engine is changed but that page.
    """
    desk = open_desk()
    moment = desk.office.now()
    reported = put_on_record(desk.registry, moment, find_differences(desk, moment))
    for one in reported:
        if one.is_new:
            get_run_logger().warning("%s", in_words(one.finding))
    write_page(PAGE_KEY, as_markdown(reported, moment, desk.office, ui_url()))
    return count_in_words(reported)


def look_for_differences(desk: Desk) -> list[Reported]:
    """The same comparison at this moment, for a look: nothing is written anywhere."""
    moment = desk.office.now()
    findings = find_differences(desk, moment)
    with desk.registry.reading() as reading:
        return on_record(reading, findings, moment.recorded_at)


def find_differences(desk: Desk, moment: Moment) -> list[Finding]:
    """Every difference between the engine and the register of the last seven days."""
    now, history = moment.recorded_at, timedelta(days=desk.settings.history_days)
    with engine_client() as client:
        interfered_with = set(_runs_that_went_on(client, now - LOOKED_BACK))
        misnamed = client.read_flow_runs(flow_run_filter=over_and_still_waiting(), limit=MOST_MISNAMED)
        with desk.registry.reading() as reading:
            besides = interfered_with | {str(run.id) for run in misnamed}
            register = register_says(reading, now, history=history, runs=besides)
        asked, started = (one.flow_run_id for one in register.asked), (one.flow_run_id for one in register.started)
        wanted = {*besides, *asked, *filter(None, started)}
        runs = {run.flow_run_id: run for run in _runs(client, sorted(wanted), interfered_with)}
        born_at = min((one.created for one in client.read_deployments() if one.created), default=now)
    return compare(register, EngineSays(runs, born_at), now)


def _runs_that_went_on(client: SyncPrefectClient, since: datetime) -> Iterator[str]:
    """The runs of which an event since then says that somebody let them go on by hand."""
    wanted = {"event": {"name": list(BY_HAND)}, "occurred": {"since": since.isoformat()}}
    page = client.request("POST", "/events/filter", json={"filter": wanted, "limit": EVENTS_AT_ONCE}).json()
    for _ in range(MOST_PAGES):
        yield from (str(one["resource"]["prefect.resource.id"]).rpartition(".")[2] for one in page["events"])
        if not page["next_page"]:
            return
        [token] = parse_qs(urlsplit(page["next_page"]).query)["page-token"]
        page = client.request("GET", "/events/filter/next", params={"page-token": token}).json()


def _runs(client: SyncPrefectClient, flow_run_ids: list[str], with_history: set[str]) -> Iterator[RunSeen]:
    for portion in portions(flow_run_ids, PORTION):
        wanted = FlowRunFilter.model_validate({"id": {"any_": list(portion)}})
        for run in client.read_flow_runs(flow_run_filter=wanted, limit=PORTION):
            if run.state is not None:
                yield _seen(client, run, run.state, with_history)


def _seen(client: SyncPrefectClient, run: FlowRun, state: State[Any], with_history: set[str]) -> RunSeen:
    return RunSeen(
        flow_run_id=str(run.id),
        subject=next((tag.removeprefix(OF_A_CASE) for tag in run.tags if tag.startswith(OF_A_CASE)), ""),
        state=_state(state),
        says_it_waits=any(tag.startswith(WAITS) for tag in run.tags),
        history=tuple(map(_state, _states(client, run.id))) if str(run.id) in with_history else (),
    )


def _states(client: SyncPrefectClient, flow_run_id: UUID) -> Iterable[State[Any]]:
    try:
        return sorted(client.read_flow_run_states(flow_run_id), key=lambda state: state.timestamp)
    except ObjectNotFound:
        return ()  # it was deleted a moment ago


def _state(state: State[Any]) -> StateSeen:
    return StateSeen(state.type.value, state.message or "", state.timestamp)
