"""What the database itself refuses: to change what was recorded, and every "twice" and "both" that must never be."""

from datetime import UTC, date, datetime

import pytest
from office_in_a_folder import (
    CASE,
    WEDNESDAY_MORNING,
    booking_row,
    case_row,
    decided_case,
    decision_row,
    effect_row,
    enrol,
    letter_row,
    mandate,
    open_case,
    question_row,
    submission_row,
    visit_row,
)
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from casework.lifecycle import Stage
from casework.registry import Event
from casework.registry.append_only import GUARDED, statements_for
from casework.registry.models import Base, Case, Decision, Mandate, PaperDecision, Question, RoundPlan, UsedCode

TOLD = Event("office:test:written", "office")


# --- what was recorded stays


def test_each_guarded_table_exists_with_the_keys_that_its_guard_names():
    for guarded in GUARDED:
        table = Base.metadata.tables[guarded.table]
        unique = {tuple(column.name for column in table.primary_key)} | {
            tuple(column.name for column in one.columns)
            for one in table.constraints
            if type(one).__name__ == "UniqueConstraint"
        }
        assert {key for key in unique if not any(set(other) < set(key) for other in unique)} == set(guarded.keys)


@pytest.mark.parametrize("guarded", GUARDED, ids=lambda guarded: guarded.table)
def test_both_databases_refuse_to_change_each_guarded_table(guarded):
    for_postgresql = [statement for statement in statements_for("postgresql") if f" ON {guarded.table} " in statement]
    assert [statement.split(" BEFORE ")[1].split(" ON ")[0] for statement in for_postgresql] == [
        "UPDATE OR DELETE",
        "TRUNCATE",
    ]
    for_sqlite = [statement for statement in statements_for("sqlite") if f" ON {guarded.table} " in statement]
    assert [statement.split(" BEFORE ")[1].split(" ON ")[0] for statement in for_sqlite] == [
        "UPDATE",
        "DELETE",
        "INSERT",
    ]


def test_a_database_for_which_there_are_no_guards_is_refused():
    with pytest.raises(ValueError, match="no append-only guards for mysql: use SQLite or PostgreSQL"):
        statements_for("mysql")


OF_SQLITE_ONLY = "INSERT OR REPLACE INTO decision SELECT * FROM decision"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decision SET choice = 'ineligible'",
        "UPDATE decision SET officer_code = 'EL'",
        "DELETE FROM decision",
        OF_SQLITE_ONLY,
        "UPDATE submission SET outcome = 'refused', reason = 'wrong-code'",
        "DELETE FROM submission",
        "UPDATE used_code SET time_step = 1",
        "DELETE FROM used_code",
        "UPDATE paper_decision SET scan_sha256 = 'another'",
        "DELETE FROM paper_decision",
    ],
)
def test_the_database_refuses_to_change_what_was_decided(registry, moment, behind_its_back, statement):
    if statement is OF_SQLITE_ONLY and registry.engine.dialect.name != "sqlite":
        statement = "INSERT INTO decision SELECT * FROM decision ON CONFLICT (question_id) DO UPDATE SET choice = ''"
    with registry.change(moment) as change:
        decision = decided_case(change)
        enrol(change, "SH")
        change.write(TOLD, UsedCode(officer_code="BS", time_step=7), paper_of(decision))
    table = statement.split()[1] if statement.startswith("UPDATE") else statement.split("FROM ")[1].split()[0]
    before = behind_its_back(f"SELECT * FROM {table}")
    with pytest.raises(Exception, match=f"{table} is append-only: write a new row that corrects the old one"):
        behind_its_back(statement)
    assert behind_its_back(f"SELECT * FROM {table}") == before


def paper_of(decision):
    return PaperDecision(
        question_id=decision.question_id,
        decided_at=decision.submitted_at,
        entered_on=decision.office_date,
        entered_by="BS",
        countersigned_by="SH",
        scan_sha256="0" * 64,
        act_subject="ACT-1",
    )


