"""The register's tables: what the migrations make is what the models say, on both databases."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from office_in_a_folder import (
    on_postgresql,
    on_sqlite,
)
from postgresql_cluster import fresh_database
from sqlalchemy import CheckConstraint, create_engine, inspect

from casework.registry.database import DatabaseUnsuitable
from casework.registry.models import Base
from casework.registry.schema import _configuration, is_begun, is_current, migrate

# What the database itself wrote down of an index: a partial one's condition is told nowhere else.
INDEXES = {
    "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'",
}


def test_the_migrated_database_and_the_models_agree(registry):
    with registry.engine.connect() as connection:
        assert (
            compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata) == []
        )


@on_sqlite
def test_the_migrated_database_has_each_check_of_the_models_word_for_word(registry):
    there = inspect(registry.engine)
    for table in Base.metadata.tables.values():
        of_the_models = {
            check.name: str(check.sqltext) for check in table.constraints if isinstance(check, CheckConstraint)
        }
        assert {check["name"]: check["sqltext"] for check in there.get_check_constraints(table.name)} == of_the_models


@on_sqlite
def test_the_migrated_database_has_each_index_and_foreign_key_of_the_models(registry, tmp_path):
    assert _made_by(registry.engine) == _made_by(create_engine(f"sqlite:///{tmp_path}/models.sqlite"), create=True)


@on_postgresql
def test_on_postgresql_too_it_has_each_check_index_and_foreign_key_of_the_models(registry, migrated_cluster):
    with fresh_database(migrated_cluster) as url:
        fresh = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
        assert _made_by(registry.engine) == _made_by(fresh, create=True)


def _made_by(engine, *, create=False):
    """Indexes, foreign keys and checks of every table, as the database itself tells them."""
    if create:
        Base.metadata.create_all(engine)
    told = inspect(engine)
    made = {
        (table, repr(sorted((name, value) for name, value in one.items() if name != "dialect_options")))
        for table in Base.metadata.tables
        for look in (told.get_indexes, told.get_foreign_keys, told.get_check_constraints, told.get_unique_constraints)
        for one in look(table)
    }
    with engine.connect() as connection:
        made |= set(connection.exec_driver_sql(INDEXES[engine.dialect.name]).scalars())
    engine.dispose()
    return made


def test_a_register_is_current_once_it_was_migrated_and_a_second_time_changes_nothing(tmp_path):
    url = f"sqlite:///{tmp_path}/register.sqlite"
    assert not is_current(url)
    assert not (tmp_path / "register.sqlite").exists(), "asking begins no register"
    migrate(url)
    before = (tmp_path / "register.sqlite").read_bytes()
    assert is_current(url)
    migrate(url)
    assert is_current(url)
    assert (tmp_path / "register.sqlite").read_bytes() == before


def test_a_register_is_begun_once_it_was_migrated(registry, empty_elsewhere):
    assert is_begun(registry.url)
    assert not is_begun(empty_elsewhere)


@pytest.fixture
def empty_elsewhere(registry, request, tmp_path):
    """A database of the same kind in which there is no register."""
    if registry.engine.dialect.name == "sqlite":
        yield f"sqlite:///{tmp_path}/nothing.sqlite"
    else:
        with fresh_database(request.getfixturevalue("migrated_cluster")) as url:
            yield url


def test_a_register_in_any_other_database_is_refused_in_one_sentence():
    with pytest.raises(DatabaseUnsuitable, match="the register cannot lie in mysql: give HOMEVISIT_DATABASE_URL as"):
        migrate("mysql://office@127.0.0.1/register")


def test_a_register_is_never_downgraded(tmp_path):
    url = f"sqlite:///{tmp_path}/register.sqlite"
    migrate(url)
    engine = create_engine(url)
    configuration = _configuration()
    with engine.begin() as connection:
        configuration.attributes["connection"] = connection
        with pytest.raises(RuntimeError, match="restore the backup"):
            command.downgrade(configuration, "base")
    assert is_current(url)


@on_sqlite
def test_the_register_lies_in_a_write_ahead_log_with_its_foreign_keys_kept(registry):
    with registry.engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in (
                "journal_mode",
                "foreign_keys",
                "synchronous",
                "busy_timeout",
                "secure_delete",
                "recursive_triggers",
            )
        }
    assert found == {
        "journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "busy_timeout": 60_000, "secure_delete": 1, "recursive_triggers": 1,
    }  # fmt: skip
