"""The first tables of the register, and the guards that keep what was recorded as it was recorded."""

import sqlalchemy as sa
from alembic import op

from casework.registry import append_only, models

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "case_file",
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("external_reference", sa.String(), nullable=False),
        sa.Column("received_at", models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("permit_kind", sa.String(), nullable=False),
        sa.Column("regency_code", sa.String(), nullable=False),
        sa.Column("permit_expires_on", sa.Date(), nullable=True),
        sa.Column("last_safe_visit_day", sa.Date(), nullable=True),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("passport_index", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(stage = 'closed') = (closed_on IS NOT NULL AND result IS NOT NULL)", name="a_closed_case_has_a_result"
        ),
        sa.CheckConstraint(
            "stage IN ('received', 'incomplete', 'assessment', 'payment', 'waiting-for-visit', 'visit', 'permit', 'closing', 'closed')",
            name="a_stage_is_known",
        ),
        sa.PrimaryKeyConstraint("reference"),
        sa.UniqueConstraint("channel", "external_reference", name="one_case_for_one_external_reference"),
    )
    op.create_index("case_by_passport", "case_file", ["passport_index"], unique=False)
    op.create_index("case_by_stage", "case_file", ["stage"], unique=False)
    op.create_table(
        "data_key",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("destroyed_at", models.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(wrapped IS NULL) = (destroyed_at IS NOT NULL)", name="a_key_is_there_or_destroyed"),
        sa.PrimaryKeyConstraint("owner"),
    )
    op.create_table(
        "decree",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("signatory_post", sa.String(), nullable=False),
        sa.CheckConstraint("valid_from <= valid_to", name="a_decree_ends_after_it_begins"),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "effect",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("occurrence", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("planned_at", models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("settled_at", models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.CheckConstraint("(state = 'planned') = (settled_at IS NULL)", name="a_settled_effect_has_its_time"),
        sa.CheckConstraint("(state = 'void') = (void_reason IS NOT NULL)", name="a_void_effect_has_its_reason"),
        sa.CheckConstraint("state IN ('planned', 'done', 'void')", name="an_effect_state_is_known"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("subject", "kind", "occurrence", name="an_effect_happens_once"),
    )
    op.create_index("effect_by_state", "effect", ["state"], unique=False)
    op.create_table(
        "engine_run",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("flow_run_id", sa.String(), nullable=True),
        sa.Column("started_at", models.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject", "flow", "start"),
    )
    op.create_table(
        "equipment",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("in_service", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('kit', 'vehicle')", name="an_equipment_kind_is_known"),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_seq", sa.Integer(), nullable=False),
        sa.Column("prev_hash", sa.String(), nullable=False),
        sa.Column("subject_prev_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("hash"),
        sa.UniqueConstraint("prev_hash"),
        sa.UniqueConstraint("subject", "subject_seq"),
    )
    op.create_table(
        "letter_counter",
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("classification", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("unit", "classification", "year"),
    )
    op.create_table(
        "office_setting",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "officer",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("sealed_name", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_employee_number", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_code_secret", sa.LargeBinary(), nullable=False),
        sa.Column("code_step_seconds", sa.Integer(), nullable=False),
        sa.CheckConstraint("code_step_seconds BETWEEN 1 AND 60", name="a_code_lasts_a_minute_at_most"),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opened_at", models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("prepared", sa.JSON(), nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.CheckConstraint("(state = 'void') = (void_reason IS NOT NULL)", name="a_void_question_has_its_reason"),
        sa.CheckConstraint("state IN ('open', 'decided', 'void')", name="a_question_state_is_known"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("subject", "kind", "cycle", name="a_question_is_asked_once_a_cycle"),
    )
    op.create_index("question_by_state", "question", ["state"], unique=False)
    op.create_table(
        "round_plan",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "state IN ('proposed', 'approved', 'signed', 'rejected', 'missed', 'empty')", name="a_plan_state_is_known"
        ),
        sa.PrimaryKeyConstraint("day", "revision"),
    )
    op.create_index(
        "one_plan_stands_for_a_day",
        "round_plan",
        ["day"],
        unique=True,
        sqlite_where=sa.text("state IN ('proposed', 'approved', 'signed', 'missed')"),
        postgresql_where=sa.text("state IN ('proposed', 'approved', 'signed', 'missed')"),
    )
    op.create_table(
        "application_cycle",
        sa.Column("case_reference", sa.String(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("content_digest", sa.String(), nullable=False),
        sa.Column("sealed_content", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", models.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_reference"],
            ["case_file.reference"],
        ),
        sa.PrimaryKeyConstraint("case_reference", "cycle"),
    )
    op.create_table(
        "approval_level",
        sa.Column("case_reference", sa.String(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_reference"],
            ["case_file.reference"],
        ),
        sa.PrimaryKeyConstraint("case_reference", "cycle", "level"),
    )
    op.create_table(
        "asking",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("flow_run_id", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("asked_at", models.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
        ),
        sa.PrimaryKeyConstraint("question_id", "flow_run_id", "attempt"),
    )
    op.create_table(
        "case_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_reference", sa.String(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("stored_as", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_reference"],
            ["case_file.reference"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_reference", "cycle", "code"),
        sa.UniqueConstraint("stored_as"),
    )
    op.create_table(
        "finding",
        sa.Column("case_reference", sa.String(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.String(), nullable=False),
        sa.Column("rule_version", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("ground", sa.String(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_reference"],
            ["case_file.reference"],
        ),
        sa.PrimaryKeyConstraint("case_reference", "cycle", "rule_id"),
    )
    op.create_table(
        "issued_permit",
        sa.Column("case_reference", sa.String(), nullable=False),
        sa.Column("sealed_permit", sa.LargeBinary(), nullable=False),
        sa.Column("registered_at", models.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_reference"],
            ["case_file.reference"],
        ),
        sa.PrimaryKeyConstraint("case_reference"),
    )
    op.create_table(
        "mandate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_code", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("capacity", sa.String(), nullable=False),
        sa.Column("decree_number", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.CheckConstraint("capacity IN ('definitive', 'plh', 'plt')", name="a_capacity_is_known"),
        sa.CheckConstraint("valid_from <= valid_to", name="a_mandate_ends_after_it_begins"),
        sa.ForeignKeyConstraint(
            ["decree_number"],
            ["decree.number"],
        ),
        sa.ForeignKeyConstraint(
            ["officer_code"],
            ["officer.code"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("officer_code", "role", "decree_number", "valid_from"),
    )
    op.create_table(
        "payment",
        sa.Column("case_reference", sa.String(), nullable=False),
        sa.Column("occurrence", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("tariff_basis", sa.String(), nullable=False),
        sa.Column("billing_code", sa.String(), nullable=True),
        sa.Column("billing_expires_at", models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("paid_at", models.UtcDateTime(timezone=True), nullable=True),
        sa.Column("receipt_number", sa.String(), nullable=True),
        sa.CheckConstraint("(paid_at IS NULL) = (receipt_number IS NULL)", name="a_payment_has_its_receipt"),
        sa.CheckConstraint("amount > 0", name="a_billed_amount_is_positive"),
        sa.ForeignKeyConstraint(
            ["case_reference"],
            ["case_file.reference"],
        ),
        sa.PrimaryKeyConstraint("case_reference", "occurrence"),
        sa.UniqueConstraint("billing_code"),
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("door", sa.String(), nullable=False),
        sa.Column("officer_code", sa.String(), nullable=True),
        sa.Column("submitted_at", models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint("(outcome = 'refused') = (reason IS NOT NULL)", name="a_refused_submission_has_its_reason"),
        sa.CheckConstraint("outcome IN ('granted', 'refused')", name="a_submission_outcome_is_known"),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("submission_by_question", "submission", ["question_id"], unique=False)
    op.create_table(
        "team_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("team_code", sa.String(), nullable=False),
        sa.Column("lead_code", sa.String(), nullable=False),
        sa.Column("members", sa.JSON(), nullable=False),
        sa.Column("kit_code", sa.String(), nullable=False),
        sa.Column("vehicle_code", sa.String(), nullable=False),
        sa.Column("decree_number", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('planned', 'released', 'held')", name="a_team_state_is_known"),
        sa.ForeignKeyConstraint(
            ["decree_number"],
            ["decree.number"],
        ),
        sa.ForeignKeyConstraint(
            ["lead_code"],
            ["officer.code"],
        ),
        sa.PrimaryKeyConstraint("day", "team_code"),
    )
    op.create_table(
        "used_code",
        sa.Column("officer_code", sa.String(), nullable=False),
        sa.Column("time_step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_code"],
            ["officer.code"],
        ),
        sa.PrimaryKeyConstraint("officer_code", "time_step"),
    )
    op.create_table(
        "visit",
        sa.Column("case_reference", sa.String(), nullable=False),
        sa.Column("occurrence", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("team_code", sa.String(), nullable=False),
        sa.Column("starts_at", models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.CheckConstraint("state IN ('announced', 'held', 'failed', 'void')", name="a_visit_state_is_known"),
        sa.CheckConstraint("starts_at < ends_at", name="a_visit_ends_after_it_starts"),
        sa.ForeignKeyConstraint(
            ["case_reference"],
            ["case_file.reference"],
        ),
        sa.PrimaryKeyConstraint("case_reference", "occurrence"),
    )
    op.create_index(
        "one_visit_is_announced_for_a_case",
        "visit",
        ["case_reference"],
        unique=True,
        sqlite_where=sa.text("state = 'announced'"),
        postgresql_where=sa.text("state = 'announced'"),
    )
    op.create_table(
        "booking",
        sa.Column("resource", sa.String(), nullable=False),
        sa.Column("slot", models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("case_reference", sa.String(), nullable=False),
        sa.Column("occurrence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_reference", "occurrence"],
            ["visit.case_reference", "visit.occurrence"],
            name="a_booking_is_for_a_visit",
        ),
        sa.PrimaryKeyConstraint("resource", "slot"),
    )
    op.create_table(
        "decision",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("submission_key", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("officer_code", sa.String(), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("ground", sa.String(), nullable=True),
        sa.Column("sealed_answer", sa.LargeBinary(), nullable=False),
        sa.Column("submitted_at", models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", models.UtcDateTime(timezone=True), nullable=False),
        sa.Column("office_date", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mandate_id"],
            ["mandate.id"],
        ),
        sa.ForeignKeyConstraint(
            ["officer_code"],
            ["officer.code"],
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
        ),
        sa.ForeignKeyConstraint(
            ["submission_key"],
            ["submission.key"],
        ),
        sa.PrimaryKeyConstraint("question_id"),
        sa.UniqueConstraint("question_id", "officer_code", name="a_decision_is_its_officers_act"),
        sa.UniqueConstraint("submission_key"),
    )
    op.create_index("decision_by_subject", "decision", ["subject"], unique=False)
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("occurrence", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("classification", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.Column("sealed_facts", sa.LargeBinary(), nullable=False),
        sa.Column("content_digest", sa.String(), nullable=False),
        sa.Column("signatory_code", sa.String(), nullable=True),
        sa.Column("signatory_capacity", sa.String(), nullable=True),
        sa.Column("signed_by_decision", sa.Integer(), nullable=True),
        sa.Column("verification_token", sa.String(), nullable=False),
        sa.Column("template_version", sa.String(), nullable=True),
        sa.Column("pdf_sha256", sa.String(), nullable=True),
        sa.Column("stored_as", sa.String(), nullable=True),
        sa.CheckConstraint("(state = 'issued') = (pdf_sha256 IS NOT NULL)", name="an_issued_letter_has_its_bytes"),
        sa.CheckConstraint("(state = 'void') = (void_reason IS NOT NULL)", name="a_void_letter_has_its_reason"),
        sa.CheckConstraint("state IN ('reserved', 'issued', 'void')", name="a_letter_state_is_known"),
        sa.CheckConstraint(
            "(signatory_code IS NULL) = (signed_by_decision IS NULL)", name="no_name_under_a_letter_without_an_act"
        ),
        sa.ForeignKeyConstraint(
            ["signatory_code"],
            ["officer.code"],
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_decision", "signatory_code"],
            ["decision.question_id", "decision.officer_code"],
            name="the_act_is_the_signatorys_own",
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
        sa.UniqueConstraint("stored_as"),
        sa.UniqueConstraint("subject", "kind", "occurrence", name="a_letter_is_written_once"),
        sa.UniqueConstraint("unit", "classification", "year", "sequence", name="a_number_is_given_once"),
        sa.UniqueConstraint("verification_token"),
    )
    dialect = op.get_bind().dialect.name
    guards = append_only.statements_for(dialect, append_only.GUARDED_FROM_THE_FIRST)
    for statement in (*append_only.preparation_for(dialect), *guards):
        op.execute(statement)


def downgrade() -> None:
    """A register is never taken back: restore the backup instead."""
    raise RuntimeError("the register is never downgraded: restore the backup")
