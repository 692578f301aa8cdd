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


# --- lives of cases (demo_life is loaded only where it is asked for: it brings half the office with it)


@pytest.fixture
def quick_printing(monkeypatch):
    """Letters are set by their templates, strict blanks and all, but not printed by WeasyPrint."""
    from demo_life import set_quickly

    monkeypatch.setattr("casework.effects.render_letter", set_quickly)


@pytest.fixture
def life(tmp_path, quick_printing):
    """A fresh demo office on a Tuesday morning, without any engine."""
    from demo_life import new_life

    opened = new_life(tmp_path / "office")
    yield opened
    opened.registry.close()


@pytest.fixture
def at_stage(tmp_path, quick_printing):
    """Carry a case to a stage: ``at_stage(Stage.VISIT)`` is an office in which one has just reached it."""
    from demo_life import carry_case_to

    opened = []

    def carry(stage):
        opened.append(carry_case_to(stage, tmp_path / f"office-{len(opened)}"))
        return opened[-1]

    yield carry
    for one in opened:
        one.registry.close()


@pytest.fixture(scope="session")
def neighbourhood(tmp_path_factory):
    """The simulated neighbours' own process, one for the whole session: ask it about your case only."""
    from casework.partners.simulator.process import running_simulator

    with running_simulator(tmp_path_factory.mktemp("neighbours")) as running:
        yield running


@pytest.fixture
def with_real_neighbours(neighbourhood):
    """Let a life speak to the simulated neighbours: ``with_real_neighbours(life)``."""
    from demo_life import ConnectedNeighbours

    def use(life, *, time_out_seconds=10):
        life.neighbours = ConnectedNeighbours(neighbourhood.addresses(time_out_seconds=time_out_seconds))
        return life

    yield use
    neighbourhood.behave()
