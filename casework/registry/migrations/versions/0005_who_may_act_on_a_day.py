"""Delegations, absences, signing on behalf, the last day of service; who holds a question; decisions on another's behalf."""

from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

from casework.registry import models

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Columns with a condition or a reference are added in words that both databases understand: Alembic would
# add the condition afterwards, which SQLite cannot.
COLUMNS = (
    "mandate ADD COLUMN signs_for VARCHAR CONSTRAINT whom_a_signature_is_for_is_known CHECK (signs_for IN ('an', 'ub'))",
    "question ADD COLUMN holder_code VARCHAR REFERENCES officer (code)",
    "question ADD COLUMN releases INTEGER DEFAULT '0' NOT NULL",
    "submission ADD COLUMN warranted_by INTEGER REFERENCES question (id)",
    "decision ADD COLUMN delegation_id INTEGER REFERENCES delegation (id)",
    "decision ADD COLUMN acted_for JSON DEFAULT '[]' NOT NULL",
)
HELD_AT = "question ADD COLUMN held_at {kind} CONSTRAINT a_holder_has_held_it_since CHECK ((holder_code IS NULL) = (held_at IS NULL))"


def upgrade() -> None:
    """Apply."""
    _create_delegation()
    _create_absence()
    op.add_column("mandate", sa.Column("post", sa.String(), nullable=True))
    op.add_column("mandate", sa.Column("entered_at", models.UtcDateTime(timezone=True), nullable=True))
    op.add_column("mandate", sa.Column("ended_at", models.UtcDateTime(timezone=True), nullable=True))
    op.add_column("officer", sa.Column("serves_until", sa.Date(), nullable=True))
    # on which day somebody left was never recorded: the day before this migration stands for it
    officer = sa.table("officer", sa.column("active", sa.Boolean()), sa.column("serves_until", sa.Date()))
    yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011 whichever time zone, it is over
    op.execute(officer.update().where(officer.c.active.is_(False)).values(serves_until=yesterday))
    op.drop_column("officer", "active")
    for column in COLUMNS:
        op.execute(f"ALTER TABLE {column}")
    kind = "TIMESTAMP WITH TIME ZONE" if op.get_bind().dialect.name == "postgresql" else "DATETIME"
    op.execute(f"ALTER TABLE {HELD_AT.format(kind=kind)}")


def downgrade() -> None:
    """A register is never taken back: restore the backup instead."""
    raise RuntimeError("the register is never downgraded: restore the backup")


def _create_delegation() -> None:
    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("principal_code", sa.String(), nullable=False),
        sa.Column("delegate_code", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("letter_number", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("entered_at", models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", models.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("principal_code <> delegate_code", name="nobody_delegates_to_themselves"),
        sa.CheckConstraint("valid_from <= valid_to", name="a_delegation_ends_after_it_begins"),
        sa.ForeignKeyConstraint(["principal_code"], ["officer.code"]),
        sa.ForeignKeyConstraint(["delegate_code"], ["officer.code"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("principal_code", "delegate_code", "role", "valid_from"),
    )


def _create_absence() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_code", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name="an_absence_ends_after_it_begins"),
        sa.ForeignKeyConstraint(["officer_code"], ["officer.code"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("officer_code", "first_day"),
    )
