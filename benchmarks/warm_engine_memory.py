"""What the fork server holds after a thousand executions, against before: ``python -m benchmarks.warm_engine_memory``."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from rich.console import Console

from benchmarks.machine import machine
from homevisit.house import PROJECT
from homevisit.warm_engine.errand import ask

EXECUTIONS = 1000


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="homevisit-bench-") as folder:
        address = Path(folder) / "socket"
        command = [sys.executable, "-m", "homevisit.warm_engine", str(address)]
        with subprocess.Popen(command, cwd=PROJECT) as process:  # noqa: S603 our own command, no shell
            try:
                while not address.exists():
                    time.sleep(0.1)
                before, after = _measure(psutil.Process(process.pid), str(address))
            finally:
                process.terminate()
    Console(highlight=False, soft_wrap=True).print(
        f"fork server after {EXECUTIONS} executions ÷ before: {after / before:.3f} "
        f"({before / 2**20:.1f} → {after / 2**20:.1f} MiB) · {machine()}"
    )


def _measure(server: psutil.Process, address: str) -> tuple[int, int]:
    _execute(address)  # what is loaded once only is not counted
    before = server.memory_info().rss
    for _ in range(EXECUTIONS):
        _execute(address)
    return before, server.memory_info().rss


def _execute(address: str) -> None:
    """An execution that has no run, and so ends at once."""
    with socket.socket(socket.AF_UNIX) as connection, Path(os.devnull).open("w") as nowhere:
        connection.connect(address)
        ask(connection, {}, str(PROJECT), (nowhere.fileno(), nowhere.fileno()))
        connection.recv(1)


if __name__ == "__main__":
    main()
