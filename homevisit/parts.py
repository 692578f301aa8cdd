"""The parts of the house: what each is started with, and by what one sees that it is ready."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from homevisit.house import House, HouseTrouble, answers, await_ready, python

POOL = "office"
RUNS_AT_A_TIME = 2  # on SQLite more would find its database locked


@dataclass(frozen=True)
class Part:
    """One process of the house."""

    name: str
    title: str
    command: tuple[str, ...]
    ready: Callable[[], bool]


def start(house: House, *parts: Part) -> None:
    """Start these parts side by side, and return once all of them are ready."""
    for part in parts:
        house.start(part.name, python(*part.command))
    for part in parts:
        await_ready(house, part.title, part.ready)


def server(house: House) -> Part:
    """Prefect's server, on loopback."""
    command = ("-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(house.api_port))
    return Part("server", "the Prefect server", command, lambda: answers(f"{house.api_url}/health"))


def neighbours(house: House) -> Part:
    """The simulators of the partner systems."""
    folder = house.settings.neighbours_folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / "addresses.json"
    written.unlink(missing_ok=True)
    command = ("-m", "casework.partners.simulator", "--folder", str(folder), "--auto-pay")
    return Part("neighbours", "the partner simulators", command, written.exists)


def case_sheet(house: House) -> Part:
    """The case sheet."""
    command = ("-m", "homevisit.case_sheet", "--port", str(house.sheet_port))
    address = f"http://127.0.0.1:{house.sheet_port}/health"
    return Part("case-sheet", "the case sheet", command, lambda: answers(address))


def warm_engine(house: House) -> Part:
    """The fork server from which the worker's executions come."""
    address = warm_engine_address(house)
    address.unlink(missing_ok=True)
    return Part("warm-engine", "the warm engine", ("-m", "homevisit.warm_engine", str(address)), address.exists)


def worker(house: House, name: str = "worker", pool: str = POOL) -> Part:
    """One worker for a pool, the office's own by default; it is at work as soon as it runs."""
    limit = RUNS_AT_A_TIME if house.settings.engine_database_url is None else RUNS_AT_A_TIME * (os.cpu_count() or 1)
    chosen = ("--pool", pool, "--type", "process", "--limit", str(limit), "--name", name)
    return Part(name, "the worker", ("-m", "prefect", "worker", "start", *chosen), lambda: True)


def warm_engine_address(house: House) -> Path:
    """Where the fork server listens: in the temporary folder, for a socket's path may have 107 characters only."""
    folder = Path(tempfile.gettempdir()) / f"homevisit-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != os.getuid() or found.st_mode & 0o077 or folder.is_symlink():
        raise HouseTrouble(f"{folder} belongs to somebody else or is open to others: remove it and start again")
    name = hashlib.sha256(str(house.settings.state_folder.resolve()).encode()).hexdigest()[:12]
    return folder / f"{name}.socket"
