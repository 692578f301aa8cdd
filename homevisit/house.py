"""The house: starting everything that the office runs on this machine, and stopping what was started."""

import fcntl
import hashlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import httpx
import psutil

from casework.settings import Settings
from homevisit.processes import process_file, stop_earlier_processes, stop_family

PROJECT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 180
# Whoever is started in the background of a shell ignores SIGINT, and so do its children; by it Prefect's worker stops.
ATTENTIVE = ("/usr/bin/env", "--default-signal=INT")
# Prefect opens every client for TLS, though its server answers on loopback without it: reading the hundred and forty
# authorities of the web each time would be a fifth of an execution. This one's key was thrown away; it vouches for nobody.
NO_AUTHORITY = PROJECT / "homevisit" / "no-authority.pem"


class HouseTrouble(Exception):
    """Something keeps the house from starting; one sentence says what it is and what to do."""


@dataclass
class House:
    """Everything that runs: each process in a session of its own, stopped by its id."""

    settings: Settings
    environment: dict[str, str]
    api_port: int
    sheet_port: int
    lock: TextIO | None = None  # held where one process runs the whole house
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    @property
    def api_url(self) -> str:
        """Where Prefect's API answers."""
        return self.environment["PREFECT_API_URL"]

    @property
    def ui_url(self) -> str:
        """Where staff find the Prefect UI."""
        return self.api_url.removesuffix("/api")

    def start(self, name: str, command: list[str]) -> None:
        """Start one process; its output goes to ``logs/<name>.log`` in the state folder."""
        logs = self.settings.state_folder / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        with (logs / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(  # noqa: S603 our own commands, no shell
                [*ATTENTIVE, *command],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                env=self.environment,
                cwd=PROJECT,
                start_new_session=True,
            )
        self._note_processes()

    def stop(self) -> None:
        """Stop everything that was started, the last first; what does not listen is killed."""
        for name in reversed(list(self.processes)):
            stop_family(self.processes[name].pid)
            self.processes[name].wait()
        self.processes.clear()
        self._note_processes()
        if self.lock is not None:
            self.lock.close()

    def stop_one(self, name: str) -> None:
        """Stop one part of the house; it may be started again."""
        process = self.processes.pop(name)
        stop_family(process.pid)
        process.wait()
        self._note_processes()

    def dead(self) -> str | None:
        """The name of a process that has ended though nobody stopped it."""
        return next((name for name, process in self.processes.items() if process.poll() is not None), None)

    def _note_processes(self) -> None:
        alive = {
            name: [process.pid, psutil.Process(process.pid).create_time()]
            for name, process in self.processes.items()
            if process.poll() is None
        }
        process_file(self.settings).write_text(json.dumps(alive))


def furnish(settings: Settings) -> House:
    """A house whose ports are free and whose state lies in the state folder, nowhere else."""
    settings.state_folder.mkdir(parents=True, exist_ok=True)
    lock = _take_the_folder(settings)
    stop_earlier_processes(settings)
    api_port, sheet_port = _port(settings.engine_port), _port(settings.case_sheet_port)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")},
        **prefect_environment(settings, api_port),
        **own_settings(settings),
        "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "false",  # its server gives no tokens; each client would ask all the same
        "HOMEVISIT_CASE_SHEET_URL": f"http://127.0.0.1:{sheet_port}",
    }
    house = House(settings, environment, api_port, sheet_port, lock)
    note_addresses(house)
    return house


def house_of_one_part(settings: Settings) -> House:
    """The same house where each part is a service of its own: what the environment says of Prefect stands, ports are fixed."""
    environment = {**prefect_environment(settings, settings.engine_port), **os.environ, **own_settings(settings)}
    if environment["PREFECT_API_URL"].startswith("https:"):  # a server elsewhere has a certificate, which is looked at
        environment = {name: value for name, value in environment.items() if value != str(NO_AUTHORITY)}
    return House(settings, environment, settings.engine_port, settings.case_sheet_port)


def own_settings(settings: Settings) -> dict[str, str]:
    """This office's settings, for every process that is started for it."""
    chosen = settings.model_dump(mode="json", exclude_unset=True)
    return {
        **{
            f"HOMEVISIT_{name.upper()}": str(value).lower() if isinstance(value, bool) else str(value)
            for name, value in chosen.items()
            if value is not None
        },
        "HOMEVISIT_STATE_FOLDER": str(settings.state_folder.resolve()),
        "HOMEVISIT_WARM_ENGINE_ADDRESS": str(warm_engine_address(settings)),
        "PYTHONUNBUFFERED": "1",
    }


