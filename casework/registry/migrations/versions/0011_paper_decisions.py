"""One answer that stands for several questions, and decisions that were made on paper."""

import sqlalchemy as sa
from alembic import op

from casework.registry import append_only, models

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NOT_CARRIED_OUT = sa.text("carried_out_at IS NULL")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "joint_decision",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("carried_out_at", models.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"]),
        sa.PrimaryKeyConstraint("question_id"),
    )
    op.create_index(
        "joint_decision_to_be_carried_out",
        "joint_decision",
        ["question_id"],
        postgresql_where=NOT_CARRIED_OUT,
        sqlite_where=NOT_CARRIED_OUT,
    )
    op.create_table(
        "paper_decision",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("countersigned_by", sa.String(), nullable=False),
        sa.Column("scan_sha256", sa.String(), nullable=False),
        sa.Column("act_subject", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["countersigned_by"], ["officer.code"]),
        sa.ForeignKeyConstraint(["entered_by"], ["officer.code"]),
        sa.ForeignKeyConstraint(["question_id"], ["decision.question_id"]),
        sa.PrimaryKeyConstraint("question_id"),
        sa.UniqueConstraint("act_subject"),
    )
    for statement in append_only.statements_for(op.get_bind().dialect.name, [append_only.PAPER_DECISION]):
        op.execute(statement)


def downgrade() -> None:
    """A register is never taken back: restore the backup instead."""
    raise RuntimeError("the register is never downgraded: restore the backup")
