"""${message}."""

import sqlalchemy as sa
from alembic import op
import casework.registry.models
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """A register is never taken back: restore the backup instead."""
    raise RuntimeError("the register is never downgraded: restore the backup")
