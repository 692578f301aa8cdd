"""The processes that a house starts: noted, recognised again by id and time of start, stopped with their families."""

import json
import signal
from collections.abc import Mapping
from pathlib import Path

import psutil

from casework.settings import Settings

SECONDS_TO_STOP = 6  # a server waits for every page that is open in a browser; what it serves lies in its database


def stop_earlier_processes(settings: Settings) -> list[str]:
    """Stop what an earlier start left running, recognised by its id and the time at which it was started."""
    try:
        noted: Mapping[str, tuple[int, float]] = json.loads(process_file(settings).read_text())
    except (FileNotFoundError, ValueError):
        return []
    left = [name for name, (pid, created) in noted.items() if _is_same_process(pid, created)]
    for name in reversed(left):
        stop_family(noted[name][0])
    return left


def stop_family(pid: int) -> None:
    """Stop a process and its children; what does not listen is killed."""
    try:
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)]
        process.send_signal(signal.SIGTERM)
        _, alive = psutil.wait_procs(family, timeout=SECONDS_TO_STOP)
        for stubborn in alive:
            stubborn.kill()
        psutil.wait_procs(alive, timeout=5)
    except psutil.NoSuchProcess:
        return


def process_file(settings: Settings) -> Path:
    """Where the processes of the house that runs in this state folder are noted."""
    return settings.state_folder / "processes.json"


def _is_same_process(pid: int, created: float) -> bool:
    try:
        return abs(psutil.Process(pid).create_time() - created) < 1
    except psutil.NoSuchProcess:
        return False
