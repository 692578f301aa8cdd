"""Where a process can be cut off: before and after each commit, each file's writing and renaming, each word to another system."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy.orm import Session

from casework.registry import database, ledger, vault

SIDES = ("before", "after")


class Killed(BaseException):
    """The process is gone; whatever would still happen in it does not."""


@dataclass(frozen=True)
class CrashPoint:
    """One place at which a process can end: ``commit of received:case:opened, after``."""

    place: str
    side: str

    def __str__(self) -> str:
        return f"{self.place}, {self.side}"


@dataclass
class CrashPoints:
    """Counts the crash points that a life passes; kills at the one that was chosen, at that passage, or by chance."""

    passed: dict[CrashPoint, int] = field(default_factory=dict)
    deadly: tuple[CrashPoint, int] | None = None
    strikes: Callable[[], bool] = lambda: False
    executing: bool = False
    killed: bool = False
    at_rest: bool = False
    deaths: int = 0

    @contextmanager
    def execution(self) -> Iterator[None]:
        """One process: until it ends or is killed."""
        self.executing, self.killed = True, False
        try:
            yield
        finally:
            self.executing = False

    @contextmanager
    def around(self, place: str) -> Iterator[None]:
        """Something that is done for good: a process may end before it or after it."""
        self._pass(CrashPoint(place, "before"))
        yield
        self._pass(CrashPoint(place, "after"))

    def _pass(self, point: CrashPoint) -> None:
        if not self.executing or self.at_rest:
            return
        if self.killed:  # the dead do nothing more, whatever their cleaning up would try
            raise Killed(str(point))
        self.passed[point] = self.passed.get(point, 0) + 1
        if self.deadly == (point, self.passed[point]) or self.strikes():
            self.killed = True
            self.deaths += 1
            raise Killed(str(point))


@contextmanager
def watched(points: CrashPoints) -> Iterator[None]:
    """Every commit of the register and every file that is written, renamed or removed passes through ``points``."""

    class WatchedSession(Session):
        def commit(self) -> None:
            told = self.info.get("told", [])
            with points.around(f"commit of {', '.join(dict.fromkeys(told)) or 'nothing'}"):
                super().commit()

    def told(session: Session, moment: Any, event: ledger.Event) -> Any:
        session.info.setdefault("told", []).append(event.name)
        return appended(session, moment, event)

    def around(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def acted(*given: Any, **named: Any) -> Any:
            with points.around(name):
                return act(*given, **named)

        return acted

    appended = ledger.append
    with (
        patch.object(database, "Session", WatchedSession),
        patch.object(ledger, "append", told),
        patch.object(vault, "write_durably", around("writing of a sealed file", vault.write_durably)),
        patch.object(Path, "rename", around("renaming of a sealed file", Path.rename)),
        patch.object(shutil, "rmtree", around("removal from the inbox", shutil.rmtree)),
        patch.object(shutil, "move", around("putting aside in the inbox", shutil.move)),
    ):
        yield
