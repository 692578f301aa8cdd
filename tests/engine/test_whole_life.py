"""Cases through their whole life in the real engine, also while things are killed around them."""

import random
import shutil
import threading
import time

import httpx
from rich.console import Console

from homevisit.rehearsal import rehearse


def held(office, cases, scenario):
    return rehearse(office.settings, cases=cases, scenario=scenario, console=Console(quiet=True))


def test_cases_of_every_kind_reach_their_end(office):
    summary = held(office, 2, "mixed")
    assert (summary.closed, summary.lost, summary.duplicates) == (2, 0, 0)
    assert summary.ledger_holds


def test_with_executions_killed_results_deleted_and_simkim_down_nothing_is_lost_and_nothing_goes_out_twice(office):
    with KillerOf(office, seed=65):
        summary = held(office, 1, "outage")
    assert (summary.closed, summary.lost, summary.duplicates) == (1, 0, 0)
    assert summary.ledger_holds
    mails = httpx.get(f"{office.stage.neighbours_url()}/mailbox").json()
    assert len({mail["message_id"] for mail in mails}) == len(mails)
    assert not [mail["message_id"] for mail in mails if mail["received_altered"]]


class KillerOf:
    """Kills an execution every few seconds and deletes Prefect's stored results, until the block ends."""

    def __init__(self, office, seed):
        self.office, self.chance, self.ended = office, random.Random(seed), threading.Event()
        self.thread = threading.Thread(target=self.kill, daemon=True)
        self.killed = 0

    def kill(self):
        begun = time.monotonic()
        while not self.ended.wait(self.chance.uniform(2, 6)) and time.monotonic() - begun < 60:
            shutil.rmtree(self.office.settings.prefect_folder / "storage", ignore_errors=True)
            executions = self.office.executions()
            if executions:
                self.chance.choice(executions).kill()
                self.killed += 1

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()
        assert self.killed > 0, "nothing was killed: the test proved nothing"
