"""The case: what was sent, what was found, what was paid, what was issued."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.lifecycle import Stage
from casework.registry.models.base import Base


class Case(Base):
    """One application of one person, from arrival to closure."""

    __tablename__ = "case_file"
    reference: Mapped[str] = mapped_column(primary_key=True)
    stage: Mapped[str]
    cycle: Mapped[int] = mapped_column(default=1)
    channel: Mapped[str]
    external_reference: Mapped[str]
    received_at: Mapped[datetime]
    received_on: Mapped[date]
    applied_on: Mapped[date]
    procedure: Mapped[str]
    permit_kind: Mapped[str]
    regency_code: Mapped[str]
    permit_expires_on: Mapped[date | None]
    last_safe_visit_day: Mapped[date | None]
    result: Mapped[str | None]
    closed_on: Mapped[date | None]
    retain_until: Mapped[date | None]
    passport_index: Mapped[str]
    __table_args__ = (
        UniqueConstraint("channel", "external_reference", name="one_case_for_one_external_reference"),
        CheckConstraint(f"stage IN ({', '.join(repr(stage.value) for stage in Stage)})", name="a_stage_is_known"),
        CheckConstraint(
            "(stage = 'closed') = (closed_on IS NOT NULL AND result IS NOT NULL)", name="a_closed_case_has_a_result"
        ),
        Index("case_by_stage", "stage"),
        Index("case_by_passport", "passport_index"),
    )


class ApplicationCycle(Base):
    """What was sent in one cycle of a case, whole and unchanged."""

    __tablename__ = "application_cycle"
    case_reference: Mapped[str] = mapped_column(ForeignKey("case_file.reference"), primary_key=True)
    cycle: Mapped[int] = mapped_column(primary_key=True)
    content_digest: Mapped[str]
    sealed_content: Mapped[bytes]
    received_at: Mapped[datetime]


class ConflictingContent(Base):
    """What came under the reference of a case with other content: kept for the person who decides, and no cycle of its own."""

    __tablename__ = "conflicting_content"
    case_reference: Mapped[str] = mapped_column(ForeignKey("case_file.reference"), primary_key=True)
    cycle: Mapped[int] = mapped_column(primary_key=True)
    content_digest: Mapped[str]
    sealed_content: Mapped[bytes]
    received_at: Mapped[datetime]


class CaseDocument(Base):
    """A document of a case: its fingerprint here, its bytes sealed in the document folder."""

    __tablename__ = "case_document"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_reference: Mapped[str] = mapped_column(ForeignKey("case_file.reference"))
    cycle: Mapped[int]
    code: Mapped[str]
    sha256: Mapped[str]
    media_type: Mapped[str]
    stored_as: Mapped[str] = mapped_column(unique=True)
    __table_args__ = (UniqueConstraint("case_reference", "cycle", "code"),)


class FindingRow(Base):
    """What one rule found in one cycle of a case."""

    __tablename__ = "finding"
    case_reference: Mapped[str] = mapped_column(ForeignKey("case_file.reference"), primary_key=True)
    cycle: Mapped[int] = mapped_column(primary_key=True)
    rule_id: Mapped[str] = mapped_column(primary_key=True)
    rule_version: Mapped[str]
    outcome: Mapped[str]
    ground: Mapped[str | None]
    detail: Mapped[dict[str, Any]]
    assessed_on: Mapped[date]


class Payment(Base):
    """The state fee (PNBP) of the permit; the visit itself never costs anything."""

    __tablename__ = "payment"
    case_reference: Mapped[str] = mapped_column(ForeignKey("case_file.reference"), primary_key=True)
    occurrence: Mapped[int] = mapped_column(primary_key=True)
    amount: Mapped[int]
    due_on: Mapped[date]
    tariff_basis: Mapped[str]
    billing_code: Mapped[str | None] = mapped_column(unique=True)
    billing_expires_at: Mapped[datetime | None]
    paid_at: Mapped[datetime | None]
    receipt_number: Mapped[str | None]
    __table_args__ = (
        CheckConstraint("amount > 0", name="a_billed_amount_is_positive"),
        CheckConstraint("(paid_at IS NULL) = (receipt_number IS NULL)", name="a_payment_has_its_receipt"),
    )


class ApprovalLevel(Base):
    """One level of the approval chain, frozen when the case enters the permit stage."""

    __tablename__ = "approval_level"
    case_reference: Mapped[str] = mapped_column(ForeignKey("case_file.reference"), primary_key=True)
    cycle: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str]


class IssuedPermit(Base):
    """The permit as SIMKIM registered it: at most one for a case."""

    __tablename__ = "issued_permit"
    case_reference: Mapped[str] = mapped_column(ForeignKey("case_file.reference"), primary_key=True)
    sealed_permit: Mapped[bytes]
    registered_at: Mapped[datetime]
