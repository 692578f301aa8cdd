"""What one person proposes and another approves."""

import sqlalchemy as sa
from alembic import op

from casework.registry import models

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "joint_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("prepared_at", models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("identity_typed_by", sa.String(), nullable=True),
        sa.Column("event_question_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('prepared', 'proposed', 'approved', 'rejected', 'dropped')", name="an_act_state_is_known"
        ),
        sa.ForeignKeyConstraint(["identity_typed_by"], ["officer.code"]),
        sa.ForeignKeyConstraint(["event_question_id"], ["question.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("origin"),
    )


def downgrade() -> None:
    """A register is never taken back: restore the backup instead."""
    raise RuntimeError("the register is never downgraded: restore the backup")
