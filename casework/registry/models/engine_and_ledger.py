"""The runs that were started, and the append-only ledger."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.registry.models.base import Base


class EngineRun(Base):
    """A run that was started for a subject; the start number makes its idempotency key."""

    __tablename__ = "engine_run"
    subject: Mapped[str] = mapped_column(primary_key=True)
    flow: Mapped[str] = mapped_column(primary_key=True)
    start: Mapped[int] = mapped_column(primary_key=True)
    flow_run_id: Mapped[str | None]
    started_at: Mapped[datetime]
    __table_args__ = (Index("engine_run_by_time", "started_at"),)


class LedgerEntry(Base):
    """One line of the audit log: chained to the one before it, globally and within its subject."""

    __tablename__ = "ledger_entry"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    subject: Mapped[str]
    subject_seq: Mapped[int]
    prev_hash: Mapped[str] = mapped_column(unique=True)
    subject_prev_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)
    body: Mapped[bytes]
    __table_args__ = (UniqueConstraint("subject", "subject_seq"),)
