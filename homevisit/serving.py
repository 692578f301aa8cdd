"""One part of the office at a time, as a production office's services start it (deploy/): the same parts as ``homevisit up``."""

import os
from collections.abc import Callable
from typing import NoReturn

from casework.settings import Settings
from homevisit import parts
from homevisit.deploying import deploy
from homevisit.house import (
    ATTENTIVE,
    PROJECT,
    House,
    HouseTrouble,
    answers,
    await_ready,
    house_of_one_part,
    note_addresses,
    python,
)
from homevisit.opening import fill_if_empty, prepare_register

PARTS: dict[str, Callable[[House], parts.Part]] = {
    "server": parts.server,
    "warm-engine": parts.warm_engine,
    "worker": parts.worker,
    "case-sheet": parts.case_sheet,
    "neighbours": parts.neighbours,
}


def serve(settings: Settings, name: str, worker: str) -> NoReturn:
    """Become that part: it takes this process's place, so that whoever started us sees its signals and its end."""
    house = house_of_one_part(settings)
    part = parts.worker(house, worker) if name == "worker" else PARTS[name](house)
    command = [*ATTENTIVE, *python(*part.command)]
    os.chdir(PROJECT)
    os.execve(command[0], command, house.environment)  # noqa: S606 our own commands, no shell


def prepare(settings: Settings, *, demo: bool) -> None:
    """Before the first worker, and again after each new version: key, register, work pool and deployments."""
    settings.state_folder.mkdir(parents=True, exist_ok=True)
    desk = prepare_register(settings)
    if demo:
        fill_if_empty(settings)
        if not desk.office.is_demo:
            raise HouseTrouble("this register has an office or cases of its own: rehearse in a register of its own")
    house = house_of_one_part(settings)
    note_addresses(house)
    await_ready(house, "the Prefect server", lambda: answers(f"{house.api_url}/health"))
    deploy(house)
