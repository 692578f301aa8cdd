"""A case through its whole life in the real engine, while things are killed and a partner is down around it.

``make chaos`` does more: it kills server, worker and whole machines, a hundred times.
"""

import random
import shutil
import threading
import time

import httpx
from rich.console import Console
from sqlalchemy import func, select

from casework.registry.models import Decision
from homevisit.rehearsal import rehearse


def test_a_life_with_a_visit_in_vain_ends_whole_while_executions_are_killed_results_deleted_and_simkim_is_down(office):
    with Trouble(office, seed=65):
        summary = rehearse(office.settings, cases=1, scenario="nobody-home", console=Console(quiet=True))
    assert (summary.closed, summary.lost, summary.duplicates) == (1, 0, 0)
    assert summary.ledger_holds
    mails = httpx.get(f"{office.stage.neighbours_url()}/mailbox").json()
    assert len({mail["message_id"] for mail in mails}) == len(mails)
    assert not [mail["message_id"] for mail in mails if mail["received_altered"]]


class Trouble:
    """Until a person was asked about SIMKIM it is down; for a minute executions are killed and stored results deleted."""

    def __init__(self, office, seed):
        self.office, self.chance, self.ended = office, random.Random(seed), threading.Event()
        self.thread = threading.Thread(target=self.make, daemon=True)
        self.killed, self.healed = 0, False
        self.faults = f"{office.stage.neighbours_url()}/faults"

    def make(self):
        begun = time.monotonic()
        while not self.ended.wait(self.chance.uniform(2, 6)):
            if time.monotonic() - begun < 60:
                self.kill()
            if not self.healed and self.office_was_asked():
                httpx.delete(self.faults).raise_for_status()
                self.healed = True

    def kill(self):
        shutil.rmtree(self.office.settings.prefect_folder / "storage", ignore_errors=True)
        executions = self.office.executions()
        if executions:
            self.chance.choice(executions).kill()
            self.killed += 1

    def office_was_asked(self):
        with self.office.desk.registry.reading() as reading:
            asked = select(func.count()).where(Decision.kind == "partner-down")
            return bool(reading.session.scalar(asked))

    def __enter__(self):
        order = {"partner": "simkim", "fault": "error-500", "times": 1000}
        httpx.post(self.faults, json=order).raise_for_status()
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()
        httpx.delete(self.faults).raise_for_status()
        assert self.killed > 0, "nothing was killed: the test proved nothing"
        assert self.healed, "nobody was asked about SIMKIM: the test proved nothing"
