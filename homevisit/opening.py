"""Opening the office: from an empty folder, or wherever an earlier start stopped, to a screen that says what waits."""

import hashlib
import json
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from sqlalchemy import select

from casework.desk import Desk, desk_of
from casework.office import is_empty
from casework.registry.models import Asking, Case, Question
from casework.registry.schema import migrate
from casework.registry.vault import create_office_key
from casework.settings import Settings
from homevisit.demo import load_demo_office, send_sample_applications
from homevisit.house import PROJECT, House, HouseTrouble, answers, await_ready, furnish, python
from homevisit.welcome import print_welcome

POOL = "office"
ERRAND = PROJECT / "homevisit" / "warm_engine" / "errand.py"
WORKER_LIMIT = 2
LOOK_EVERY_SECONDS = 0.3
SECONDS_FOR_SAMPLES = 150


def open_office(settings: Settings, console: Console, *, samples: bool = True, worker: bool = True) -> House:
    """Everything from the office key to the worker, in this order, each step where it was left; returns the running house."""
    house = furnish(settings)
    try:
        for title, step in _steps(settings, house, samples=samples, worker=worker):
            with console.status(title):
                step()
            console.print(f"[green]✓[/green] {title}", highlight=False)
    except BaseException:
        house.stop()
        raise
    return house


def keep_open(house: House, console: Console, stopped: Callable[[], bool]) -> int:
    """Watch over the house until somebody stops it; a part that dies by itself stops the rest and is named."""
    while not stopped():
        time.sleep(LOOK_EVERY_SECONDS)
        dead = house.dead()
        if dead is not None:
            console.print(f"[red]{dead} stopped by itself: see {house.settings.state_folder}/logs/{dead}.log[/red]")
            return 1
    return 0


def run_until_stopped(settings: Settings, console: Console, *, samples: bool = True) -> int:
    """``homevisit up``: open the office, say what waits for whom, stay until Ctrl-C or SIGTERM, stop everything."""
    signs: list[int] = []  # a list, not an event: an event's lock would be taken twice by a handler in the same thread
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda number, _frame: signs.append(number))
    house: House | None = None
    try:
        house = open_office(settings, console, samples=samples)
        print_welcome(desk_of(settings), house, console)
        return keep_open(house, console, lambda: bool(signs))
    finally:
        if house is not None:
            with console.status("Menutup kantor · stopping everything"):
                house.stop()
            console.print("Semua sudah berhenti. · Everything has stopped.")


def prepare_register(settings: Settings) -> Desk:
    """The office key is created once, the register is brought to this version's tables."""
    if not settings.key_file.exists():
        if Path(settings.register_url.removeprefix("sqlite:///")).exists():
            raise HouseTrouble(
                f"there is a register but no office key at {settings.key_file}: restore the key from its backup, "
                "without it nothing sealed can be read"
            )
        create_office_key(settings.key_file)
    migrate(settings.register_url)
    return desk_of(settings)


def _steps(
    settings: Settings, house: House, *, samples: bool, worker: bool
) -> Iterator[tuple[str, Callable[[], object]]]:
    yield "Kunci kantor dan register · office key and register", lambda: prepare_register(settings)
    yield "Kantor contoh · the demo office", lambda: _fill_if_empty(settings)
    yield "Server Prefect · Prefect server", lambda: start_server(house)
    yield "Sistem mitra (simulator) · partner simulators", lambda: start_neighbours(house)
    yield "Lembar berkas · case sheet", lambda: _start_case_sheet(house)
    yield "Deployment · work pool and deployments", lambda: deploy(house)
    if samples:
        yield "Permohonan contoh · sample applications", lambda: send_sample_applications(desk_of(settings))
    if worker:
        yield "Mesin hangat dan worker · warm engine and worker", lambda: _start_execution(house)
    if samples and worker:
        yield "Permohonan contoh diperiksa · samples taken in", lambda: _await_samples(settings, house)


def _start_execution(house: House) -> None:
    if house.settings.warm_engine:
        start_warm_engine(house)
    start_worker(house)


def _await_samples(settings: Settings, house: House) -> None:
    """Let the first questions be there when the screen says what waits for whom; a slow machine is not waited for."""
    if not any(settings.inbox_folder.glob("*/application.json")):
        return
    deadline = time.monotonic() + SECONDS_FOR_SAMPLES
    _run_prefect(house, "deployment", "run", "Pengumpulan · collect/collect")
    while not _samples_are_taken_in(settings) and time.monotonic() < deadline and house.dead() is None:
        time.sleep(LOOK_EVERY_SECONDS)


