"""A disk that is full now and then, and a register that somebody else keeps locked for longer than anybody waits."""

import errno
import os
import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from sqlalchemy.exc import OperationalError

from casework.clock import Moment
from casework.registry import Registry

if TYPE_CHECKING:
    from chaos.played_office import Play


class FaultyDisk:
    """Strikes within executions and outside of them, as the play's chances say, until it is ``sound``."""

    def __init__(self, chance: random.Random, play: "Play") -> None:
        self.chance, self.play, self.sound = chance, play, False

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Every file that is synced and every change of the register depends on it."""
        synced, changed = os.fsync, Registry.change

        def fsync(descriptor: int) -> None:
            if self._strikes(self.play.chance_of_full_disk):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            synced(descriptor)

        @contextmanager
        def change(registry: Registry, moment: Moment) -> Iterator[Any]:
            if self._strikes(self.play.chance_of_locked_register):
                raise OperationalError("BEGIN IMMEDIATE", None, sqlite3.OperationalError("database is locked"))
            with changed(registry, moment) as opened:
                yield opened

        with patch.object(os, "fsync", fsync), patch.object(Registry, "change", change):
            yield

    def _strikes(self, chance: float) -> bool:
        return not self.sound and self.chance.random() < chance
