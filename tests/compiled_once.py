"""What SQLAlchemy has compiled serves every register of a test run: each test opens its own, and would compile all of it anew."""

from functools import partial

from sqlalchemy import create_engine
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

from casework.registry import database

STATEMENTS = 4_000


def share_what_is_compiled() -> None:
    """A quarter of the fast tests' time. The cache asks for the very dialect: here any two of SQLite's are the same."""
    SQLiteDialect_pysqlite.__hash__ = lambda self: hash(type(self))
    SQLiteDialect_pysqlite.__eq__ = lambda self, other: type(self) is type(other)
    shared = {"compiled_cache": LRUCache(STATEMENTS)}
    database.create_engine = partial(create_engine, execution_options=shared)
