"""The audit log: append-only, hash-chained, written in the transaction of the change it tells of."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import orjson
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from casework.clock import Moment
from casework.registry.models import LedgerEntry

GENESIS = "0" * 64
Fact = str | int | bool | None | list[str]


@dataclass(frozen=True)
class Event:
    """What happened, as ``stage:subject:what-happened`` in the past tense; facts are codes, never personal data."""

    name: str
    subject: str
    actor: str = "system"
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True)
class Verification:
    """The result of reading the whole chain; ``fault`` names the first row that does not fit."""

    rows: int
    head: str
    fault: str | None

    @property
    def holds(self) -> bool:
        """Whether every row is as it was written."""
        return self.fault is None


def append(session: Session, moment: Moment, event: Event) -> LedgerEntry:
    """Write one event at the end of the chain; the body's bytes are what is hashed and stored."""
    last = session.scalar(select(LedgerEntry).order_by(LedgerEntry.seq.desc()).limit(1))
    last_of_subject = session.scalar(
        select(LedgerEntry)
        .where(LedgerEntry.subject == event.subject)
        .order_by(LedgerEntry.subject_seq.desc())
        .limit(1)
    )
    entry = entry_after(last, last_of_subject, moment, event)
    session.add(entry)
    return entry


def entry_after(
    last: LedgerEntry | None, last_of_subject: LedgerEntry | None, moment: Moment, event: Event
) -> LedgerEntry:
    """The row that follows upon the last one, and upon the last one of its subject; none where the chain begins."""
    seq = 1 if last is None else last.seq + 1
    subject_seq = 1 if last_of_subject is None else last_of_subject.subject_seq + 1
    prev_hash = GENESIS if last is None else last.hash
    subject_prev_hash = GENESIS if last_of_subject is None else last_of_subject.hash
    body = _canonical(
        {
            "seq": seq,
            "subject": event.subject,
            "subject_seq": subject_seq,
            "event": event.name,
            "actor": event.actor,
            "facts": dict(event.facts),
            "recorded_at": moment.recorded_at.isoformat(),
            "office_date": moment.office_date.isoformat(),
            "office_time": moment.office.strftime("%H:%M"),
        }
    )
    return LedgerEntry(
        seq=seq,
        subject=event.subject,
        subject_seq=subject_seq,
        prev_hash=prev_hash,
        subject_prev_hash=subject_prev_hash,
        hash=link(prev_hash, subject_prev_hash, body),
        body=body,
    )


def link(prev_hash: str, subject_prev_hash: str, body: bytes) -> str:
    """The hash of a row binds its bytes to the row before it, globally and within its subject."""
    return hashlib.sha256(prev_hash.encode() + subject_prev_hash.encode() + body).hexdigest()


def verify(engine: Engine) -> Verification:
    """Read the whole chain and name the first row that was altered, removed or put in.

    The chain alone cannot show that its last rows were cut off, or that it was written anew from some row on: for
    that, compare ``head`` and ``rows`` with what was noted outside the register (a printed report, a backup).
    """
    expected_prev, count = GENESIS, 0
    heads: dict[str, tuple[int, str]] = {}
    for seq, subject, subject_seq, prev_hash, subject_prev, row_hash, body in _rows(engine):
        count += 1
        subject_count, subject_head = heads.get(subject, (0, GENESIS))
        sound = (
            seq == count
            and prev_hash == expected_prev
            and subject_prev == subject_head
            and subject_seq == subject_count + 1
            and row_hash == link(prev_hash, subject_prev, body)
            and _place_told_in(body) == (seq, subject, subject_seq)
        )
        if not sound:
            return Verification(
                count, expected_prev, f"row {seq} does not fit the chain: it or the row before it was altered"
            )
        expected_prev = row_hash
        heads[subject] = (subject_seq, row_hash)
    return Verification(count, expected_prev, None)


def _place_told_in(body: bytes) -> tuple[object, object, object] | None:
    try:
        told = orjson.loads(body)  # the standard library's parser would take as long as all the rest of a verification
        return (told["seq"], told["subject"], told["subject_seq"])
    except (ValueError, TypeError, LookupError):  # whoever forges a row may hash anything
        return None


def _rows(engine: Engine) -> Iterator[tuple[int, str, int, str, str, str, bytes]]:
    statement = text(
        "SELECT seq, subject, subject_seq, prev_hash, subject_prev_hash, hash, body FROM ledger_entry ORDER BY seq"
    )
    with engine.connect() as connection:
        for row in connection.execution_options(yield_per=2000).execute(statement):
            body = (
                bytes(row[6]) if isinstance(row[6], bytes | memoryview) else b""
            )  # SQLite stores an edited text as text
            yield (row[0], row[1], row[2], row[3], row[4], row[5], body)


def _canonical(body: Mapping[str, object]) -> bytes:
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
