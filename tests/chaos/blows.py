"""Blows to a real office, by seed: ``kill -9`` of its parts, a busy server, locked databases, partners that misbehave."""

import random
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import psutil

from homevisit import parts
from homevisit.house import House, answers

if TYPE_CHECKING:
    from office_under_test import OfficeUnderTest

# What falls at once. In a machine that fails everything falls, its executions with it.
KILLS: dict[str, tuple[str, ...]] = {
    "worker": ("worker",),
    "server": ("server",),
    "worker and server": ("worker", "server"),
    "machine": ("worker", "executions", "warm-engine", "server"),
    "warm engine": ("warm-engine",),
    "execution": ("executions",),
}
PARTNERS = ("simkim", "billing", "miskago", "mail")
PARTNER_FAULTS = ("error-500", "time-out", "answer-lost", "garbage", "down")
BETWEEN_BLOWS, BEFORE_A_START, BUSY = (4.0, 12.0), (0.0, 3.0), (3.0, 15.0)  # seconds
LOOK_EVERY = 0.3
LOCKED = 65.0  # longer than anybody waits for it


def busy_server(house: House) -> parts.Part:
    """The house's server, which is busy while the house's sign says so."""
    program = Path(__file__).with_name("busy_server.py")
    command = (str(program), str(house.api_port), str(busy_sign(house)))
    return parts.Part("server", "the Prefect server", command, lambda: answers(f"{house.api_url}/health"))


def busy_sign(house: House) -> Path:
    """The file that makes the server busy."""
    return house.settings.state_folder / "server-is-busy"


class Blows:
    """Deals blows to an office while it works, each kind in turn and each by the seed, until there were enough."""

    def __init__(
        self, office: "OfficeUnderTest", seed: int, *, kinds: tuple[str, ...], most: int, begin: Callable[[], bool]
    ) -> None:
        self.office, self.house, self.kinds, self.most, self.begin = office, office.house, kinds, most, begin
        self.chance = random.Random(f"blows of {seed}")
        self.dealt: Counter[str] = Counter()
        self.trouble: BaseException | None = None
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._deal, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.ended.set()
        self.thread.join()
        if self.trouble is not None:
            raise self.trouble

    def _deal(self) -> None:
        try:
            while not self.begin() and not self.ended.wait(LOOK_EVERY):
                pass
            while self.dealt.total() < self.most and not self.ended.wait(self.chance.uniform(*BETWEEN_BLOWS)):
                kind = self.kinds[self.dealt.total() % len(self.kinds)]
                self._strike(kind)
                self.dealt[kind] += 1
        except BaseException as trouble:  # noqa: BLE001 told where the blows end, in the thread that waits for them
            self.trouble = trouble

    def _strike(self, kind: str) -> None:
        if kind in KILLS:
            self._fell(KILLS[kind])
        elif kind == "busy server":
            busy_sign(self.house).touch()
            self.ended.wait(self.chance.uniform(*BUSY))
            busy_sign(self.house).unlink()
        elif kind == "misbehaving partner":
            partner, fault = self.chance.choice(PARTNERS), self.chance.choice(PARTNER_FAULTS)
            self.office.stage.misbehave(partner, fault, times=self.chance.randint(1, 6))
        elif kind == "locked register":
            self._hold_locked(self.house.settings.state_folder / "register.sqlite")
        elif kind == "locked engine":
            self._hold_locked(self.house.settings.prefect_folder / "prefect.db")
        else:
            raise AssertionError(f"there is no blow called {kind}")

    def _fell(self, targets: tuple[str, ...]) -> None:
        """Everything at once, and after a while it is started again, as systemd would; ``recover`` comes by soon after."""
        for target in targets:
            for process in self._processes_of(target):
                process.kill()
        fallen = [name for name in STARTS if name in targets]
        for name in fallen:
            self.house.processes.pop(name).wait()
        time.sleep(self.chance.uniform(*BEFORE_A_START))
        for name in fallen:
            parts.start(self.house, STARTS[name](self.house))
        self.office.stage.tick("recover")

    def _processes_of(self, target: str) -> list[psutil.Process]:
        if target == "executions":
            return self.office.executions()
        process = psutil.Process(self.house.processes[target].pid)
        return [process, *process.children(recursive=True)] if target == "server" else [process]

    def _hold_locked(self, file: Path) -> None:
        with closing(sqlite3.connect(file, isolation_level=None, timeout=60)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            self.ended.wait(LOCKED)
            connection.execute("ROLLBACK")


STARTS: dict[str, Callable[[House], Any]] = {
    "server": busy_server,
    "warm-engine": parts.warm_engine,
    "worker": parts.worker,
}
