"""An invented office in a folder of its own: what the register's tests are made of. Nobody here exists."""

import tempfile
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from casework.clock import Moment, moment_at
from casework.registry import Change, Event, Registry
from casework.registry.models import (
    Booking,
    Case,
    Decision,
    Decree,
    Effect,
    Letter,
    Mandate,
    Question,
    Submission,
    Visit,
)
from casework.registry.officers import NewOfficer, enrol_officer
from casework.registry.schema import migrate
from casework.registry.vault import OfficeKey

WEDNESDAY_MORNING = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)  # 09:30 WIB
DECREE = "WIM.13.IMI.1-CONTOH-OT.02.01 TAHUN 2026"
CASE = "SAHS-7K43"


on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)


def migrated_file(folder: Path) -> str:
    """The URL of a fresh SQLite file, migrated as the office's own would be."""
    path = folder / "register.sqlite"
    path.write_bytes(_migrated_database())
    return f"sqlite:///{path}"


def open_register(folder: Path, office_key: OfficeKey) -> Registry:
    """A register on a fresh SQLite file."""
    return Registry(migrated_file(folder), office_key)


def moment_of(real_time: datetime = WEDNESDAY_MORNING, **later: int) -> Moment:
    """A moment of this office, a Wednesday morning if nothing else is said; ``later`` are hours, minutes, seconds."""
    return moment_at(real_time + timedelta(**later))


def enter_decree(
    change: Change,
    number: str = DECREE,
    valid_from: date = date(2026, 1, 1),
    valid_to: date = date(2026, 12, 31),
) -> Decree:
    """A decree in force in 2026, if nothing else is said."""
    decree = Decree(
        number=number, dated=valid_from, valid_from=valid_from, valid_to=valid_to, signatory_post="Kepala Kantor"
    )
    change.write(Event("office:decree:entered", "office"), decree)
    return decree


def enrol(
    change: Change,
    code: str = "BS",
    *,
    name: str = "Bagus Setiadi",
    employee_number: str = "197911232004121902",
    step_seconds: int = 30,
    serves_until: date | None = None,
) -> str:
    """An officer without any mandate; returns the secret of the one-time code."""
    new = NewOfficer(code, name, employee_number, post=f"Kasi {code}", code_step_seconds=step_seconds)
    officer, secret = enrol_officer(change, new)
    officer.serves_until = serves_until
    change.write(Event("office:officer:enrolled", f"officer:{code}"), officer)
    return secret


def mandate(
    change: Change,
    code: str = "BS",
    role: str = "section-head",
    decree: str = DECREE,
    valid_from: date = date(2026, 1, 1),
    valid_to: date = date(2026, 12, 31),
) -> Mandate:
    """A mandate for a role, in force in 2026 if nothing else is said."""
    row = Mandate(officer_code=code, role=role, decree_number=decree, valid_from=valid_from, valid_to=valid_to)
    change.write(Event("office:mandate:entered", f"officer:{code}"), row)
    return row


def open_case(change: Change, reference: str = CASE, **told: object) -> Case:
    """A case that has just arrived, with a key of its own."""
    change.create_key(reference)
    row = case_row(reference, **told)
    change.write(Event("received:case:opened", reference), row)
    return row


def case_row(reference: str = CASE, **told: object) -> Case:
    """A row of the case file."""
    facts: dict[str, object] = {
        "reference": reference,
        "stage": "received",
        "channel": "miskago",
        "external_reference": f"MSK-{reference}",
        "received_at": WEDNESDAY_MORNING,
        "received_on": date(2026, 11, 25),
        "applied_on": date(2026, 11, 24),
        "procedure": "extension",
        "permit_kind": "ITAS",
        "regency_code": "33.72",
        "passport_index": "an-index",
    }
    return Case(**facts | told)


def question_row(subject: str = CASE, kind: str = "eligibility-verdict", cycle: int = 1) -> Question:
    """An open question to the section head."""
    return Question(
        subject=subject,
        kind=kind,
        cycle=cycle,
        role="section-head",
        stage="assessment",
        state="open",
        opened_at=WEDNESDAY_MORNING,
        opened_on=date(2026, 11, 25),
        due_on=date(2026, 11, 26),
        prepared={},
    )


