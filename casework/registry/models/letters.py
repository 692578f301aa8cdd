"""What goes out: effects, each once, and numbered letters."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.registry.models.base import Base


class Effect(Base):
    """Something that goes out of the office exactly once: a letter, a mail, an order to a neighbour."""

    __tablename__ = "effect"
    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str]
    kind: Mapped[str]
    occurrence: Mapped[int]
    state: Mapped[str]
    content: Mapped[dict[str, Any]]
    planned_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    void_reason: Mapped[str | None]
    __table_args__ = (
        UniqueConstraint("subject", "kind", "occurrence", name="an_effect_happens_once"),
        CheckConstraint("state IN ('planned', 'done', 'void')", name="an_effect_state_is_known"),
        CheckConstraint("(state = 'void') = (void_reason IS NOT NULL)", name="a_void_effect_has_its_reason"),
        CheckConstraint("(state = 'planned') = (settled_at IS NULL)", name="a_settled_effect_has_its_time"),
        Index("effect_by_state", "state"),
    )

    @property
    def key(self) -> str:
        """The idempotency key under which a neighbour recognises this effect."""
        return f"{self.subject}:{self.kind}:{self.occurrence}"


class LetterCounter(Base):
    """The last number given out for one unit, classification and year."""

    __tablename__ = "letter_counter"
    unit: Mapped[str] = mapped_column(primary_key=True)
    classification: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Letter(Base):
    """A numbered letter: reserved in the change that causes it, issued once, or void with its number kept."""

    __tablename__ = "letter"
    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str]
    kind: Mapped[str]
    occurrence: Mapped[int]
    number: Mapped[str] = mapped_column(unique=True)
    unit: Mapped[str]
    classification: Mapped[str]
    year: Mapped[int]
    sequence: Mapped[int]
    dated: Mapped[date]
    state: Mapped[str]
    void_reason: Mapped[str | None]
    sealed_facts: Mapped[bytes]
    content_digest: Mapped[str]
    signatory_code: Mapped[str | None] = mapped_column(ForeignKey("officer.code"))
    signatory_capacity: Mapped[str | None]
    signed_by_decision: Mapped[int | None]
    verification_token: Mapped[str] = mapped_column(unique=True)
    template_version: Mapped[str | None]
    engine_fingerprint: Mapped[str | None]
    unsigned_sha256: Mapped[str | None]
    signed_with: Mapped[str | None]
    pdf_sha256: Mapped[str | None]
    stored_as: Mapped[str | None] = mapped_column(unique=True)
    __table_args__ = (
        UniqueConstraint("subject", "kind", "occurrence", name="a_letter_is_written_once"),
        UniqueConstraint("unit", "classification", "year", "sequence", name="a_number_is_given_once"),
        CheckConstraint("state IN ('reserved', 'issued', 'void')", name="a_letter_state_is_known"),
        CheckConstraint("(state = 'issued') = (pdf_sha256 IS NOT NULL)", name="an_issued_letter_has_its_bytes"),
        CheckConstraint("(state = 'void') = (void_reason IS NOT NULL)", name="a_void_letter_has_its_reason"),
        CheckConstraint(
            "(signatory_code IS NULL) = (signed_by_decision IS NULL)", name="no_name_under_a_letter_without_an_act"
        ),
        ForeignKeyConstraint(
            ["signed_by_decision", "signatory_code"],
            ["decision.question_id", "decision.officer_code"],
            name="the_act_is_the_signatorys_own",
        ),
    )


class LetterTemplate(Base):
    """All that a kind of letter is printed from besides its facts, as it was when a letter was first numbered with it, or checked."""

    __tablename__ = "letter_template"
    version: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    origin: Mapped[str]
    files: Mapped[dict[str, Any]]
    recorded_at: Mapped[datetime]
    __table_args__ = (CheckConstraint("origin IN ('shipped', 'office')", name="a_template_origin_is_known"),)


class TemplateAdoption(Base):
    """From a day on, the office writes a kind of letter with that template."""

    __tablename__ = "template_adoption"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    version: Mapped[str] = mapped_column(ForeignKey("letter_template.version"))
    valid_from: Mapped[date]
    adopted_by: Mapped[int] = mapped_column(ForeignKey("decision.question_id"), unique=True)
    __table_args__ = (Index("adoption_by_kind", "kind", "valid_from"),)
