"""What people are asked, what they submitted, and what they decided."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.registry.models.base import Base

NOT_EMPTIED = text("emptied_at IS NULL")


class Question(Base):
    """An open question to a person; asked once a cycle, answered once, or void with a reason.

    ``holder_code`` is who took it on, ``held_at`` since when it has been in somebody's hands, ``releases`` how often it
    was put back for everybody who may.
    """

    __tablename__ = "question"
    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str]
    kind: Mapped[str]
    cycle: Mapped[int]
    role: Mapped[str]
    stage: Mapped[str]
    state: Mapped[str]
    opened_at: Mapped[datetime]
    opened_on: Mapped[date]
    due_on: Mapped[date]
    prepared: Mapped[dict[str, Any]]
    void_reason: Mapped[str | None]
    holder_code: Mapped[str | None] = mapped_column(ForeignKey("officer.code"))
    held_at: Mapped[datetime | None]
    releases: Mapped[int] = mapped_column(default=0, server_default="0")
    __table_args__ = (
        UniqueConstraint("subject", "kind", "cycle", name="a_question_is_asked_once_a_cycle"),
        CheckConstraint("state IN ('open', 'decided', 'void')", name="a_question_state_is_known"),
        CheckConstraint("(state = 'void') = (void_reason IS NOT NULL)", name="a_void_question_has_its_reason"),
        CheckConstraint("(holder_code IS NULL) = (held_at IS NULL)", name="a_holder_has_held_it_since"),
        Index("question_by_state", "state"),
    )


class Asking(Base):
    """Where a question was put before a person: which run, in which attempt; its form was seen there, and emptied."""

    __tablename__ = "asking"
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    flow_run_id: Mapped[str] = mapped_column(primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime]
    form_seen_at: Mapped[datetime | None]
    emptied_at: Mapped[datetime | None]
    __table_args__ = (
        Index("asking_by_run", "flow_run_id"),
        Index("asking_by_end", "emptied_at"),
        Index("asking_not_emptied", "question_id", postgresql_where=NOT_EMPTIED, sqlite_where=NOT_EMPTIED),
    )


class Submission(Base):
    """Whatever was submitted to a question, granted or refused, once for each key.

    ``warranted_by`` is the question whose answer stands for the one-time code, where one code was given for several.
    """

    __tablename__ = "submission"
    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    key: Mapped[str] = mapped_column(unique=True)
    door: Mapped[str]
    officer_code: Mapped[str | None]
    submitted_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    outcome: Mapped[str]
    reason: Mapped[str | None]
    warranted_by: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    __table_args__ = (
        CheckConstraint("outcome IN ('granted', 'refused')", name="a_submission_outcome_is_known"),
        CheckConstraint("(outcome = 'refused') = (reason IS NOT NULL)", name="a_refused_submission_has_its_reason"),
        Index("submission_by_question", "question_id"),
        Index("submission_by_officer", "officer_code", "recorded_at"),
    )


class Decision(Base):
    """What was decided: by whom, within which mandate, when, on what ground. Never changed.

    Where the officer acted for another, the mandate is that other's; ``acted_for`` names everybody from the one who
    delegated last to the holder of the mandate.
    """

    __tablename__ = "decision"
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    submission_key: Mapped[str] = mapped_column(ForeignKey("submission.key"), unique=True)
    subject: Mapped[str]
    kind: Mapped[str]
    officer_code: Mapped[str] = mapped_column(ForeignKey("officer.code"))
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"))
    choice: Mapped[str]
    ground: Mapped[str | None]
    sealed_answer: Mapped[bytes]
    submitted_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    office_date: Mapped[date]
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"))
    acted_for: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    __table_args__ = (
        UniqueConstraint("question_id", "officer_code", name="a_decision_is_its_officers_act"),
        Index("decision_by_subject", "subject"),
        Index("decision_by_office_date", "office_date"),
    )
