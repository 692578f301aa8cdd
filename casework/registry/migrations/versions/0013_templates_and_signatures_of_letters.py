"""A letter's templates are kept with it, and what was signed beside what was printed."""

import sqlalchemy as sa
from alembic import op

from casework.registry import models

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply; letters that went out before keep their bytes, and name no template that is kept."""
    op.create_table(
        "letter_template",
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("recorded_at", models.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("origin IN ('shipped', 'office')", name="a_template_origin_is_known"),
        sa.PrimaryKeyConstraint("version"),
    )
    op.create_table(
        "template_adoption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("adopted_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["adopted_by"], ["decision.question_id"]),
        sa.ForeignKeyConstraint(["version"], ["letter_template.version"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("adopted_by"),
    )
    op.create_index("adoption_by_kind", "template_adoption", ["kind", "valid_from"])
    for told_since in ("engine_fingerprint", "unsigned_sha256", "signed_with"):
        op.add_column("letter", sa.Column(told_since, sa.String(), nullable=True))


def downgrade() -> None:
    """A register is never taken back: restore the backup instead."""
    raise RuntimeError("the register is never downgraded: restore the backup")
