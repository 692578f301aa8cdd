"""Of each form it is on record whether it was seen in the engine, and that nothing submitted is left in it."""

import sqlalchemy as sa
from alembic import op

from casework.registry import models

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NOT_EMPTIED = sa.text("emptied_at IS NULL")


def upgrade() -> None:
    """Apply."""
    for name in ("form_seen_at", "emptied_at"):
        op.add_column("asking", sa.Column(name, models.UtcDateTime(timezone=True), nullable=True))
    op.create_index(
        "asking_not_emptied", "asking", ["question_id"], postgresql_where=NOT_EMPTIED, sqlite_where=NOT_EMPTIED
    )


def downgrade() -> None:
    """A register is never taken back: restore the backup instead."""
    raise RuntimeError("the register is never downgraded: restore the backup")
