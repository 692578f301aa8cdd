"""What was sent to roles, each once: reminders of a question that waits, and the morning's digest."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from casework.registry.models.base import Base


class Reminder(Base):
    """One rung of a question's ladder; without an effect it was skipped, since a higher one was due already.

    ``arming`` is how often the question's holder had put it back (``Question.releases``): each time the ladder begins anew.
    """

    __tablename__ = "reminder"
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    arming: Mapped[int] = mapped_column(primary_key=True)
    rung: Mapped[int] = mapped_column(primary_key=True)
    to_role: Mapped[str]
    effect_key: Mapped[str | None] = mapped_column(unique=True)
    recorded_at: Mapped[datetime]
    __table_args__ = (CheckConstraint("rung BETWEEN 1 AND 3", name="a_rung_is_on_the_ladder"),)


class Digest(Base):
    """The morning's digest of one role, with its effect's subject, or without one: there was nothing to tell.

    It tells of submissions after ``submissions_after`` up to ``submissions_up_to``; the next one goes on from there, or
    begins where this one did, should this one never go out.
    """

    __tablename__ = "digest"
    role: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    effect_subject: Mapped[str | None] = mapped_column(unique=True)
    submissions_after: Mapped[int]
    submissions_up_to: Mapped[int]
    planned_at: Mapped[datetime]
