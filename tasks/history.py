"""Prefect's history: what ended long ago is removed, a page at a time; whatever may still be needed stays."""

import time
from datetime import datetime
from typing import Any

from prefect import task

from casework.askings import runs_with_forms
from casework.desk import open_desk
from tasks.engine_client import engine_client

FINAL = ("COMPLETED", "FAILED", "CANCELLED", "CRASHED")
UPKEEP = "pemeliharaan"  # the tag of the flows that keep the office running
PAGE = 50  # Prefect removes no more at once
SECONDS_BETWEEN_PAGES = 0.5  # on SQLite one who writes keeps all others waiting


@task(task_run_name="Hapus run pemeliharaan yang berakhir sebelum {before:%Y-%m-%d}", retries=2, retry_delay_seconds=5)
def prune_upkeep_runs(before: datetime, most: int) -> int:
    """Remove the runs that kept the office running and ended before a moment; returns how many."""
    return _remove({**_ended(before), "tags": {"all_": [UPKEEP]}}, most)


@task(task_run_name="Hapus run yang berakhir sebelum {before:%Y-%m-%d}", retries=2, retry_delay_seconds=5)
def prune_runs(before: datetime, most: int) -> int:
    """Remove every run that ended before a moment; returns how many.

    One with a form that is not emptied is kept: an answer may have been submitted there and be waiting to be judged. With a run go its task runs, states, inputs and log lines; Prefect's own ``orphans`` service removes
    its artifacts.
    """
    return _remove(_ended(before), most)


def _ended(before: datetime) -> dict[str, Any]:
    with open_desk().registry.reading() as reading:
        kept = runs_with_forms(reading)
    return {
        "state": {"type": {"any_": FINAL}},
        "end_time": {"before_": before.isoformat()},
        "id": {"not_any_": kept},
    }


def _remove(runs: dict[str, Any], most: int) -> int:
    """The server looks for the runs anew for each page: one that was started again meanwhile is not among them."""
    removed = 0
    with engine_client() as client:
        while removed < most:
            limit = min(PAGE, most - removed)
            answer = client.request("POST", "/flow_runs/bulk_delete", json={"flow_runs": runs, "limit": limit})
            page = len(answer.json()["deleted"])
            removed += page
            if page < limit:
                break
            time.sleep(SECONDS_BETWEEN_PAGES)
    return removed
