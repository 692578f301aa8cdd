"""The simulator as somebody else's child process: started, awaited, asked, and stopped by its own id."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

import httpx

from casework.partners.addresses import Addresses, simulated_addresses
from casework.partners.transport import open_line


@dataclass(frozen=True)
class RunningSimulator:
    """A simulator that answers; ``ask`` speaks to the pages that are there for tests and rehearsals."""

    process: subprocess.Popen[bytes]
    folder: Path
    url: str
    line: httpx.Client

    def addresses(self, *, time_out_seconds: float = 10) -> Addresses:
        """The neighbours' addresses, with a sender as the demo office has it."""
        return simulated_addresses(
            self.folder,
            sender="kunjungan@kantor-contoh.example",
            sender_name="Kantor Imigrasi (CONTOH)",
            time_out_seconds=time_out_seconds,
        )

    def misbehave(self, partner: str, fault: str, times: int = 1) -> None:
        """Tell a neighbour to misbehave so many times."""
        self.ask("POST", "/faults", {"partner": partner, "fault": fault, "times": times})

    def behave(self) -> None:
        """Tell every neighbour to behave from now on."""
        self.ask("DELETE", "/faults")

    def ask(self, method: str, path: str, content: dict[str, Any] | None = None) -> Any:
        """Ask one of the simulator's pages; raises ``httpx.HTTPStatusError`` when it says no."""
        response = self.line.request(method, self.url + path, json=content)
        response.raise_for_status()
        return response.json() if response.content else None


@contextlib.contextmanager
def running_simulator(folder: Path, *options: str, start_within_seconds: float = 30) -> Iterator[RunningSimulator]:
    """A simulator in ``folder`` for as long as the context lasts; its log lies in ``folder/simulator.log``.

    Raises ``RuntimeError`` when it ends before it is ready or is not ready in time.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    command = [sys.executable, "-m", "casework.partners.simulator", "--folder", str(folder), *options]
    with (folder / "simulator.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)  # noqa: S603 - our own module, by this interpreter
    try:
        addresses = _awaited(process, folder, start_within_seconds)
        with open_line(time_out_seconds=10, leaves_the_machine=False, certificate_authority=None) as line:
            yield RunningSimulator(process, folder, addresses["http"], line)
    finally:
        _stop(process)


def _awaited(process: subprocess.Popen[bytes], folder: Path, seconds: float) -> dict[str, Any]:
    give_up_at = monotonic() + seconds
    while monotonic() < give_up_at:
        with contextlib.suppress(FileNotFoundError):
            addresses: dict[str, Any] = json.loads((folder / "addresses.json").read_text(encoding="utf-8"))
            if addresses["process"] == process.pid:  # not those of one that was killed here before
                return addresses
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.02)
            break
    raise RuntimeError(f"the simulator did not start: read {folder / 'simulator.log'}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
