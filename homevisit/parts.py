"""The parts of the house: what each is started with, and by what one sees that it is ready."""

import os
from collections.abc import Callable
from dataclasses import dataclass

from casework.settings import Settings
from homevisit.house import House, answers, await_ready, python, warm_engine_address

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
    address = warm_engine_address(house.settings)
    address.unlink(missing_ok=True)
    return Part("warm-engine", "the warm engine", ("-m", "homevisit.warm_engine", str(address)), address.exists)


def worker(house: House, name: str = "worker", pool: str = POOL) -> Part:
    """One worker for a pool, the office's own by default; it is at work as soon as it runs."""
    chosen = ("--pool", pool, "--type", "process", "--limit", str(runs_at_a_time(house.settings)), "--name", name)
    return Part(name, "the worker", ("-m", "prefect", "worker", "start", *chosen), lambda: True)


def runs_at_a_time(settings: Settings) -> int:
    """How many runs one worker executes at once."""
    if settings.runs_at_a_time is not None:
        return settings.runs_at_a_time
    return RUNS_AT_A_TIME if settings.engine_database_url is None else RUNS_AT_A_TIME * (os.cpu_count() or 1)
