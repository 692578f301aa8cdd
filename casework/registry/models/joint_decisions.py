"""One answer that stands for several questions, and decisions that were made on paper."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.registry.models.base import Base

NOT_CARRIED_OUT = text("carried_out_at IS NULL")


class JointDecision(Base):
    """A decided question whose answer stands for the one-time code at others, until each of them was submitted.

    ``submitted_at`` (real time) is when those others count as submitted.
    """

    __tablename__ = "joint_decision"
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    submitted_at: Mapped[datetime]
    carried_out_at: Mapped[datetime | None]
    __table_args__ = (
        Index(
            "joint_decision_to_be_carried_out",
            "question_id",
            postgresql_where=NOT_CARRIED_OUT,
            sqlite_where=NOT_CARRIED_OUT,
        ),
    )


class PaperDecision(Base):
    """A decision that was made on paper while the system was down: when, and by whom it was entered and countersigned.

    ``decided_at`` is real time; ``scan_sha256`` is the fingerprint of the scan, which is kept with the paper.
    """

    __tablename__ = "paper_decision"
    question_id: Mapped[int] = mapped_column(ForeignKey("decision.question_id"), primary_key=True)
    decided_at: Mapped[datetime]
    entered_on: Mapped[date]
    entered_by: Mapped[str] = mapped_column(ForeignKey("officer.code"))
    countersigned_by: Mapped[str] = mapped_column(ForeignKey("officer.code"))
    scan_sha256: Mapped[str]
    act_subject: Mapped[str] = mapped_column(unique=True)
