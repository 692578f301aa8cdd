"""The register's tables: every fact that matters, and in constraints every "once" and every "never both".

``sealed`` columns hold AES-256-GCM ciphertext under the key of their owner (a case, a plan, an officer); see
``vault``. Everything else is codes, dates and references.
"""

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from casework.lifecycle import Stage


class UtcDateTime(TypeDecorator[datetime]):
    """A real time, kept in UTC; a naive one is refused at the border of the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Into the database: aware times only, as UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("the register keeps no time without a time zone: give an aware datetime")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 SQLAlchemy's signature
        """Out of the database: aware, UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table of the register."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        date: Date,
        bytes: LargeBinary,
        str: String,
        dict[str, Any]: JSON,
        list[str]: JSON,
    }


# --- the office -------------------------------------------------------------------------------------------------


class OfficeSetting(Base):
    """What kind of office this register belongs to, and (demo office only) how far its clock is ahead."""

    __tablename__ = "office_setting"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class DataKey(Base):
    """The key of one owner's personal data, wrapped by the office key; destroying it erases the data."""

    __tablename__ = "data_key"
    owner: Mapped[str] = mapped_column(primary_key=True)
    wrapped: Mapped[bytes | None]
    created_at: Mapped[datetime]
    destroyed_at: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint("(wrapped IS NULL) = (destroyed_at IS NOT NULL)", name="a_key_is_there_or_destroyed"),
    )


class Officer(Base):
    """A member of the staff; on screen and in Prefect only ever the short code and the post."""

    __tablename__ = "officer"
    code: Mapped[str] = mapped_column(primary_key=True)
    post: Mapped[str]
    active: Mapped[bool]
    languages: Mapped[list[str]]
    sealed_name: Mapped[bytes]
    sealed_employee_number: Mapped[bytes]
    sealed_code_secret: Mapped[bytes]
    code_step_seconds: Mapped[int] = mapped_column(default=30)
    __table_args__ = (CheckConstraint("code_step_seconds BETWEEN 1 AND 60", name="a_code_lasts_a_minute_at_most"),)


class Decree(Base):
    """A decree (SK) of the head of office, in force between two dates."""

    __tablename__ = "decree"
    number: Mapped[str] = mapped_column(primary_key=True)
    dated: Mapped[date]
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    signatory_post: Mapped[str]
    __table_args__ = (CheckConstraint("valid_from <= valid_to", name="a_decree_ends_after_it_begins"),)


class Mandate(Base):
    """An officer acts in a role only within a mandate in force at that moment."""

    __tablename__ = "mandate"
    id: Mapped[int] = mapped_column(primary_key=True)
    officer_code: Mapped[str] = mapped_column(ForeignKey("officer.code"))
    role: Mapped[str]
    capacity: Mapped[str] = mapped_column(default="definitive")
    decree_number: Mapped[str] = mapped_column(ForeignKey("decree.number"))
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    __table_args__ = (
        UniqueConstraint("officer_code", "role", "decree_number", "valid_from"),
        CheckConstraint("capacity IN ('definitive', 'plh', 'plt')", name="a_capacity_is_known"),
        CheckConstraint("valid_from <= valid_to", name="a_mandate_ends_after_it_begins"),
    )


class UsedCode(Base):
    """Each time step of an officer's one-time code is good for one decision, ever."""

    __tablename__ = "used_code"
    officer_code: Mapped[str] = mapped_column(ForeignKey("officer.code"), primary_key=True)
    time_step: Mapped[int] = mapped_column(primary_key=True)


class Equipment(Base):
    """A kit or a vehicle that a team takes along."""

    __tablename__ = "equipment"
    code: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    in_service: Mapped[bool]
    __table_args__ = (CheckConstraint("kind IN ('kit', 'vehicle')", name="an_equipment_kind_is_known"),)


# --- the case ---------------------------------------------------------------------------------------------------


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


# --- rounds -----------------------------------------------------------------------------------------------------


