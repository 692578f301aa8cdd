"""What ``recover`` and every briefing look for is found by an index, however long the office's history."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_index("asking_by_run", "asking", ["flow_run_id"], unique=False)
    op.create_index("submission_by_officer", "submission", ["officer_code", "recorded_at"], unique=False)


def downgrade() -> None:
    """A register is never taken back: restore the backup instead."""
    raise RuntimeError("the register is never downgraded: restore the backup")
