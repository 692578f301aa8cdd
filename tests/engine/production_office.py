"""A production office as deploy/ describes it: two servers on one PostgreSQL, Redis between them, two machines with workers.

The machines are folders: what they do not share by the settings, they do not share. Each part is started by the very
command of its systemd unit, with the settings of deploy/'s files; only addresses and folders are the test's.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
from environment_files import settings_in
from loopback_servers import free_port
from office_under_test import awaited
from postgresql_cluster import fresh_database, running_cluster
from redis_server import running_redis
from reverse_proxy import reverse_proxy

from casework.partners.addresses import simulated_addresses
from homevisit.house import PROJECT, answers

COMMAND = (sys.executable, "-c", "from homevisit.command_line import run; run()")
LOGIN = "office:invented-for-the-test"


class Machine:
    """One machine: a folder, the settings of the office, the parts that run on it; each stopped by its id."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        folder.mkdir()
        own = {"HOMEVISIT_STATE_FOLDER": folder, "HOMEVISIT_WARM_ENGINE_ADDRESS": folder / "warm-engine.socket"}
        self.folder, self.parts = folder, dict[str, psutil.Popen]()
        self.environment = {**environment, **{name: str(value) for name, value in own.items()}}

    def run(self, *words: str) -> None:
        """A command that ends."""
        subprocess.run([*COMMAND, *words], cwd=PROJECT, env=self.environment, check=True, timeout=120)

    def start(self, *words: str, **more: str) -> psutil.Popen:
        """``homevisit serve …``, as a unit starts it."""
        with (self.folder / f"{words[0]}.log").open("ab") as log:
            self.parts[words[0]] = psutil.Popen(
                [*COMMAND, "serve", *words], cwd=PROJECT, env={**self.environment, **more}, stdout=log, stderr=log
            )
        return self.parts[words[0]]

    def execute(self) -> None:
        """Begin to work: the warm engine, then a worker, as their units are ordered."""
        self.start("warm-engine")
        awaited(lambda: (self.folder / "warm-engine.socket").exists() or None, "the warm engine never listened")
        self.start("worker", "--name", self.folder.name)

    def executions(self) -> list[psutil.Process]:
        return self.parts["warm-engine"].children(recursive=True)

    def die(self) -> set[int]:
        """kill -9 of everything at once, as if the machine lost its power; the ids of what died."""
        family = [one for part in self.parts.values() for one in (part, *part.children(recursive=True))]
        for process in family:
            process.suspend()  # so that nobody sees the other die and tells of it
        for process in family:
            process.kill()
        for part in self.parts.values():
            part.wait(timeout=30)
        self.parts.clear()
        return {process.pid for process in family}

    def close(self) -> None:
        """Stop in the order of the units: the worker before its warm engine."""
        for part in reversed(list(self.parts.values())):
            part.terminate()
            try:
                part.wait(timeout=10)
            except psutil.TimeoutExpired:
                part.kill()
                part.wait(timeout=10)
        self.parts.clear()


class ProductionOffice:
    """Servers, workers and what they share."""

    def __init__(self, environment: dict[str, str], servers: list[Machine], workers: list[Machine], desk: Machine):
        self.environment, self.servers, self.workers, self.desk = environment, servers, workers, desk


@contextmanager
def production_office(folder: Path) -> Iterator[ProductionOffice]:
    """Opened whole, from an empty database; closed whole, also when a test fails."""
    with ExitStack() as opened:
        cluster = opened.enter_context(running_cluster())
        register = opened.enter_context(fresh_database(cluster))
        engine = opened.enter_context(fresh_database(cluster))
        messages = opened.enter_context(running_redis())
        proxy, ports = free_port(), [free_port(), free_port()]
        opened.enter_context(reverse_proxy(proxy, ports))
        (folder / "shared").mkdir()
        shared = office_environment(folder, register, f"http://127.0.0.1:{proxy}")
        desk = Machine(folder / "desk", shared)
        opened.callback(desk.close)
        desk.start("neighbours")
        addresses = desk.folder / "neighbours" / "addresses.json"
        awaited(lambda: addresses.exists() or None, "the neighbours never answered")
        told = simulated_addresses(addresses.parent, sender="kanim@example.com", sender_name="Kantor Contoh")
        Path(shared["HOMEVISIT_NEIGHBOURS_FILE"]).write_text(told.model_dump_json())
        servers = [Machine(folder / f"server-{name}", shared) for name in ("north", "south")]
        for machine, port in zip(servers, ports, strict=True):  # one after the other: the first makes the tables
            opened.callback(machine.close)
            machine.start("server", **server_environment(engine, messages, proxy, port))
            awaited(lambda port=port: answers(f"http://127.0.0.1:{port}/api/health") or None, "no server answers")
        desk.run("deploy", "--demo")
        workers = [Machine(folder / f"worker-{name}", shared) for name in ("east", "west")]
        for machine in workers:
            opened.callback(machine.close)
            machine.execute()
        yield ProductionOffice(desk.environment, servers, workers, desk)


def office_environment(folder: Path, register: str, address: str) -> dict[str, str]:
    """The settings of deploy/office.env, for several machines, with the test's addresses and folders."""
    chosen = {
        "HOMEVISIT_DATABASE_URL": register,
        "HOMEVISIT_SHARED_FOLDER": folder / "shared",
        "HOMEVISIT_OFFICE_KEY_FILE": folder / "office.key",
        "HOMEVISIT_NEIGHBOURS_FILE": folder / "neighbours.json",
        "HOMEVISIT_ONE_MACHINE": "false",
        "HOMEVISIT_PATIENCE_WITH_PENDING_SECONDS": "5",
        "HOMEVISIT_HEARTBEAT_SECONDS": "30",
        "HOMEVISIT_RUNS_AT_A_TIME": "2",
        "PREFECT_API_URL": f"{address}/api",
        "PREFECT_API_AUTH_STRING": LOGIN,
    }
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "HOMEVISIT_"))}
    return {**ours, **settings_in("office.env"), **{name: str(value) for name, value in chosen.items()}}


def server_environment(engine: str, messages: str, proxy: int, port: int) -> dict[str, str]:
    """The settings of deploy/server.env, those for several servers included."""
    offered = settings_in("server.env", with_offered=True)
    return {
        **{name: messages if value.startswith("redis:") else value for name, value in offered.items()},
        "HOMEVISIT_ENGINE_DATABASE_URL": engine,
        "HOMEVISIT_ENGINE_PORT": str(port),
        "PREFECT_SERVER_API_AUTH_STRING": LOGIN,
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": f"http://127.0.0.1:{proxy}",
        "PREFECT_UI_API_URL": f"http://127.0.0.1:{proxy}/api",
    }
