"""What is compared with the engine every night is found by an index, however long the office's history."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_index("asking_by_end", "asking", ["emptied_at"], unique=False)
    op.create_index("engine_run_by_time", "engine_run", ["started_at"], unique=False)


def downgrade() -> None:
    """A register is never taken back: restore the backup instead."""
    raise RuntimeError("the register is never downgraded: restore the backup")