def submission_row(question_id: int, key: str = "submission-1", outcome: str = "granted") -> Submission:
    """What BS submitted to a question."""
    return Submission(
        question_id=question_id,
        key=key,
        door="page",
        officer_code="BS",
        submitted_at=WEDNESDAY_MORNING,
        recorded_at=WEDNESDAY_MORNING,
        outcome=outcome,
        reason=None if outcome == "granted" else "wrong-code",
    )


def decision_row(change: Change, question_id: int, mandate_id: int, **told: object) -> Decision:
    """What BS decided, by the submission of ``submission_row``."""
    facts: dict[str, object] = {
        "question_id": question_id,
        "submission_key": "submission-1",
        "subject": CASE,
        "kind": "eligibility-verdict",
        "officer_code": "BS",
        "mandate_id": mandate_id,
        "choice": "eligible",
        "sealed_answer": change.seal(b"{}", "decision.sealed_answer", CASE, question_id),
        "submitted_at": WEDNESDAY_MORNING,
        "recorded_at": WEDNESDAY_MORNING,
        "office_date": date(2026, 11, 25),
    }
    return Decision(**facts | told)


def decided_case(change: Change) -> Decision:
    """A case about which BS, within a mandate, has decided a question."""
    enter_decree(change)
    enrol(change)
    within = mandate(change)
    open_case(change)
    question = question_row()
    change.write(Event("assessment:question:opened", CASE), question)
    question.state = "decided"
    decision = decision_row(change, question.id, within.id)
    change.write(Event("assessment:question:decided", CASE, "BS"), submission_row(question.id), decision)
    return decision


def effect_row(kind: str = "letter:receipt", occurrence: int = 1, **told: object) -> Effect:
    """An effect that has not gone out yet."""
    facts: dict[str, object] = {
        "subject": CASE, "kind": kind, "occurrence": occurrence, "state": "planned", "content": {}, "planned_at": WEDNESDAY_MORNING,
    }  # fmt: skip
    return Effect(**facts | told)


def letter_row(change: Change, nth: int = 1, **told: object) -> Letter:
    """A reserved letter that the system issues, without anybody's name under it."""
    facts: dict[str, object] = {
        "subject": CASE,
        "kind": "receipt",
        "occurrence": nth,
        "number": f"WIM.13.IMI.1-{nth}-CONTOH",
        "unit": "WIM.13.IMI.1",
        "classification": "GR.03.02",
        "year": 2026,
        "sequence": nth,
        "dated": date(2026, 11, 25),
        "state": "reserved",
        "sealed_facts": change.seal(b"{}", "letter.sealed_facts", CASE, f"WIM.13.IMI.1-{nth}-CONTOH"),
        "content_digest": "a-digest",
        "verification_token": f"token-{nth}",
    }
    return Letter(**facts | told)


def visit_row(occurrence: int = 1, **told: object) -> Visit:
    """A visit announced for Thursday from nine to half past nine."""
    facts: dict[str, object] = {
        "case_reference": CASE,
        "occurrence": occurrence,
        "day": date(2026, 11, 26),
        "team_code": "T1",
        "starts_at": datetime(2026, 11, 26, 2, tzinfo=UTC),
        "ends_at": datetime(2026, 11, 26, 2, 30, tzinfo=UTC),
        "state": "announced",
    }
    return Visit(**facts | told)


def booking_row(occurrence: int = 1, **told: object) -> Booking:
    """The first ten minutes of that visit, for one officer."""
    facts: dict[str, object] = {
        "resource": "officer:AP",
        "slot": datetime(2026, 11, 26, 2, tzinfo=UTC),
        "case_reference": CASE,
        "occurrence": occurrence,
    }
    return Booking(**facts | told)


@cache
def _migrated_database() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.sqlite"
        migrate(f"sqlite:///{path}")
        return path.read_bytes()
