"""What was recorded stays as it was recorded: triggers that refuse to change or remove it, for SQLite and PostgreSQL.

They stand against a slip and against a program that does not know the rule. Whoever may drop a trigger is found by
the ledger's chain instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Guarded:
    """A table whose rows are never changed or removed; ``kept`` is the condition on ``OLD`` where only some are.

    ``keys`` are its unique keys: SQLite's INSERT OR REPLACE removes a row without asking the triggers on DELETE.
    """

    table: str
    keys: tuple[tuple[str, ...], ...]
    kept: str | None = None


GUARDED_FROM_THE_FIRST: tuple[Guarded, ...] = (
    Guarded("ledger_entry", (("seq",), ("prev_hash",), ("hash",), ("subject", "subject_seq"))),
    Guarded("decision", (("question_id",), ("submission_key",))),
    Guarded("submission", (("id",), ("key",)), kept="OLD.outcome = 'granted'"),
    Guarded("used_code", (("officer_code", "time_step"),)),
)
PAPER_DECISION = Guarded("paper_decision", (("question_id",), ("act_subject",)))
GUARDED: tuple[Guarded, ...] = (*GUARDED_FROM_THE_FIRST, PAPER_DECISION)


def statements_for(dialect: str, tables: Sequence[Guarded] = GUARDED) -> list[str]:
    """The statements that put the guards of these tables in place, once ``preparation_for`` was executed.

    Raises ``ValueError`` on a database that the register does not know.
    """
    if dialect == "sqlite":
        return [statement for guarded in tables for statement in _for_sqlite(guarded)]
    if dialect == "postgresql":
        return [statement for guarded in tables for statement in _for_postgresql(guarded)]
    raise ValueError(f"the register has no append-only guards for {dialect}: use SQLite or PostgreSQL")


def preparation_for(dialect: str) -> list[str]:
    """What all guards have in common, to be put in place once."""
    return [POSTGRESQL_FUNCTION] if dialect == "postgresql" else []


def _for_sqlite(guarded: Guarded) -> list[str]:
    table = guarded.table
    refusal = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: write a new row that corrects the old one'); END"
    when = f" WHEN {guarded.kept}" if guarded.kept else ""
    return [
        f"CREATE TRIGGER {table}_is_never_updated BEFORE UPDATE ON {table} FOR EACH ROW{when} {refusal}",
        f"CREATE TRIGGER {table}_is_never_deleted BEFORE DELETE ON {table} FOR EACH ROW{when} {refusal}",
        f"CREATE TRIGGER {table}_is_never_replaced BEFORE INSERT ON {table} FOR EACH ROW WHEN {_already_there(guarded)} {refusal}",
    ]


def _already_there(guarded: Guarded) -> str:
    matches = (" AND ".join(f"{column} = NEW.{column}" for column in key) for key in guarded.keys)
    alternatives = " OR ".join(f"({match})" for match in matches)
    return f"EXISTS (SELECT 1 FROM {guarded.table} WHERE {alternatives})"  # noqa: S608 the names stand in this file


POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_to_change_the_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        MESSAGE = TG_TABLE_NAME || ' is append-only: write a new row that corrects the old one',
        ERRCODE = 'integrity_constraint_violation';
END
$$
"""


def _for_postgresql(guarded: Guarded) -> list[str]:
    table = guarded.table
    refuse = "EXECUTE FUNCTION refuse_to_change_the_record()"
    when = f" WHEN ({guarded.kept})" if guarded.kept else ""
    return [
        f"CREATE TRIGGER {table}_is_never_changed BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW{when} {refuse}",
        f"CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}",
    ]
