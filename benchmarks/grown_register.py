"""A register as large as an office's after so many years: lived cases, copied by the database under their own references.

It is written past the register's door, for a hundred thousand lives would take days. What ``recover`` and the work list
read is copied row for row; other tables, and the ledger, stay as they are. Nothing sealed could be opened in a copy.
"""

from typing import Any

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, cast, insert, select

from casework.lifecycle import Stage
from casework.references import draw_reference
from casework.registry.database import CHANGING, open_engine
from casework.registry.models import Asking, Base, Case, Decision, Effect, EngineRun, Question, Submission

OPEN_CASES = 200  # an office's open work does not grow with its history
COPIES = Table(
    "copies",
    MetaData(),
    Column("number", Integer),
    Column("reference", String),
    Column("of", String),
    prefixes=["TEMPORARY"],
)
OF_A_CASE: tuple[type[Base], ...] = (Case, Question, Effect, EngineRun)
OF_A_QUESTION: tuple[type[Base], ...] = (Asking, Submission, Decision)
NUMBERED = {"id", "question_id"}
APART = 1000  # more than the lived office has rows of a kind
UNIQUE_WORDS = {"external_reference", "passport_index", "key", "submission_key", "flow_run_id"}


def grow(url: str, references: dict[Stage, str], cases: int, open_cases: int = OPEN_CASES) -> None:
    """Let this register hold so many cases more: some of them wait for a person, the others are closed."""
    engine = open_engine(url)
    with engine.execution_options(**CHANGING).begin() as connection:
        _name_the_copies(connection, references, cases, open_cases)
        for model in (*OF_A_CASE, *OF_A_QUESTION):
            _copy(connection, model)
        COPIES.drop(connection)
        if engine.dialect.name == "postgresql":  # which does so by itself, in its own time
            connection.exec_driver_sql("ANALYZE")
    engine.dispose()


def _name_the_copies(connection: Connection, references: dict[Stage, str], cases: int, open_cases: int) -> None:
    waiting = [references[stage] for stage in (Stage.PERMIT, Stage.ASSESSMENT)]
    drawn: set[str] = set()
    while len(drawn) < cases:
        drawn.add(draw_reference(6))
    rows = [
        {
            "number": number,
            "reference": reference,
            "of": waiting[number % 2] if number <= open_cases else references[Stage.CLOSED],
        }
        for number, reference in enumerate(drawn, 1)
    ]
    COPIES.create(connection)
    connection.execute(insert(COPIES), rows)


def _copy(connection: Connection, model: type[Base]) -> None:
    lived: Any = model.__table__
    if model in OF_A_CASE:
        case = lived.c.reference if model is Case else lived.c.subject
        rows = lived.join(COPIES, COPIES.c.of == case)
    else:
        rows = lived.join(Question, Question.id == lived.c.question_id).join(COPIES, COPIES.c.of == Question.subject)
    copied = {column.name: _in_the_copy(column) for column in lived.columns}
    connection.execute(insert(model).from_select(list(copied), select(*copied.values()).select_from(rows)))


def _in_the_copy(column: Column[Any]) -> Any:
    if column.name in {"reference", "subject"}:
        return COPIES.c.reference
    if column.name in NUMBERED:
        return column + COPIES.c.number * APART
    if column.name in UNIQUE_WORDS:
        return column + "-" + cast(COPIES.c.number, String)
    return column
