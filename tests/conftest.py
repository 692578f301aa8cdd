"""What many tests share: a fresh register of an invented office, its key, and a Wednesday morning."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from office_in_a_folder import moment_of, open_register

from casework.clock import Moment
from casework.registry import Registry
from casework.registry.vault import OfficeKey


@pytest.fixture(scope="session")
def office_key() -> OfficeKey:
    """The invented office's key."""
    return OfficeKey(bytes(range(32)))


@pytest.fixture
def moment() -> Moment:
    """Wednesday 25 November 2026, 09:30 WIB."""
    return moment_of()


@pytest.fixture
def registry(tmp_path: Path, office_key: OfficeKey) -> Iterator[Registry]:
    """An empty register on a fresh SQLite file, migrated like the office's own."""
    opened = open_register(tmp_path, office_key)
    yield opened
    opened.close()


@pytest.fixture
def behind_its_back(registry: Registry) -> Callable[..., list[tuple]]:
    """A statement that reaches the register's file past the register's door, as another program's would."""
    path = registry.engine.url.database

    def execute(statement: str, *values: object) -> list[tuple]:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            return connection.execute(statement, values).fetchall()

    return execute
