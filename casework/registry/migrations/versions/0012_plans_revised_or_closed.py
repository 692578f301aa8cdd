"""A plan that was revised, or that fell because its day was closed late, stays on record as such."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

CONSTRAINT = "a_plan_state_is_known"
STANDING = "state IN ('proposed', 'approved', 'signed', 'missed')"
BEFORE = "state IN ('proposed', 'approved', 'signed', 'rejected', 'missed', 'empty')"
AFTER = "state IN ('proposed', 'approved', 'signed', 'revised', 'rejected', 'missed', 'closed', 'empty')"


def upgrade() -> None:
    """Apply; SQLite knows a constraint only with its whole table, which is copied."""
    with op.batch_alter_table("round_plan", copy_from=_as_it_was()) as table:
        table.drop_constraint(CONSTRAINT, type_="check")
        table.create_check_constraint(CONSTRAINT, AFTER)


def downgrade() -> None:
    """A register is never taken back: restore the backup instead."""
    raise RuntimeError("the register is never downgraded: restore the backup")


def _as_it_was() -> sa.Table:
    return sa.Table(
        "round_plan",
        sa.MetaData(),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("revision", sa.Integer(), primary_key=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.CheckConstraint(BEFORE, name=CONSTRAINT),
        sa.Index(
            "one_plan_stands_for_a_day",
            "day",
            unique=True,
            sqlite_where=sa.text(STANDING),
            postgresql_where=sa.text(STANDING),
        ),
    )
