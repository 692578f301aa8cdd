"""What the neighbours remember, in one SQLite file: a restart forgets no order."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

TABLES = """
CREATE TABLE IF NOT EXISTS orders (
    number INTEGER PRIMARY KEY, partner TEXT NOT NULL, key TEXT NOT NULL, case_reference TEXT NOT NULL,
    about TEXT NOT NULL, content TEXT NOT NULL, answer TEXT NOT NULL, deliveries INTEGER NOT NULL DEFAULT 1,
    UNIQUE (partner, key));
CREATE TABLE IF NOT EXISTS billings (
    code TEXT PRIMARY KEY, amount INTEGER NOT NULL, expires_at TEXT NOT NULL, paid_at TEXT, receipt TEXT);
CREATE TABLE IF NOT EXISTS messages (
    number INTEGER PRIMARY KEY, message_id TEXT NOT NULL UNIQUE, subject TEXT NOT NULL, recipient TEXT NOT NULL,
    file TEXT NOT NULL, attachments TEXT NOT NULL, sha256 TEXT NOT NULL, received INTEGER NOT NULL DEFAULT 1,
    received_altered INTEGER NOT NULL DEFAULT 0);
"""


@dataclass(frozen=True)
class Arrival:
    """An order as it arrives: for whom, under which key, with what content, and what it is about.

    Two orders about the same under different keys are a duplicate.
    """

    partner: str
    key: str
    about: str
    content: dict[str, Any]


@dataclass(frozen=True)
class BillingRow:
    """A billing code as the treasury knows it."""

    code: str
    amount: int
    expires_at: datetime
    paid_at: datetime | None
    receipt: str | None


class Store:
    """One connection, used by one thread: so that two deliveries at once are taken one after the other."""

    def __init__(self, file: Path) -> None:
        self.connection = sqlite3.connect(file, isolation_level=None)
        self.connection.row_factory = sqlite3.Row
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.executescript(TABLES)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What belongs together is kept together or not at all."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def remembered(self, partner: str, key: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """Content and answer of the order that came under this key before."""
        found = self.connection.execute(
            "SELECT content, answer FROM orders WHERE partner = ? AND key = ?", (partner, key)
        ).fetchone()
        return None if found is None else (json.loads(found["content"]), json.loads(found["answer"]))

    def count_again(self, partner: str, key: str) -> None:
        """An order that came again is the same order, delivered once more."""
        self.connection.execute(
            "UPDATE orders SET deliveries = deliveries + 1 WHERE partner = ? AND key = ?", (partner, key)
        )

    def next_number(self) -> int:
        """The number that the next order gets, whichever partner it is for."""
        return int(self.connection.execute("SELECT coalesce(max(number), 0) + 1 FROM orders").fetchone()[0])

    def keep(self, order: Arrival, answer: dict[str, Any]) -> None:
        """A new order is kept with the answer that every later delivery gets too."""
        self.connection.execute(
            "INSERT INTO orders (partner, key, case_reference, about, content, answer) VALUES (?, ?, ?, ?, ?, ?)",
            (
                order.partner,
                order.key,
                order.content["case_reference"],
                order.about,
                json.dumps(order.content),
                json.dumps(answer),
            ),
        )

    def orders(self, partner: str) -> list[dict[str, Any]]:
        """The partner's orders in the order of arrival; one about the same as an earlier one is a duplicate."""
        rows = self.connection.execute(
            "SELECT key, case_reference, deliveries, EXISTS (SELECT 1 FROM orders AS earlier WHERE earlier.partner = orders.partner"
            " AND earlier.about = orders.about AND earlier.number < orders.number) AS duplicate"
            " FROM orders WHERE partner = ? ORDER BY number",
            (partner,),
        )
        return [dict(row) | {"duplicate": bool(row["duplicate"])} for row in rows]

    def keep_billing(self, code: str, amount: int, expires_at: datetime) -> None:
        """A code stands open until it is paid or expires."""
        self.connection.execute(
            "INSERT INTO billings (code, amount, expires_at) VALUES (?, ?, ?)", (code, amount, expires_at.isoformat())
        )

    def billing(self, code: str) -> BillingRow | None:
        """What is known of a code."""
        row = self.connection.execute("SELECT * FROM billings WHERE code = ?", (code,)).fetchone()
        if row is None:
            return None
        paid_at = None if row["paid_at"] is None else datetime.fromisoformat(row["paid_at"])
        return BillingRow(
            code=code,
            amount=row["amount"],
            expires_at=datetime.fromisoformat(row["expires_at"]),
            paid_at=paid_at,
            receipt=row["receipt"],
        )

    def pay(self, code: str, paid_at: datetime, receipt: str) -> None:
        """A code is paid once; a second payment changes nothing."""
        self.connection.execute(
            "UPDATE billings SET paid_at = ?, receipt = ? WHERE code = ? AND paid_at IS NULL",
            (paid_at.isoformat(), receipt, code),
        )

    def close(self) -> None:
        """Everything is on disk before the process ends."""
        self.connection.close()
