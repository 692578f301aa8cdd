"""What 5,000 waiting cases cost in memory: ``python -m benchmarks.waiting_memory``.

One case is brought before the section head by its own flow; the others are copies, row by row, of its run with its states, its
form and its briefing, and of its question in the register (through the API each would cost the server a quarter of a second).
``recover``, which looks after all of them, runs before and after. On PostgreSQL, as an office of that size has it: on SQLite
Prefect's server keeps up to 80 MB of its file in memory for each connection, whatever lies in it.
"""

import json
import time
from typing import Any
from uuid import uuid4

import psycopg
from office_under_test import OfficeUnderTest
from postgresql_cluster import fresh_database, running_cluster
from psycopg.types.json import Jsonb

from benchmarks.carried_case import await_rest
from benchmarks.offices import MEASURED, memory, quiet_office
from benchmarks.reporting import options, tell
from casework.standing_questions import Standing

Rows = dict[str, list[dict[str, Any]]]
CASES, AT_FIRST = 5000, 50
RECOVERIES = 3
MEBIBYTE = 2**20
OF_A_CASE = {"case_file": "reference", "question": "subject", "engine_run": "subject"}
NUMBERED = {"question": ("id",), "asking": ("question_id",)}
UNIQUE_WORDS = {"case_file": ("external_reference", "passport_index")}
OF_A_RUN = {
    "flow_run": "id",
    "flow_run_state": "flow_run_id",
    "flow_run_input": "flow_run_id",
    "artifact": "flow_run_id",
}


def main() -> None:
    """Measure and print."""
    parser = options(__doc__)
    parser.add_argument("--cases", type=int, default=CASES)
    chosen = parser.parse_args()
    with (
        running_cluster() as cluster,
        fresh_database(cluster) as register,
        fresh_database(cluster) as engine,
        quiet_office(database_url=register, engine_database_url=engine) as office,
    ):
        model = _waiting_question(office)
        _make_like(office, model, AT_FIRST)  # what is loaded once only is not counted
        seconds_before, before = _recovered(office), memory(office)
        _make_like(office, model, chosen.cases)
        seconds_after, after = _recovered(office), memory(office)
    rows = [
        [name, *(f"{held / MEBIBYTE:.1f}" for held in (old, new)), f"{100 * (new / old - 1):.1f} %"]
        for name, old, new in _in_parts(before, after)
    ]
    rows.append(["one recover, s", f"{seconds_before:.1f}", f"{seconds_after:.1f}", ""])
    columns = ("MiB", f"{AT_FIRST} wait", f"{chosen.cases:,} more wait", "growth")
    figures = {
        name: {"before": old, "after": new, "growth": new / old - 1} for name, old, new in _in_parts(before, after)
    }
    tell("Memory of waiting cases", columns, rows, as_json=chosen.json, figures=figures)


def _in_parts(before: dict[str, int], after: dict[str, int]) -> list[tuple[str, int, int]]:
    parts = [(name, before[name], after[name]) for name in MEASURED]
    return [*parts, ("server and worker", *(held["server"] + held["worker"] for held in (before, after)))]


def _waiting_question(office: OfficeUnderTest) -> Standing:
    standing = office.await_question(office.apply(), "eligibility-verdict")
    await_rest(office)
    return standing


def _make_like(office: OfficeUnderTest, standing: Standing, count: int) -> None:
    """So many cases more that wait as this one does, copied row by row: in the engine its run, in the register its question."""
    run_id, settings = str(office.waiting_run(standing)), office.settings
    with psycopg.connect(settings.engine_database_url) as engine, psycopg.connect(settings.database_url) as register:
        engine.execute("SET session_replication_role = replica")  # a run and its state point at one another
        runs = {table: _rows_of(engine, table, owner, run_id) for table, owner in OF_A_RUN.items()}
        case = {table: _rows_of(register, table, owner, standing.subject) for table, owner in OF_A_CASE.items()}
        case["asking"] = _rows_of(register, "asking", "flow_run_id", run_id)
        [numbered] = register.execute("SELECT max(id) FROM question").fetchone()
        for number in range(numbered + 1, numbered + 1 + count):
            names = {row["id"]: str(uuid4()) for rows in runs.values() for row in rows}
            names[standing.subject] = f"SAHS-{uuid4().hex[:12].upper()}"
            _copy(engine, runs, names, number)
            _copy(register, case, names, number)


def _rows_of(database: psycopg.Connection, table: str, owner: str, value: str) -> list[dict[str, Any]]:
    found = database.execute(f"SELECT to_jsonb(t) FROM {table} t WHERE {owner} = %s", (value,))  # noqa: S608 our own words
    return [row for (row,) in found]


def _copy(database: psycopg.Connection, kept: Rows, names: dict[str, str], number: int) -> None:
    for table, rows in kept.items():
        for row in rows:
            values = json.loads(_renamed(json.dumps(row), names))
            values |= dict.fromkeys(NUMBERED.get(table, ()), number)
            values |= {column: f"{values[column]}-{number}" for column in UNIQUE_WORDS.get(table, ())}
            copied = f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s)"  # noqa: S608 our own words
            database.execute(copied, (Jsonb(values),))


def _renamed(text: str, names: dict[str, str]) -> str:
    for old, new in names.items():
        text = text.replace(old, new)
    return text


def _recovered(office: OfficeUnderTest) -> float:
    """The seconds of one ``recover`` after several, in a server that then came to rest."""
    for _ in range(RECOVERIES):
        began = time.monotonic()
        office.recover()
        seconds = time.monotonic() - began
    await_rest(office)
    return seconds


if __name__ == "__main__":
    main()