def test_a_refused_submission_may_be_put_in_order_a_granted_one_never(registry, moment, behind_its_back):
    with registry.change(moment) as change:
        decision = decided_case(change)
        change.write(TOLD, submission_row(decision.question_id, "submission-2", "refused"))
    behind_its_back("UPDATE submission SET officer_code = NULL WHERE outcome = 'refused'")
    assert behind_its_back("SELECT key FROM submission WHERE officer_code IS NULL") == [("submission-2",)]


# --- every once, and every never both


def refused_by(registry, moment, constraint, write):
    """Nothing of it is stored, and the database says which rule it broke."""
    with registry.change(moment) as change:
        decided_case(change)
    with pytest.raises(IntegrityError) as refused, registry.change(moment) as change:
        write(change)
    told = str(refused.value.orig)
    assert constraint in told if registry.engine.dialect.name == "sqlite" else _in_postgresql(constraint) in told


def _in_postgresql(constraint):
    """How PostgreSQL calls what SQLite refuses."""
    if constraint == "FOREIGN KEY":
        return "violates foreign key constraint"
    if constraint.endswith("is append-only"):  # where SQLite asks a trigger, its key is enough
        return f'duplicate key value violates unique constraint "{constraint.split()[0]}_'
    if "." in constraint:
        return f"Key ({', '.join(column.split('.')[1] for column in constraint.split(', '))})="
    return f'"{constraint}"'


def two_decisions_for_one_question(change):
    decision = change.session.scalars(select(Decision)).one()
    change.write(TOLD, submission_row(decision.question_id, "submission-2"))
    change.session.expunge(decision)
    within = change.session.scalars(select(Mandate.id)).one()
    change.write(
        TOLD, decision_row(change, decision.question_id, within, submission_key="submission-2", choice="ineligible")
    )


def one_submission_for_two_decisions(change):
    within = change.session.scalars(select(Mandate.id)).one()
    question = question_row(kind="payment-overdue")
    change.write(TOLD, question)
    change.write(TOLD, decision_row(change, question.id, within))


def a_decision_without_a_submission(change):
    within = change.session.scalars(select(Mandate.id)).one()
    question = question_row(kind="payment-overdue")
    change.write(TOLD, question, decision_row(change, question.id or 0, within, submission_key="never-submitted"))


def a_decision_of_nobody(change):
    question = question_row(kind="payment-overdue")
    change.write(TOLD, question)
    change.write(TOLD, submission_row(question.id, "submission-2"))
    within = change.session.scalars(select(Mandate.id)).one()
    change.write(TOLD, decision_row(change, question.id, within, submission_key="submission-2", officer_code="XX"))


def a_letter_signed(change, **told):
    decision = change.session.scalars(select(Decision)).one()
    facts = {
        "signatory_code": "BS",
        "signatory_capacity": "definitive:section-head",
        "signed_by_decision": decision.question_id,
    }
    change.write(TOLD, letter_row(change, **facts | told))


def a_letter_signed_by_another_than_decided(change):
    enrol(change, "RK")
    a_letter_signed(change, signatory_code="RK")


def a_plan(revision, state):
    return RoundPlan(day=date(2026, 11, 26), revision=revision, state=state, digest="", content={})


