"""The door to the register: reading, or changing with an event for every change.

The guard watches every statement of its own sessions, whichever way it was made. A connection opened past this door
(``engine.raw_connection``, another program) is out of its reach: there the triggers of ``append_only`` and the
ledger's chain stand guard.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

from casework.clock import Moment
from casework.registry import ledger, vault
from casework.registry.ledger import Event
from casework.registry.models import Base, DataKey

BUSY_TIMEOUT_MILLISECONDS = 60_000
ADVISORY_LOCK = 65_0065
CHANGING = {"changes_the_register": True}  # how a transaction announces that it will
HARMLESS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")


class DatabaseUnsuitable(Exception):
    """The register cannot lie in a database of that kind."""


class SilentWrite(Exception):
    """Somebody tried to change the register without saying what happened."""


class Reading:
    """A look into the register: nothing can be changed through it."""

    def __init__(self, session: Session, office_key: vault.OfficeKey) -> None:
        self.session = session
        self.office_key = office_key

    def key_of(self, owner: str) -> bytes:
        """The owner's key, unwrapped; raises ``SealBroken`` when there is none or it was destroyed."""
        row = self.session.get(DataKey, owner)
        if row is None or row.wrapped is None:
            raise vault.SealBroken(f"{owner} has no key in this register: its data was erased or never stored")
        return self.office_key.unwrap(row.wrapped, owner)

    def unseal(self, sealed: bytes, column: str, owner: str, row: str | int = "") -> bytes:
        """Open one sealed column (``table.column``) of one owner, in that row of the owner's."""
        return vault.unseal(self.key_of(owner), sealed, f"{column}|{owner}|{row}")


