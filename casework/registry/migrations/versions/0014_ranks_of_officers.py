"""The rank of an officer: the one with which they came, and each later one from its day on."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply; of whoever was there before no rank is on record."""
    op.add_column("officer", sa.Column("rank", sa.String(), nullable=True))
    op.create_table(
        "rank_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_code", sa.String(), nullable=False),
        sa.Column("rank", sa.String(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["officer_code"], ["officer.code"]),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    """A register is never taken back: restore the backup instead."""
    raise RuntimeError("the register is never downgraded: restore the backup")
