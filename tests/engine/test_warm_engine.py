"""The fork server by itself: it stays as it was however much it has executed, and what cannot begin says so."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psutil
import pytest
from office_under_test import awaited

from homevisit.deploying import ERRAND
from homevisit.house import PROJECT
from homevisit.warm_engine.errand import ADDRESS, ask

EXECUTIONS = 200  # a thousand are measured by benchmarks/memory.py
MANY_AT_ONCE = 8


@pytest.fixture
def engine(tmp_path):
    address = tmp_path / "socket"
    with fork_server(address) as server:
        yield server, str(address)


@contextmanager
def errand(address, environment=None):
    """What an errand asks of the fork server, here without the process that stands for it."""
    with socket.socket(socket.AF_UNIX) as connection, Path(os.devnull).open("w") as nowhere:
        connection.connect(address)
        ask(connection, environment or {}, str(PROJECT), (nowhere.fileno(), nowhere.fileno()))
        yield connection


def execute_many(address, count):
    """So many executions that end at once, for they have no run to execute; several at a time."""
    for _ in range(count // MANY_AT_ONCE):
        opened = [errand(address) for _ in range(MANY_AT_ONCE)]
        connections = [one.__enter__() for one in opened]
        assert {connection.recv(1) for connection in connections} == {b"\x01"}
        for one in opened:
            one.__exit__(None, None, None)


@pytest.mark.long
def test_after_hundreds_of_executions_the_fork_server_holds_what_it_held_before(engine):
    process, address = engine
    execute_many(address, 2 * MANY_AT_ONCE)
    held = awaited(lambda: process.num_fds() if not process.children() else None, "an execution never ended")
    before = process.memory_info().rss
    execute_many(address, EXECUTIONS)
    awaited(lambda: (not process.children() and process.num_fds() <= held) or None, "something stays open")
    assert process.num_threads() == 1
    assert process.memory_info().rss - before < 1024 * 1024


def test_an_errand_without_a_fork_server_waits_for_one_and_dies_of_the_signal_that_ends_it(tmp_path):
    nobody = {**os.environ, ADDRESS: str(tmp_path / "nobody")}
    with subprocess.Popen([sys.executable, "-I", "-S", str(ERRAND)], env=nobody) as waiting:
        awaited(lambda: psutil.Process(waiting.pid).status() == psutil.STATUS_SLEEPING or None, "it never waited")
        waiting.send_signal(signal.SIGTERM)
        assert waiting.wait(timeout=30) == -signal.SIGTERM


def test_a_killed_fork_server_takes_its_executions_with_it(tmp_path):
    address = tmp_path / "socket"
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        fork_server(address) as server,
        errand(str(address), unanswered_by(silent, tmp_path)) as asked,
    ):
        silent.accept()  # the execution asks for its run, and is never answered
        [execution] = server.children()
        server.kill()
        assert asked.recv(1) == b""
        awaited(lambda: not execution.is_running() or None, "the execution lives on without its fork server")


def test_an_execution_has_the_settings_of_its_own_environment_whatever_was_executed_before(engine, tmp_path):
    _, address = engine
    with socket.create_server(("127.0.0.1", 0)) as first, socket.create_server(("127.0.0.1", 0)) as second:
        for server in (first, second, first):
            server.settimeout(30)
            with errand(address, unanswered_by(server, tmp_path)):
                server.accept()[0].close()  # it asks the engine that its own environment names


def test_settings_that_cannot_be_read_end_that_execution_and_no_other(engine):
    _, address = engine
    with errand(address, {"PREFECT_SERVER_API_PORT": "no number"}) as asked:
        assert asked.recv(1) == b"\x01"
    with errand(address) as asked:
        assert asked.recv(1) == b"\x01"


def unanswered_by(server, home):
    """The environment of an execution whose engine is that server."""
    return {
        "PREFECT__FLOW_RUN_ID": str(uuid4()),
        "PREFECT_API_URL": f"http://127.0.0.1:{server.getsockname()[1]}/api",
        "PREFECT_HOME": str(home),
    }


@contextmanager
def fork_server(address):
    """A fork server on a socket of its own, warm; stopped by its id."""
    with subprocess.Popen([sys.executable, "-m", "homevisit.warm_engine", str(address)], cwd=PROJECT) as process:
        try:
            awaited(lambda: address.exists() or None, "the fork server never listened")
            yield psutil.Process(process.pid)
        finally:
            process.terminate()
            process.wait(timeout=30)