class Change(Reading):
    """One transaction that changes the register; each change is written together with its event."""

    def __init__(self, session: Session, office_key: vault.OfficeKey, moment: Moment) -> None:
        super().__init__(session, office_key)
        self.moment = moment
        self._writing = False
        self._failed = False
        self._fresh_keys: dict[str, DataKey] = {}

    def write(self, told: Event, *new: Base, removed: tuple[Base, ...] = ()) -> None:
        """Write everything changed since the last event, the new and the removed rows, and the event itself.

        Where it fails, nothing of it stays: the savepoint around it is undone, or, without one, the whole change.
        """
        self.refuse_after_failure()
        self._writing = True
        try:
            for row in removed:
                self.session.delete(row)
            self.session.flush()
            for row in new:  # one by one: a row may refer to the one before it
                self.session.add(row)
                self.session.flush()
            ledger.append(self.session, self.moment, told)
            self.session.flush()
        except BaseException:
            self._undo()
            raise
        finally:
            self._writing = False

    def seal(self, plain: bytes, column: str, owner: str, row: str | int = "") -> bytes:
        """Seal one column (``table.column``) for its owner, who has a key already.

        ``row`` tells the owner's rows apart where there may be several: a cycle, a question, a letter.
        """
        return vault.seal(self.key_of(owner), plain, f"{column}|{owner}|{row}")

    def create_key(self, owner: str) -> None:
        """Give a new owner its own key; it is written with the next event."""
        wrapped = self.office_key.wrap(vault.new_data_key(), owner)
        row = DataKey(owner=owner, wrapped=wrapped, created_at=self.moment.recorded_at, destroyed_at=None)
        self.session.add(row)
        self._fresh_keys[owner] = row

    def key_of(self, owner: str) -> bytes:
        """The owner's key, also one that was created in this very change and still stands."""
        fresh = self._fresh_keys.get(owner)
        if fresh is not None and fresh in self.session.new and fresh.wrapped is not None:
            return self.office_key.unwrap(fresh.wrapped, owner)
        return super().key_of(owner)

    def refuse_silent_flush(self, session: Session, *_: Any) -> None:
        """Nothing reaches the database outside ``write``."""
        if not self._writing and (session.new or session.dirty or session.deleted):
            raise SilentWrite(
                "the register was changed without an event: pass the change to Change.write with its Event"
            )

    def refuse_silent_statement(self, _connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        """A statement of one's own, or a bulk one, would bypass the event: change the rows instead."""
        if not self._writing and not _is_harmless(statement):
            raise SilentWrite("such a statement bypasses the ledger: change the rows and pass them to Change.write")

    def refuse_after_failure(self) -> None:
        """A change of which a part failed is never stored, whoever caught the error."""
        if self._failed:
            raise SilentWrite("a part of this change failed, so nothing of it is stored: let the error pass")

    def _undo(self) -> None:
        savepoint = self.session.get_nested_transaction()
        if savepoint is None:
            self._failed = True
        else:
            savepoint.rollback()


@dataclass(frozen=True)
class Written:
    """What was written within one attempt: rows that were not there before, and rows that were changed."""

    new: list[Base] = field(default_factory=list)
    changed: list[Base] = field(default_factory=list)


class Trial(Change):
    """A change that is never stored, however it ends: what would happen is tried, looked at and undone."""

    def __init__(self, session: Session, office_key: vault.OfficeKey, moment: Moment) -> None:
        super().__init__(session, office_key, moment)
        self._kept: list[object] = []  # a session forgets rows that nobody holds; the next attempt needs the same ones
        event.listen(session, "loaded_as_persistent", lambda _, row: self._kept.append(row))

    @contextmanager
    def attempt(self) -> Iterator[Written]:
        """One thing tried; what it wrote can be looked at until its end, and is then undone, whatever was raised."""
        written = Written()

        def collect(session: Session, _: Any) -> None:
            written.new.extend(session.new)
            written.changed.extend(row for row in session.dirty if row not in written.changed)

        event.listen(self.session, "after_flush", collect)
        try:
            with self.session.begin_nested() as savepoint:
                yield written
                if savepoint.is_active:  # unless it was undone already, where a part of it failed
                    savepoint.rollback()
        finally:
            event.remove(self.session, "after_flush", collect)

    def refuse_to_be_stored(self, connection: Connection) -> None:
        """Nobody commits a trial, not even by mistake."""
        connection.connection.rollback()  # a transaction that could not be committed counts as ended: nobody else would
        raise SilentWrite("a trial is never stored: open Registry.change to change the register")


class Registry:
    """The office's register, on SQLite or PostgreSQL by one URL."""

    def __init__(self, url: str, office_key: vault.OfficeKey) -> None:
        self.url = url
        self.office_key = office_key
        self.engine = open_engine(url)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Look something up; a change made by mistake is never stored, and raises ``SilentWrite``."""
        with Session(self.engine, autoflush=False) as session:
            connection = session.connection()
            event.listen(connection, "before_cursor_execute", _refuse_any_writing)
            event.listen(session, "before_flush", _refuse_any_flush)
            yield Reading(session, self.office_key)
            _refuse_any_flush(session)

    @contextmanager
    def change(self, moment: Moment) -> Iterator[Change]:
        """Change the register in one transaction: all of it with its events, or nothing."""
        with self._announced() as session:
            change = Change(session, self.office_key, moment)
            _guard(change)
            yield change
            change.refuse_after_failure()
            session.commit()

    @contextmanager
    def trial(self, moment: Moment) -> Iterator[Trial]:
        """See what a change would bring, without any of it: nothing of a trial is stored, and a commit raises ``SilentWrite``.

        It waits for its turn and holds it like a change, so that it sees what a change would; keep it short. On
        PostgreSQL the ids that were tried are not given out again: row ids have gaps, the numbers of letters and of
        the ledger have none.
        """
        with self._announced() as session:
            trial = Trial(session, self.office_key, moment)
            event.listen(session.connection(), "commit", trial.refuse_to_be_stored)
            _guard(trial)
            yield trial
            session.rollback()

    @contextmanager
    def _announced(self) -> Iterator[Session]:
        with Session(self.engine, autoflush=False, expire_on_commit=False) as session:
            session.connection(execution_options=CHANGING)
            yield session

    def close(self) -> None:
        """Give back the connections."""
        self.engine.dispose()


def _guard(change: Change) -> None:
    event.listen(change.session.connection(), "before_cursor_execute", change.refuse_silent_statement)
    event.listen(change.session, "before_flush", change.refuse_silent_flush)


def open_engine(url: str) -> Engine:
    """Connect to the register's database; whatever does not announce that it changes it can only read.

    Changes follow one upon another: the ledger is one chain. Raises ``DatabaseUnsuitable`` for any other kind.
    """
    address = make_url(url)
    kind = address.get_backend_name()
    if kind == "postgresql":
        engine = create_engine(address.set(drivername="postgresql+psycopg"))
        event.listen(engine, "begin", _begin_postgresql)
    elif kind == "sqlite":
        engine = create_engine(address)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        raise DatabaseUnsuitable(
            f"the register cannot lie in {kind}: give HOMEVISIT_DATABASE_URL as a SQLite file or a PostgreSQL database"
        )
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MILLISECONDS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",  # else INSERT OR REPLACE would remove a row without asking the triggers
        "secure_delete=ON",  # a destroyed key is overwritten, not only forgotten
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # Whatever did not announce that it changes the register cannot: the database itself refuses it.
    # A deferred BEGIN that writes later fails with "database is locked" under load, however long it may wait.
    immediate = _is_announced(connection)
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if immediate else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    announced = f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"
    with closing(
        connection.connection.cursor()
    ) as cursor:  # the driver's own: SQLAlchemy's may be one that only fetches
        cursor.execute(announced if _is_announced(connection) else "SET TRANSACTION READ ONLY")


def _is_announced(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("changes_the_register", False))


def _is_harmless(statement: str) -> bool:
    return statement.lstrip().upper().startswith(HARMLESS)


def _refuse_any_writing(_connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
    if not _is_harmless(statement):
        raise SilentWrite("this is a reading of the register: open Registry.change to change it")


def _refuse_any_flush(session: Session, *_: Any) -> None:
    if session.new or session.dirty or session.deleted:
        raise SilentWrite("this is a reading of the register: open Registry.change to change it")
