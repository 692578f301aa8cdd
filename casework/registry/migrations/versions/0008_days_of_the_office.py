"""The office's own days, open or closed; the first day of service; what an act of two keeps until it is settled."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "office_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'closed')", name="an_office_day_is_open_or_closed"),
        sa.PrimaryKeyConstraint("day"),
    )
    op.add_column("officer", sa.Column("serves_from", sa.Date(), nullable=True))
    op.add_column("joint_act", sa.Column("sealed_identity", sa.LargeBinary(), nullable=True))
    op.add_column("joint_act", sa.Column("sealed_code_secret", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """A register is never taken back: restore the backup instead."""
    raise RuntimeError("the register is never downgraded: restore the backup")
