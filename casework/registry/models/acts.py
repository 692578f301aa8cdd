"""What takes two: proposed by one person, approved by another."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from casework.registry.models.base import Base


class JointAct(Base):
    """A change that one person proposes and another approves; ``origin`` is the form (run) from which it came.

    ``sealed_identity`` is the name and the NIP of a new officer until the act is settled, ``sealed_code_secret`` the
    secret of a one-time code until it was shown; both under the act's own key. ``identity_typed_by`` is who typed the
    former. ``event_question_id`` is the outside event that the act is about, by the decision by which it came to hold.
    """

    __tablename__ = "joint_act"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    content: Mapped[dict[str, Any]]
    state: Mapped[str]
    origin: Mapped[str] = mapped_column(unique=True)
    prepared_at: Mapped[datetime]
    sealed_identity: Mapped[bytes | None]
    sealed_code_secret: Mapped[bytes | None]
    identity_typed_by: Mapped[str | None] = mapped_column(ForeignKey("officer.code"))
    event_question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    __table_args__ = (
        CheckConstraint(
            "state IN ('prepared', 'proposed', 'approved', 'rejected', 'dropped')", name="an_act_state_is_known"
        ),
    )