NEVER_BOTH = [
    ("decision is append-only", two_decisions_for_one_question),
    ("decision is append-only", one_submission_for_two_decisions),
    ("FOREIGN KEY", a_decision_without_a_submission),
    ("FOREIGN KEY", a_decision_of_nobody),
    ("question.subject, question.kind, question.cycle", lambda change: change.write(TOLD, question_row())),
    ("submission is append-only", lambda change: change.write(TOLD, submission_row(1))),
    ("effect.subject, effect.kind, effect.occurrence", lambda change: change.write(TOLD, effect_row(), effect_row())),
    ("a_void_effect_has_its_reason", lambda change: change.write(TOLD, effect_row(state="void", settled_at=WEDNESDAY_MORNING))),
    ("a_settled_effect_has_its_time", lambda change: change.write(TOLD, effect_row(state="done"))),
    ("letter.number", lambda change: change.write(TOLD, letter_row(change), letter_row(change, 2, number="WIM.13.IMI.1-1-CONTOH"))),
    ("letter.unit, letter.classification, letter.year, letter.sequence", lambda change: change.write(TOLD, letter_row(change), letter_row(change, 2, sequence=1))),
    ("letter.subject, letter.kind, letter.occurrence", lambda change: change.write(TOLD, letter_row(change), letter_row(change, 2, occurrence=1))),
    ("an_issued_letter_has_its_bytes", lambda change: change.write(TOLD, letter_row(change, state="issued"))),
    ("a_void_letter_has_its_reason", lambda change: change.write(TOLD, letter_row(change, state="void"))),
    ("no_name_under_a_letter_without_an_act", lambda change: a_letter_signed(change, signed_by_decision=None)),
    ("no_name_under_a_letter_without_an_act", lambda change: a_letter_signed(change, signatory_code=None)),
    ("FOREIGN KEY", a_letter_signed_by_another_than_decided),
    ("booking.resource, booking.slot", lambda change: change.write(TOLD, visit_row(), booking_row(), booking_row())),
    ("FOREIGN KEY", lambda change: change.write(TOLD, booking_row())),
    ("visit.case_reference", lambda change: change.write(TOLD, visit_row(1), visit_row(2))),
    ("a_visit_ends_after_it_starts", lambda change: change.write(TOLD, visit_row(ends_at=datetime(2026, 11, 26, 2, tzinfo=UTC)))),
    ("round_plan.day", lambda change: change.write(TOLD, a_plan(1, "proposed"), a_plan(2, "approved"))),
    ("round_plan.day", lambda change: change.write(TOLD, a_plan(1, "signed"), a_plan(2, "missed"))),
    ("used_code is append-only", lambda change: change.write(TOLD, UsedCode(officer_code="BS", time_step=7), UsedCode(officer_code="BS", time_step=7))),
    ("a_closed_case_has_a_result", lambda change: change.write(TOLD, case_row("SAHS-7K52", stage="closed", closed_on=date(2026, 11, 25)))),
    ("a_closed_case_has_a_result", lambda change: change.write(TOLD, case_row("SAHS-7K52", stage="closed", result="granted"))),
    ("a_closed_case_has_a_result", lambda change: change.write(TOLD, case_row("SAHS-7K52", result="granted", closed_on=date(2026, 11, 25)))),
    ("a_stage_is_known", lambda change: change.write(TOLD, case_row("SAHS-7K52", stage="lost"))),
    ("case_file.channel, case_file.external_reference", lambda change: change.write(TOLD, case_row("SAHS-7K52", external_reference=f"MSK-{CASE}"))),
    ("FOREIGN KEY", lambda change: mandate(change, decree="never decreed")),
]  # fmt: skip


@pytest.mark.filterwarnings("ignore:New instance.*conflicts")  # SQLAlchemy sees some of them coming
@pytest.mark.parametrize(
    ("constraint", "write"), NEVER_BOTH, ids=[f"{n}-{c.split('.')[0]}" for n, (c, _) in enumerate(NEVER_BOTH)]
)
def test_the_database_refuses_what_must_never_be(registry, moment, constraint, write):
    refused_by(registry, moment, constraint, write)


def test_the_database_takes_what_lies_just_within_the_rules(registry, moment):
    with registry.change(moment) as change:
        decided_case(change)
        a_letter_signed(change)
        change.write(
            TOLD, letter_row(change, 2, state="void", void_reason="died"), effect_row(), effect_row(occurrence=2)
        )
        change.write(
            TOLD, visit_row(1, state="failed"), visit_row(2), booking_row(2), booking_row(2, resource="kit:K1")
        )
        change.write(TOLD, a_plan(1, "rejected"), a_plan(2, "rejected"), a_plan(3, "proposed"))
        change.write(TOLD, case_row("SAHS-7K52", stage="closed", result="granted", closed_on=date(2026, 11, 25)))
        change.write(TOLD, question_row(cycle=2))
    with registry.reading() as reading:
        assert len(list(reading.session.scalars(select(Question)))) == 2


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.CLOSED])
def test_the_database_knows_every_stage_of_the_lifecycle(registry, moment, stage):
    with registry.change(moment) as change:
        open_case(change, stage=stage.value)
    with registry.reading() as reading:
        assert reading.session.get_one(Case, CASE).stage == stage
