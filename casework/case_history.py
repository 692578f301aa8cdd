"""One case as it may be read at a terminal: references, codes and dates, no personal data."""

import json
from dataclasses import asdict, dataclass

from sqlalchemy import select

from casework.clock import OFFICE_TIME_ZONE
from casework.registry import Reading, Registry
from casework.registry.models import Decision, LedgerEntry, Letter, Question, Visit
from casework.stages.billed import present_payment
from casework.stages.case_file import find_case

Row = dict[str, str | None]


@dataclass(frozen=True)
class CaseHistory:
    """Where a case stands, what waits, what was decided, what was written, and everything that happened."""

    reference: str
    stage: str
    result: str | None
    deadlines: list[Row]
    open_questions: list[Row]
    decisions: list[Row]
    visits: list[Row]
    letters: list[Row]
    timeline: list[Row]

    def as_dict(self) -> dict[str, object]:
        """For a program to read."""
        return asdict(self)

    def tables(self) -> list[tuple[str, list[Row]]]:
        """For a person to read; what is empty is left out."""
        named = [
            ("Batas waktu · deadlines", self.deadlines),
            ("Menunggu · waits for", self.open_questions),
            ("Keputusan · decisions", self.decisions),
            ("Kunjungan · visits", self.visits),
            ("Surat · letters", self.letters),
            ("Riwayat · timeline", self.timeline),
        ]
        return [(title, rows) for title, rows in named if rows]


def history_of(registry: Registry, reference: str) -> CaseHistory:
    """The whole history of a case; raises ``CaseUnknown`` for a reference that is not there."""
    with registry.reading() as reading:
        case = find_case(reading, reference)
        return CaseHistory(
            reference=reference,
            stage=case.stage,
            result=case.result,
            deadlines=_deadlines(reading, reference),
            open_questions=_open_questions(reading, reference),
            decisions=_decisions(reading, reference),
            visits=_visits(reading, reference),
            letters=_letters(reading, reference),
            timeline=_timeline(reading, reference),
        )


def _deadlines(reading: Reading, reference: str) -> list[Row]:
    case, payment = find_case(reading, reference), present_payment(reading, reference)
    dated = {
        "izin berakhir · permit ends": case.permit_expires_on,
        "kunjungan terakhir yang aman · last safe visit day": case.last_safe_visit_day,
        "PNBP jatuh tempo · fee due": payment.due_on if payment and payment.paid_at is None else None,
        "arsip sampai · kept until": case.retain_until,
    }
    return [{"what": what, "day": day.isoformat()} for what, day in dated.items() if day]


def _open_questions(reading: Reading, reference: str) -> list[Row]:
    statement = select(Question).where(Question.subject == reference, Question.state == "open").order_by(Question.id)
    return [
        {"question": row.kind, "cycle": str(row.cycle), "role": row.role, "due": row.due_on.isoformat()}
        for row in reading.session.scalars(statement)
    ]


def _decisions(reading: Reading, reference: str) -> list[Row]:
    statement = select(Decision).where(Decision.subject == reference).order_by(Decision.recorded_at)
    return [
        {
            "office_date": row.office_date.isoformat(),
            "question": row.kind,
            "choice": row.choice,
            "ground": row.ground,
            "officer": row.officer_code,
            "mandate": str(row.mandate_id),
        }
        for row in reading.session.scalars(statement)
    ]


def _visits(reading: Reading, reference: str) -> list[Row]:
    statement = select(Visit).where(Visit.case_reference == reference).order_by(Visit.occurrence)
    return [
        {
            "day": row.day.isoformat(),
            "from": f"{row.starts_at.astimezone(OFFICE_TIME_ZONE):%H:%M} WIB",
            "team": row.team_code,
            "state": row.state,
            "counted": "ya · yes" if row.counted else None,
        }
        for row in reading.session.scalars(statement)
    ]


def _letters(reading: Reading, reference: str) -> list[Row]:
    statement = select(Letter).where(Letter.subject == reference).order_by(Letter.id)
    return [
        {
            "dated": row.dated.isoformat(),
            "letter": row.kind,
            "number": row.number,
            "state": row.state,
            "why_void": row.void_reason,
        }
        for row in reading.session.scalars(statement)
    ]


def _timeline(reading: Reading, reference: str) -> list[Row]:
    statement = select(LedgerEntry.body).where(LedgerEntry.subject == reference).order_by(LedgerEntry.subject_seq)
    told = [json.loads(body) for body in reading.session.scalars(statement)]
    return [
        {
            "office_date": one["office_date"],
            "time": one["office_time"],
            "event": one["event"],
            "actor": one["actor"],
            "facts": ", ".join(f"{name}={_short(value)}" for name, value in one["facts"].items()) or None,
        }
        for one in told
    ]


def _short(value: object) -> str:
    shown = ",".join(str(part) for part in value) if isinstance(value, list) else str(value)
    return shown if len(shown) <= 48 else f"{shown[:45]}…"
