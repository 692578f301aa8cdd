"""Several machines and servers, one office: what dies takes nothing with it, and nothing happens twice."""

import os
import threading
import time

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


def test_a_machine_that_dies_in_the_middle_loses_nothing_and_doubles_nothing(office):
    east = office.workers[0]
    with Meanwhile(lambda: await_the_end_of_what_was_at_work(die_at_work(office, east))) as trouble:
        summary = rehearse(Settings(), cases=2, scenario="golden", console=Console(quiet=True))
    assert trouble.crashed > 0, "nothing was at work on it: the test proved nothing"
    assert (summary.closed, summary.lost, summary.duplicates) == (2, 0, 0)
    assert summary.ledger_holds
    east.execute()


def test_a_server_that_dies_in_the_middle_of_a_case_is_not_missed(office):
    with Meanwhile(lambda: len(die_after_a_decision(office, office.servers[0]))):
        summary = rehearse(Settings(), cases=1, scenario="ineligible", console=Console(quiet=True))
    assert (summary.closed, summary.lost, summary.duplicates) == (1, 0, 0)
    assert summary.ledger_holds


class Meanwhile:
    """Something happens beside the rehearsal, once; what goes wrong in it is not swallowed."""

    def __init__(self, happen):
        self.crashed, self.wrong = 0, None
        self.thread = threading.Thread(target=self._make, args=(happen,), daemon=True)

    def _make(self, happen):
        try:
            self.crashed = happen()
        except BaseException as wrong:  # noqa: BLE001 raised again where the test sees it
            self.wrong = wrong

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, kind, *_):
        self.thread.join(timeout=240)
        if self.wrong is not None:
            raise self.wrong


def die_at_work(office, machine):
    """The machine loses its power while it executes something, after people have begun to decide."""
    await_decision()
    awaited(lambda: machine.executions() or None, "the machine was never at work")
    return machine.die()


def die_after_a_decision(office, machine):
    await_decision()
    return machine.die()


def await_decision():
    """Somebody decides something that was not decided before."""
    before = decisions()
    awaited(lambda: decisions() > before or None, "nobody decided anything", patience=120)


def decisions():
    with desk_of(Settings()).registry.reading() as reading:
        return reading.session.scalar(select(func.count()).select_from(Decision))


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
