"""What many tests share: a fresh register of an invented office, its key, and a Wednesday morning."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import psycopg
import pyotp
import pytest
from compiled_once import share_what_is_compiled
from hypothesis import Phase, settings
from office_in_a_folder import migrated_file, moment_of
from postgresql_cluster import fresh_database, running_cluster

from casework.clock import Moment
from casework.registry import Registry
from casework.registry.schema import migrate
from casework.registry.vault import OfficeKey

# The suite tries the same examples each time, so that a change alone can break it; ``--hypothesis-profile drawn`` draws new
# ones, as ``make chaos`` does. Explaining a found fault would replay it for minutes.
PHASES = tuple(phase for phase in Phase if phase is not Phase.explain)
settings.register_profile("same", derandomize=True, phases=PHASES)
settings.register_profile("drawn", phases=PHASES)
settings.load_profile("same")
share_what_is_compiled()

BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

# Where a test forgets to say which engine it means, Prefect must not start one of its own behind its back.
os.environ["PREFECT_SERVER_ALLOW_EPHEMERAL_MODE"] = "false"


@pytest.fixture(scope="session")
def office_key() -> OfficeKey:
    """The invented office's key."""
    return OfficeKey(bytes(range(32)))


@pytest.fixture(autouse=True)
def officers_have_the_same_secrets_each_time(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """One in a million codes is right by chance, or shown twice: a test must not meet one on some days only."""
    drawn = Random(request.node.nodeid)
    monkeypatch.setattr(pyotp, "random_base32", lambda: "".join(drawn.choices(BASE_32, k=32)))


@pytest.fixture
def moment() -> Moment:
    """Wednesday 25 November 2026, 09:30 WIB."""
    return moment_of()


@pytest.fixture(scope="session")
def migrated_cluster() -> Iterator[str]:
    """A PostgreSQL of the session's own, with a database ``migrated`` from which each test's own is copied."""
    with running_cluster() as cluster:
        with psycopg.connect(cluster, autocommit=True) as connection:
            connection.execute("CREATE DATABASE migrated")
        migrate(cluster.rpartition("/")[0] + "/migrated")
        yield cluster


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh database of each kind, migrated like the office's own."""
    if request.param == "sqlite":
        yield migrated_file(tmp_path)
    else:
        with fresh_database(request.getfixturevalue("migrated_cluster"), "migrated") as url:
            yield url


@pytest.fixture
def registry(database: str, office_key: OfficeKey) -> Iterator[Registry]:
    """An empty register, on SQLite and on PostgreSQL."""
    opened = Registry(database, office_key)
    yield opened
    opened.close()


@pytest.fixture
def behind_its_back(registry: Registry) -> Callable[..., list[tuple]]:
    """A statement that reaches the register's database past the register's door, as another program's would."""

    def execute(statement: str, *values: object) -> list[tuple]:
        if registry.engine.dialect.name == "sqlite":
            with closing(sqlite3.connect(registry.engine.url.database, isolation_level=None)) as connection:
                return connection.execute(statement, values).fetchall()
        with psycopg.connect(registry.url, autocommit=True) as connection:
            done = connection.execute(statement.replace("?", "%s"), values or None)
            return done.fetchall() if done.description else []

    return execute


# --- lives of cases (these modules are loaded only where it is asked for: they bring half the office with them)


@pytest.fixture
def quick_printing(monkeypatch):
    """Letters are set by their templates, strict blanks and all, but not printed by WeasyPrint."""
    from lives_by_stage import set_quickly

    monkeypatch.setattr("casework.effects.render_letter", set_quickly)


@pytest.fixture
def life(tmp_path, quick_printing):
    """A fresh demo office on a Tuesday morning, without any engine."""
    from lives_by_stage import new_life

    opened = new_life(tmp_path / "office")
    yield opened
    opened.registry.close()


@pytest.fixture
def situation(tmp_path, quick_printing):
    """``situation(way)`` is an office brought somewhere by a plain function of a life, made once and copied for each test."""
    from lives_by_stage import copy_of

    opened = []

    def copied(way):
        life, returned = copy_of(way, tmp_path / f"situation-{len(opened)}")
        opened.append(life)
        return life, returned

    yield copied
    for one in opened:
        one.registry.close()


@pytest.fixture
def at_stage(tmp_path, quick_printing):
    """Carry a case to a stage: ``at_stage(Stage.VISIT)`` is an office in which one has just reached it."""
    from lives_by_stage import carry_case_to

    opened = []

    def carry(stage):
        opened.append(carry_case_to(stage, tmp_path / f"office-{len(opened)}"))
        return opened[-1]

    yield carry
    for one in opened:
        one.registry.close()


@pytest.fixture(scope="module")
def open_question(tmp_path_factory):
    """An office in which a question is open, by the name of its situation; made once for a file that only looks at it.

    A minute after the last one-time code was used.
    """
    from lives_by_stage import set_quickly
    from open_questions import SITUATIONS

    kept = {}

    def of(name):
        if name not in kept:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("casework.effects.render_letter", set_quickly)
                life, question = SITUATIONS[name](tmp_path_factory.mktemp("open") / "office")
            life.clock.pass_(minutes=1)
            kept[name] = (life, question)
        return kept[name]

    yield of
    for life, _ in kept.values():
        life.registry.close()


@pytest.fixture(scope="session")
def neighbourhood(tmp_path_factory):
    """The simulated neighbours' own process, one for the whole session: ask it about your case only."""
    from casework.partners.simulator.process import running_simulator

    with running_simulator(tmp_path_factory.mktemp("neighbours")) as running:
        yield running


@pytest.fixture
def with_real_neighbours(neighbourhood):
    """Let a life speak to the simulated neighbours: ``with_real_neighbours(life)``."""
    from counting_neighbours import ConnectedNeighbours

    def use(life, *, time_out_seconds=10):
        life.neighbours = ConnectedNeighbours(neighbourhood.addresses(time_out_seconds=time_out_seconds))
        return life

    yield use
    neighbourhood.behave()


# --- the command line


@pytest.fixture
def desk(database, tmp_path):
    """A register in which nobody is yet, on both databases."""
    from casework.desk import desk_of
    from casework.registry.vault import create_office_key
    from casework.settings import Settings

    settings = Settings(state_folder=tmp_path / "office", database_url=database)
    create_office_key(settings.key_file)
    opened = desk_of(settings)
    yield opened
    opened.registry.close()


@pytest.fixture
def assessed(tmp_path, quick_printing):
    """An office in which one case waits for the section head."""
    from lives_by_stage import carry_case_to

    from casework.lifecycle import Stage

    life = carry_case_to(Stage.ASSESSMENT, tmp_path / "office")
    if not life.open(kind="eligibility-verdict"):
        life.assess()
    yield life
    life.registry.close()


@pytest.fixture
def folder(assessed):
    """The folder of that office."""
    return assessed.desk.settings.state_folder


@pytest.fixture
def homevisit(monkeypatch, capsys):
    """Call the command in an office: ``homevisit(folder, "case", "list")`` gives exit code, stdout and stderr."""
    import sys

    from casework.desk import open_desk
    from homevisit.command_line import run

    def call(folder, *arguments, typed=()):
        answers = iter(typed)
        monkeypatch.setenv("HOMEVISIT_STATE_FOLDER", str(folder))
        monkeypatch.setattr(sys, "argv", ["homevisit", *arguments])
        monkeypatch.setattr("rich.prompt.Prompt.ask", lambda *_, **__: next(answers))
        open_desk.cache_clear()
        with pytest.raises(SystemExit) as ended:
            run()
        told = capsys.readouterr()
        return ended.value.code, told.out, told.err

    yield call
    open_desk.cache_clear()
