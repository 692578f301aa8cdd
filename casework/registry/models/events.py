"""What comes from outside: events that may be undone, officers who are kept from a case, an address that was reported."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from casework.registry.models.base import Base


class OutsideEvent(Base):
    """Something reported from outside, and how the case stood before it, so that two persons may undo it.

    ``question_id`` is the decision by which it came to hold, ``reported_by`` everybody who had a part in that,
    ``before`` what an undoing needs to know, and ``undone_by`` the approval that undid it.
    """

    __tablename__ = "outside_event"
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True, autoincrement=False)
    case_reference: Mapped[str] = mapped_column(ForeignKey("case_file.reference"))
    kind: Mapped[str]
    stage_before: Mapped[str]
    before: Mapped[dict[str, Any]]
    reported_by: Mapped[list[str]]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    __table_args__ = (
        CheckConstraint(
            "kind IN ('died', 'withdrawn', 'new-address', 'complaint', 'objection')", name="an_outside_event_is_known"
        ),
        Index("outside_event_by_case", "case_reference"),
    )


class BarredOfficer(Base):
    """An officer about whom somebody complained is kept from that case, until the bar is lifted."""

    __tablename__ = "barred_officer"
    case_reference: Mapped[str] = mapped_column(ForeignKey("case_file.reference"), primary_key=True)
    officer_code: Mapped[str] = mapped_column(ForeignKey("officer.code"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    lifted_at: Mapped[datetime | None]


class ReportedAddress(Base):
    """The address that a guarantor reported, typed on the case sheet for an act that waits to be proposed."""

    __tablename__ = "reported_address"
    act_id: Mapped[int] = mapped_column(ForeignKey("joint_act.id"), primary_key=True, autoincrement=False)
    case_reference: Mapped[str] = mapped_column(ForeignKey("case_file.reference"))
    sealed_residence: Mapped[bytes]
    typed_by: Mapped[str] = mapped_column(ForeignKey("officer.code"))
    typed_at: Mapped[datetime]
