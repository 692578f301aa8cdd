"""Each rung of a question's ladder, and each role's digest of a day, is planned once; what a day decided is found by an index."""

import sqlalchemy as sa
from alembic import op

from casework.registry import models

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "reminder",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("arming", sa.Integer(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("to_role", sa.String(), nullable=False),
        sa.Column("effect_key", sa.String(), nullable=True),
        sa.Column("recorded_at", models.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("rung BETWEEN 1 AND 3", name="a_rung_is_on_the_ladder"),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"]),
        sa.PrimaryKeyConstraint("question_id", "arming", "rung"),
        sa.UniqueConstraint("effect_key"),
    )
    op.create_table(
        "digest",
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("effect_subject", sa.String(), nullable=True),
        sa.Column("submissions_after", sa.Integer(), nullable=False),
        sa.Column("submissions_up_to", sa.Integer(), nullable=False),
        sa.Column("planned_at", models.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("role", "day"),
        sa.UniqueConstraint("effect_subject"),
    )
    op.create_index("decision_by_office_date", "decision", ["office_date"], unique=False)


def downgrade() -> None:
    """A register is never taken back: restore the backup instead."""
    raise RuntimeError("the register is never downgraded: restore the backup")
