"""A PostgreSQL of the tests' own: Debian's, on a free loopback port, as an unprivileged user; stopped by its id."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from loopback_servers import as_nobody, await_answer, free_port

PROGRAMS = Path("/usr/lib/postgresql")
# Nothing of a test's has to survive a power cut.
HASTE = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=200")


@contextmanager
def running_cluster() -> Iterator[str]:
    """The URL of a fresh cluster's database ``postgres``, without its scheme's driver."""
    folder = Path(tempfile.mkdtemp(prefix="homevisit-postgresql-"))
    data, port = folder / "data", free_port()
    try:
        _hand_over(folder)
        _run("initdb", "-D", data, "-U", "homevisit", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        command = [_program("postgres"), "-D", data, "-p", str(port), "-k", folder, "-c", "listen_addresses=127.0.0.1"]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen([*command, *HASTE], stdout=log, stderr=log, **as_nobody())
        url = f"postgresql://homevisit@127.0.0.1:{port}/postgres"
        try:
            await_answer(lambda: psycopg.connect(url, connect_timeout=5).close(), psycopg.OperationalError, server)
            yield url
        finally:
            server.send_signal(signal.SIGINT)  # "fast": open sessions are ended
            server.wait(timeout=60)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def fresh_database(cluster: str, template: str = "template1") -> Iterator[str]:
    """A database of its own in the cluster, dropped afterwards."""
    name = f"office_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        try:
            yield cluster.rpartition("/")[0] + f"/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _program(name: str) -> str:
    found = sorted(PROGRAMS.glob(f"*/bin/{name}"))
    if not found:
        raise RuntimeError(f"PostgreSQL's {name} is not in {PROGRAMS}: apt-get install postgresql")
    return str(found[-1])


def _run(name: str, *arguments: object) -> None:
    subprocess.run([_program(name), *map(str, arguments)], check=True, capture_output=True, **as_nobody())


def _hand_over(folder: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody", "nogroup")