def _samples_are_taken_in(settings: Settings) -> bool:
    with desk_of(settings).registry.reading() as reading:
        stages = list(reading.session.scalars(select(Case.stage)))
        put = {
            question.subject
            for question in reading.session.scalars(select(Question).join(Asking, Asking.question_id == Question.id))
        }
        assessed = set(reading.session.scalars(select(Case.reference).where(Case.stage == "assessment")))
    return bool(stages) and "received" not in stages and assessed <= put


def _fill_if_empty(settings: Settings) -> None:
    desk = desk_of(settings)
    with desk.registry.reading() as reading:
        empty = is_empty(reading)
    if empty:
        load_demo_office(desk)


def start_server(house: House) -> None:
    """Start Prefect's server and wait until it answers."""
    house.start(
        "server", python("-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(house.api_port))
    )
    await_ready(house, "the Prefect server", lambda: answers(f"{house.api_url}/health"))


def start_neighbours(house: House) -> None:
    """Start the simulators of the partner systems and wait until they answer."""
    folder = house.settings.neighbours_folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "addresses.json").unlink(missing_ok=True)
    house.start("neighbours", python("-m", "casework.partners.simulator", "--folder", str(folder), "--auto-pay"))
    await_ready(house, "the partner simulators", (folder / "addresses.json").exists)


def _start_case_sheet(house: House) -> None:
    house.start("case-sheet", python("-m", "homevisit.case_sheet", "--port", str(house.sheet_port)))
    await_ready(house, "the case sheet", lambda: answers(f"http://127.0.0.1:{house.sheet_port}/health"))


def deploy(house: House) -> None:
    """Create the work pool and the deployments of ``prefect.yaml``; what is there already is brought up to date."""
    template = house.settings.state_folder / "base-job-template.json"
    template.write_text(json.dumps(_job_template(house)))
    create = ("work-pool", "create", POOL, "--type", "process", "--overwrite", "--base-job-template", str(template))
    _run_prefect(house, *create)
    _run_prefect(house, "deploy", "--all", "--prefect-file", str(PROJECT / "prefect.yaml"))


def _run_prefect(house: House, *arguments: str) -> None:
    command = python("-m", "prefect", "--no-prompt", *arguments)
    done = subprocess.run(command, env=house.environment, cwd=PROJECT, capture_output=True, check=False)  # noqa: S603 no shell
    _keep_log(house, "deploy", done.stdout + done.stderr)
    if done.returncode:
        raise HouseTrouble(f"prefect {arguments[0]} failed: see {house.settings.state_folder}/logs/deploy.log")


def _job_template(house: House) -> dict[str, object]:
    """How the worker starts an execution: an errand to the warm engine, or Python anew where that is switched off."""
    errand = shlex.join([sys.executable, "-I", "-S", str(ERRAND), str(warm_engine_address(house))])
    command = errand if house.settings.warm_engine else shlex.join([sys.executable, "-m", "prefect.engine"])
    return {
        "job_configuration": {
            "command": "{{ command }}",
            "env": "{{ env }}",
            "name": "{{ name }}",
            "working_dir": "{{ working_dir }}",
            "stream_output": True,
        },
        "variables": {
            "type": "object",
            "properties": {
                "command": {"title": "Command", "type": "string", "default": command},
                "env": {"title": "Environment", "type": "object", "additionalProperties": {"type": "string"}},
                "name": {"title": "Name", "type": "string"},
                "working_dir": {"title": "Folder", "type": "string", "default": str(PROJECT)},
            },
        },
    }


def _keep_log(house: House, name: str, output: bytes) -> None:
    with (house.settings.state_folder / "logs" / f"{name}.log").open("ab") as log:
        log.write(output)


def start_worker(house: House, name: str = "worker") -> None:
    """Start one worker for the office's pool; on SQLite two runs at a time are enough."""
    house.start(
        name,
        python(
            "-m",
            "prefect",
            "worker",
            "start",
            "--pool",
            POOL,
            "--type",
            "process",
            "--limit",
            str(WORKER_LIMIT),
            "--name",
            name,
        ),
    )


def start_warm_engine(house: House) -> None:
    """Start the fork server from which the worker's executions come."""
    address = warm_engine_address(house)
    address.unlink(missing_ok=True)
    house.start("warm-engine", python("-m", "homevisit.warm_engine", str(address)))
    await_ready(house, "the warm engine", address.exists)


def warm_engine_address(house: House) -> Path:
    """Where the fork server listens: in the temporary folder, for a socket's path may have 107 characters only."""
    folder = Path(tempfile.gettempdir()) / f"homevisit-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != os.getuid() or found.st_mode & 0o077 or folder.is_symlink():
        raise HouseTrouble(f"{folder} belongs to somebody else or is open to others: remove it and start again")
    name = hashlib.sha256(str(house.settings.state_folder.resolve()).encode()).hexdigest()[:12]
    return folder / f"{name}.socket"
