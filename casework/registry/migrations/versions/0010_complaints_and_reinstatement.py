"""Events from outside that may be undone, officers who are kept from a case, and a new address that was reported."""

import sqlalchemy as sa
from alembic import op

from casework.registry import models

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    _create_outside_event()
    _create_barred_officer()
    _create_reported_address()


def downgrade() -> None:
    """A register is never taken back: restore the backup instead."""
    raise RuntimeError("the register is never downgraded: restore the backup")


def _create_outside_event() -> None:
    op.create_table(
        "outside_event",
        sa.Column("question_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("case_reference", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("stage_before", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("reported_by", sa.JSON(), nullable=False),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('died', 'withdrawn', 'new-address', 'complaint', 'objection')", name="an_outside_event_is_known"
        ),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"]),
        sa.ForeignKeyConstraint(["case_reference"], ["case_file.reference"]),
        sa.ForeignKeyConstraint(["undone_by"], ["question.id"]),
        sa.PrimaryKeyConstraint("question_id"),
    )
    op.create_index("outside_event_by_case", "outside_event", ["case_reference"])


def _create_barred_officer() -> None:
    op.create_table(
        "barred_officer",
        sa.Column("case_reference", sa.String(), nullable=False),
        sa.Column("officer_code", sa.String(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("lifted_at", models.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_reference"], ["case_file.reference"]),
        sa.ForeignKeyConstraint(["officer_code"], ["officer.code"]),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"]),
        sa.PrimaryKeyConstraint("case_reference", "officer_code", "question_id"),
    )


def _create_reported_address() -> None:
    op.create_table(
        "reported_address",
        sa.Column("act_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("case_reference", sa.String(), nullable=False),
        sa.Column("sealed_residence", sa.LargeBinary(), nullable=False),
        sa.Column("typed_by", sa.String(), nullable=False),
        sa.Column("typed_at", models.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["joint_act.id"]),
        sa.ForeignKeyConstraint(["case_reference"], ["case_file.reference"]),
        sa.ForeignKeyConstraint(["typed_by"], ["officer.code"]),
        sa.PrimaryKeyConstraint("act_id"),
    )
