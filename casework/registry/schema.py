"""Bringing a register's database to the tables that this version needs."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, make_url

from casework.registry.database import CHANGING, open_engine

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(url: str) -> None:
    """Bring the register to this version's tables; a register that is up to date is left alone."""
    engine = open_engine(url)
    try:
        with engine.execution_options(**CHANGING).begin() as connection:
            configuration = _configuration()
            configuration.attributes["connection"] = connection
            command.upgrade(configuration, "head")
    finally:
        engine.dispose()


def is_begun(url: str) -> bool:
    """Whether there is a register already, however little of it: a SQLite file, or migrated tables."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return Path(address.database or "").exists()
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            return inspect(connection).has_table("alembic_version")
    finally:
        engine.dispose()


def is_current(url: str) -> bool:
    """Whether the register has exactly this version's tables; where there is none, none is begun by asking."""
    if not is_begun(url):
        return False
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
        return found == ScriptDirectory.from_config(_configuration()).get_current_head()
    finally:
        engine.dispose()


def _configuration() -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS))
    return configuration
