"""Flows that end in every way in which an execution can end; what they run in is written into a folder."""

import os
import signal
import sys
import time
from pathlib import Path

from prefect import flow, get_run_logger, suspend_flow_run
from prefect.runtime import flow_run


@flow(name="compared-completes")
def completes(folder: str) -> None:
    note_process(folder)
    get_run_logger().info("all is well")


@flow(name="compared-fails")
def fails(folder: str) -> None:
    note_process(folder)
    raise ValueError("as intended")


@flow(name="compared-tries-again", retries=1, retry_delay_seconds=0)
def tries_again(folder: str) -> None:
    note_process(folder)
    if flow_run.get_run_count() < 2:
        raise ValueError("the first time")


@flow(name="compared-runs-over", timeout_seconds=1)
def runs_over(folder: str) -> None:
    note_process(folder)
    time.sleep(60)


@flow(name="compared-leaves")
def leaves(folder: str) -> None:
    note_process(folder)
    sys.exit(3)


@flow(name="compared-dies")
def dies(folder: str) -> None:
    note_process(folder)
    os.kill(os.getpid(), signal.SIGKILL)


@flow(name="compared-waits")
def waits(folder: str) -> None:
    note_process(folder)
    suspend_flow_run(key="waits", timeout=3600)


@flow(name="compared-sleeps")
def sleeps(folder: str) -> None:
    note_process(folder)
    time.sleep(120)


def note_process(folder: str) -> None:
    whole = Path(folder, f".{os.getpid()}")
    whole.write_text(str(os.getpid()))
    whole.rename(Path(folder, "process"))