def warm_engine_address(settings: Settings) -> Path:
    """Where the fork server listens: in the temporary folder, for a socket's path may have 107 characters only."""
    if settings.warm_engine_address is not None:
        return settings.warm_engine_address
    folder = Path(tempfile.gettempdir()) / f"homevisit-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != os.getuid() or found.st_mode & 0o077 or folder.is_symlink():
        raise HouseTrouble(f"{folder} belongs to somebody else or is open to others: remove it and start again")
    name = hashlib.sha256(str(settings.state_folder.resolve()).encode()).hexdigest()[:12]
    return folder / f"{name}.socket"


def prefect_environment(settings: Settings, api_port: int) -> dict[str, str]:
    """The settings of Prefect that the office needs; see README, "Settings that matter"."""
    home = settings.prefect_folder.resolve()
    return {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"http://127.0.0.1:{api_port}/api",
        "PREFECT_UI_API_URL": f"http://127.0.0.1:{api_port}/api",
        "PREFECT_API_SSL_CERT_FILE": str(NO_AUTHORITY),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "false",
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": f"http://127.0.0.1:{api_port}",
        "PREFECT_CLI_PROMPT": "false",
        "PREFECT_CLIENT_MAX_RETRIES": "8",
        "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",  # server and client are of one installation
        "PREFECT_WORKER_QUERY_SECONDS": "1",
        "PREFECT_WORKER_PREFETCH_SECONDS": "5",
        "PREFECT_RESULTS_DEFAULT_SERIALIZER": "json",
        "PREFECT_LOGGING_LEVEL": "INFO",
        "PREFECT_LOGGING_COLORS": "false",  # nobody reads the log files in colour
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(settings.heartbeat_seconds),
        # what the crash detection has heard outlives a power cut; without that, whoever died in it would never be missed
        "PREFECT_SERVER_EVENTS_EXPIRED_BUCKET_BUFFER": "P7D",
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": f"P{settings.upkeep_history_days}D",
        # never its "flow_runs": they would go whether or not an answer in them has been judged (see tasks/history.py)
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,orphans",
        **(
            {"PREFECT_SERVER_DATABASE_CONNECTION_URL": _for_the_engine(settings)}
            if settings.engine_database_url
            else {}
        ),
    }


def _for_the_engine(settings: Settings) -> str:
    """Prefect's server speaks to PostgreSQL through asyncpg."""
    return (settings.engine_database_url or "").replace("postgresql://", "postgresql+asyncpg://", 1)


def await_ready(house: House, what: str, ready: Callable[[], bool]) -> None:
    """Wait until something answers; raises ``HouseTrouble`` when a process dies first or nothing comes."""
    deadline = time.monotonic() + SECONDS_TO_START
    while not ready():
        dead = house.dead()
        if dead is not None:
            raise HouseTrouble(f"{dead} stopped by itself: see {house.settings.state_folder}/logs/{dead}.log")
        if time.monotonic() > deadline:
            raise HouseTrouble(
                f"{what} did not answer within {SECONDS_TO_START} s: see {house.settings.state_folder}/logs"
            )
        time.sleep(0.2)


def answers(url: str) -> bool:
    """Whether something answers there with success."""
    try:
        return httpx.get(url, timeout=5).is_success
    except httpx.HTTPError:
        return False


def _take_the_folder(settings: Settings) -> TextIO:
    """One office in one folder: the lock is held until this process ends, however it ends."""
    lock = (settings.state_folder / "open.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise HouseTrouble(
            f"an office is open in {settings.state_folder} already: use that one, or stop it first (Ctrl-C where it runs)"
        ) from None
    return lock


def python(*arguments: str) -> list[str]:
    """A command of this project's own Python."""
    return [sys.executable, *arguments]


def _port(wished: int) -> int:
    for port in (wished, 0):
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(listener.getsockname()[1])
    raise HouseTrouble("no port is free on this machine: stop something that listens and start again")


def note_addresses(house: House) -> None:
    """For whoever works in this state folder from a terminal."""
    addresses = {"api": house.api_url, "ui": house.ui_url, "case_sheet": f"http://127.0.0.1:{house.sheet_port}"}
    (house.settings.state_folder / "addresses.json").write_text(json.dumps(addresses))


def api_address(settings: Settings) -> str | None:
    """Where the server of this state folder answers, if one was started."""
    try:
        return str(json.loads((settings.state_folder / "addresses.json").read_text())["api"])
    except (FileNotFoundError, ValueError, KeyError):
        return None
