"""Several machines and servers, one office: what dies takes nothing with it, and nothing happens twice."""

import os
import threading
import time

import httpx
import pytest
from office_under_test import PATIENCE_SECONDS, awaited, forget_earlier_offices
from production_office import production_office
from rich.console import Console
from sqlalchemy import func, select

from casework.desk import desk_of
from casework.registry.models import Decision
from casework.settings import Settings
from homevisit.doctor.server import look_at_border
from homevisit.rehearsal import rehearse
from homevisit.rehearsal.stage import Stage

pytestmark = pytest.mark.long
PATIENCE_WITH_A_LIFE = 300


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """One production office for the tests of this file; this process works in it as a person at a terminal would."""
    before = dict(os.environ)
    with production_office(tmp_path_factory.mktemp("production")) as opened:
        os.environ.update(opened.environment)
        forget_earlier_offices()
        try:
            yield opened
        finally:
            os.environ.clear()
            os.environ.update(before)
            forget_earlier_offices()


def test_the_border_of_a_production_office_is_in_order(office):
    assert look_at_border(Settings()) == "a login, protection against forged requests, one origin"


@pytest.mark.timeout(600)
def test_a_machine_and_a_server_that_die_while_a_partner_is_down_lose_nothing_and_double_nothing(office):
    neighbours = Stage(desk_of(Settings()), "").neighbours_url()
    order = {"partner": "simkim", "fault": "error-500", "times": 1000}
    httpx.post(f"{neighbours}/faults", json=order).raise_for_status()
    with Meanwhile(lambda: trouble(office, neighbours)) as meanwhile:
        summary = rehearse(Settings(), cases=2, scenario="golden", console=Console(quiet=True))
    assert meanwhile.missed > 0, "nothing was at work on the machine: the test proved nothing"
    assert (summary.closed, summary.lost, summary.duplicates) == (2, 0, 0)
    assert summary.ledger_holds
    mails = httpx.get(f"{neighbours}/mailbox").json()
    assert len({mail["message_id"] for mail in mails}) == len(mails) > 0
    assert not [mail["message_id"] for mail in mails if mail["received_altered"]]


def trouble(office, neighbours):
    """A machine dies at work, a server after the next decision; SIMKIM comes back once a person was asked about it.

    Returns how many runs the engine missed.
    """
    missed = await_the_end_of_what_was_at_work(die_at_work(office.workers[0]))
    await_decision()
    office.servers[0].die()
    awaited(partner_was_asked_about, "nobody was asked about SIMKIM", patience=PATIENCE_WITH_A_LIFE)
    httpx.delete(f"{neighbours}/faults").raise_for_status()
    return missed


class Meanwhile:
    """Something happens beside the rehearsal, once; what goes wrong in it is not swallowed."""

    def __init__(self, happen):
        self.missed, self.wrong = 0, None
        self.thread = threading.Thread(target=self._make, args=(happen,), daemon=True)

    def _make(self, happen):
        try:
            self.missed = happen()
        except BaseException as wrong:  # noqa: BLE001 raised again where the test sees it
            self.wrong = wrong

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, kind, *_):
        self.thread.join(timeout=PATIENCE_WITH_A_LIFE)
        assert not self.thread.is_alive(), "what was to happen did not end"
        if self.wrong is not None:
            raise self.wrong


def die_at_work(machine):
    """The machine loses its power while it executes something, after people have begun to decide."""
    await_decision()
    awaited(lambda: machine.executions() or None, "the machine was never at work")
    return machine.die()


def await_decision():
    """Somebody decides something that was not decided before."""
    before = decisions()
    awaited(lambda: decisions() > before or None, "nobody decided anything", patience=120)


def partner_was_asked_about():
    return decisions(Decision.kind == "partner-down") or None


def decisions(*which):
    with desk_of(Settings()).registry.reading() as reading:
        return reading.session.scalar(select(func.count()).select_from(Decision).where(*which))


def await_the_end_of_what_was_at_work(died: set[int]) -> int:
    """How many runs of a dead machine's processes the engine itself has missed, by their heartbeats.

    ``recover`` looks after the rest, as its schedule would: what was pending there never began.
    """
    from tasks.engine_client import engine_client

    with engine_client() as client:
        at_work = {run.id for run in runs_at_work(client)}
        on_the_machine = [
            run.id for run in runs_at_work(client) if run.infrastructure_pid in {str(pid) for pid in died}
        ]
        awaited(lambda: recovered(client, at_work) or None, "what was at work there never ended", patience=200)
        states = [client.read_flow_run(run).state for run in on_the_machine]
    return len([state for state in states if state.is_crashed() and "no sign of life" in state.message])


def recovered(client, before):
    """Whether nothing of what was at work when the machine died still is, once ``recover`` has run again."""
    from prefect.deployments import run_deployment

    run_deployment("Pemulihan · recover/recover", timeout=PATIENCE_SECONDS, poll_interval=0.3, as_subflow=False)
    if before & {run.id for run in runs_at_work(client)}:
        time.sleep(5)  # by its schedule it would come by seldomer
        return False
    return True


def runs_at_work(client):
    from prefect.client.schemas.filters import FlowRunFilter

    chosen = FlowRunFilter.model_validate({"state": {"type": {"any_": ["RUNNING", "PENDING"]}}})
    return client.read_flow_runs(flow_run_filter=chosen, limit=200)
