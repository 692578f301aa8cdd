"""What came under a known reference with other content is kept for the person who decides about it."""

import sqlalchemy as sa
from alembic import op

from casework.registry import models

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "conflicting_content",
        sa.Column("case_reference", sa.String(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("content_digest", sa.String(), nullable=False),
        sa.Column("sealed_content", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", models.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_reference"],
            ["case_file.reference"],
        ),
        sa.PrimaryKeyConstraint("case_reference", "cycle"),
    )


def downgrade() -> None:
    """A register is never taken back: restore the backup instead."""
    raise RuntimeError("the register is never downgraded: restore the backup")
