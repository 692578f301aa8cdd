"""How fast the whole audit log is verified: ``python -m benchmarks.ledger_verification``, on SQLite and on PostgreSQL.

Each is told beside the least that it could take: reading the same rows and hashing their bytes.
"""

import hashlib
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import orjson
from demo_life import Life
from postgresql_cluster import fresh_database, running_cluster
from sqlalchemy import Engine, insert, text

from benchmarks.lived_cases import live_cases
from benchmarks.reporting import options, ratios, spread, summary, tell
from casework.clock import Moment
from casework.lifecycle import Stage
from casework.references import draw_reference
from casework.registry import Event, ledger
from casework.registry.database import CHANGING
from casework.registry.models import LedgerEntry

ROWS, ROWS_AT_A_TIME = 200_000, 5_000
KINDS = ("sqlite", "postgresql")


def main() -> None:
    """Measure and print."""
    chosen = options(__doc__).parse_args()
    rows, figures = [], {}
    for kind in KINDS:
        with _long_ledger(kind) as engine:
            looks = (_verify, _read_and_hash)
            turns = [[_rows_a_second(look, engine) for look in looks] for _ in range(chosen.repeats)]
        found, least = ([turn[nth] for turn in turns] for nth in range(len(looks)))
        share = ratios(found, least)
        rows.append([kind, *(spread(each, 0) for each in (found, least)), spread(share)])
        figures[kind] = {"rows_a_second": summary(found), "to_reading_and_hashing": summary(share)}
    columns = ("register", "verified rows/s: median (least-most)", "only read and hashed", "ratio")
    tell(f"A ledger of {ROWS:,} rows, {chosen.repeats} repeats", columns, rows, as_json=chosen.json, figures=figures)


def _rows_a_second(look: Callable[[Engine], int], engine: Engine) -> float:
    began = time.perf_counter()
    rows = look(engine)
    return rows / (time.perf_counter() - began)


def _verify(engine: Engine) -> int:
    verification = ledger.verify(engine)
    if not verification.holds or verification.rows < ROWS:
        raise RuntimeError(f"the benchmark's own ledger does not hold: {verification.fault}")
    return verification.rows


def _read_and_hash(engine: Engine) -> int:
    count = 0
    with engine.connect() as connection:
        statement = text("SELECT * FROM ledger_entry ORDER BY seq")
        for row in connection.execution_options(yield_per=2000).execute(statement):
            hashlib.sha256(row[-1]).hexdigest()
            count += 1
    return count


@contextmanager
def _long_ledger(kind: str) -> Iterator[Engine]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="homevisit-bench-")))
        cluster = stack.enter_context(running_cluster()) if kind == "postgresql" else None
        url = stack.enter_context(fresh_database(cluster)) if cluster else None
        life, references = live_cases(folder / "office", url)
        stack.callback(life.registry.close)
        _lengthen(life, references[Stage.CLOSED])
        yield life.registry.engine


def _lengthen(life: Life, reference: str) -> None:
    """The events of one lived case, again and again under other references, at the end of the chain."""
    lived = [_told(row) for row in life.rows(LedgerEntry, LedgerEntry.subject == reference, order_by=LedgerEntry.seq)]
    last, moment, rows = life.rows(LedgerEntry, order_by=LedgerEntry.seq)[-1], life.office.now(), []
    with life.registry.engine.execution_options(**CHANGING).begin() as connection:
        drawn: set[str] = set()
        while last.seq < ROWS:
            subject, last_of_subject = draw_reference(6), None
            if subject in drawn:  # drawn twice, as it happens among so many
                continue
            drawn.add(subject)
            for name, actor, facts in lived:
                moment = Moment(moment.recorded_at + timedelta(seconds=1), moment.office + timedelta(seconds=1))
                last = ledger.entry_after(last, last_of_subject, moment, Event(name, subject, actor, facts))
                last_of_subject = last
                rows.append({column: getattr(last, column) for column in COLUMNS})
            if len(rows) > ROWS_AT_A_TIME:
                connection.execute(insert(LedgerEntry), rows)
                rows = []
        if rows:
            connection.execute(insert(LedgerEntry), rows)


COLUMNS: Sequence[str] = [column.name for column in LedgerEntry.__table__.columns]


def _told(row: LedgerEntry) -> tuple[str, str, dict[str, ledger.Fact]]:
    told = orjson.loads(row.body)
    return told["event"], told["actor"], told["facts"]


if __name__ == "__main__":
    main()