class RoundPlan(Base):
    """The plan of one day's rounds; a rejected one is followed by the next revision, a missed day is on record."""

    __tablename__ = "round_plan"
    day: Mapped[date] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str]
    digest: Mapped[str]
    content: Mapped[dict[str, Any]]
    __table_args__ = (
        CheckConstraint(
            "state IN ('proposed', 'approved', 'signed', 'rejected', 'missed', 'empty')", name="a_plan_state_is_known"
        ),
        Index(
            "one_plan_stands_for_a_day",
            "day",
            unique=True,
            sqlite_where=text("state IN ('proposed', 'approved', 'signed', 'missed')"),
            postgresql_where=text("state IN ('proposed', 'approved', 'signed', 'missed')"),
        ),
    )


class TeamDay(Base):
    """A team on one day: who, with what, and whether it was released in the morning."""

    __tablename__ = "team_day"
    day: Mapped[date] = mapped_column(primary_key=True)
    team_code: Mapped[str] = mapped_column(primary_key=True)
    lead_code: Mapped[str] = mapped_column(ForeignKey("officer.code"))
    members: Mapped[list[str]]
    kit_code: Mapped[str]
    vehicle_code: Mapped[str]
    decree_number: Mapped[str] = mapped_column(ForeignKey("decree.number"))
    state: Mapped[str]
    __table_args__ = (CheckConstraint("state IN ('planned', 'released', 'held')", name="a_team_state_is_known"),)


class Visit(Base):
    """One announced visit; the attempt counts against the limit only when the applicant's side failed it."""

    __tablename__ = "visit"
    case_reference: Mapped[str] = mapped_column(ForeignKey("case_file.reference"), primary_key=True)
    occurrence: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    team_code: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[str]
    counted: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (
        CheckConstraint("state IN ('announced', 'held', 'failed', 'void')", name="a_visit_state_is_known"),
        CheckConstraint("starts_at < ends_at", name="a_visit_ends_after_it_starts"),
        Index(
            "one_visit_is_announced_for_a_case",
            "case_reference",
            unique=True,
            sqlite_where=text("state = 'announced'"),
            postgresql_where=text("state = 'announced'"),
        ),
    )


class Booking(Base):
    """Ten minutes of one officer, kit, vehicle or applicant: nobody is booked twice."""

    __tablename__ = "booking"
    resource: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[datetime] = mapped_column(primary_key=True)
    case_reference: Mapped[str]
    occurrence: Mapped[int]
    __table_args__ = (
        ForeignKeyConstraint(
            ["case_reference", "occurrence"],
            ["visit.case_reference", "visit.occurrence"],
            name="a_booking_is_for_a_visit",
        ),
    )


# --- questions, decisions ---------------------------------------------------------------------------------------


class Question(Base):
    """An open question to a person; asked once a cycle, answered once, or void with a reason."""

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
    __table_args__ = (
        UniqueConstraint("subject", "kind", "cycle", name="a_question_is_asked_once_a_cycle"),
        CheckConstraint("state IN ('open', 'decided', 'void')", name="a_question_state_is_known"),
        CheckConstraint("(state = 'void') = (void_reason IS NOT NULL)", name="a_void_question_has_its_reason"),
        Index("question_by_state", "state"),
    )


class Asking(Base):
    """Where a question was put before a person: which run, under which key, in which attempt."""

    __tablename__ = "asking"
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    flow_run_id: Mapped[str] = mapped_column(primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime]


class Submission(Base):
    """Whatever was submitted to a question, granted or refused, once for each key."""

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
    __table_args__ = (
        CheckConstraint("outcome IN ('granted', 'refused')", name="a_submission_outcome_is_known"),
        CheckConstraint("(outcome = 'refused') = (reason IS NOT NULL)", name="a_refused_submission_has_its_reason"),
        Index("submission_by_question", "question_id"),
    )


class Decision(Base):
    """What was decided: by whom, within which mandate, when, on what ground. Never changed."""

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
    __table_args__ = (
        UniqueConstraint("question_id", "officer_code", name="a_decision_is_its_officers_act"),
        Index("decision_by_subject", "subject"),
    )


# --- effects, letters -------------------------------------------------------------------------------------------


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


# --- the engine, the ledger -------------------------------------------------------------------------------------


class EngineRun(Base):
    """A run that was started for a subject; the start number makes its idempotency key."""

    __tablename__ = "engine_run"
    subject: Mapped[str] = mapped_column(primary_key=True)
    flow: Mapped[str] = mapped_column(primary_key=True)
    start: Mapped[int] = mapped_column(primary_key=True)
    flow_run_id: Mapped[str | None]
    started_at: Mapped[datetime]


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
