"""How a question came to its end: decided or void, when, by which role; by codes and roles, never by names."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from casework.registry import Reading
from casework.registry.models import Decision, LedgerEntry, Mandate, Question

VOID_REASONS: dict[str, str] = {
    "died": "pemegang izin meninggal dunia · the permit holder died",
    "withdrawn": "permohonan ditarik · the application was withdrawn",
    "paid": "PNBP sudah dibayar · the fee was paid",
    "team-stopped": "tim tidak dapat melanjutkan hari itu · the team could go no further that day",
    "not-signed-in-time": "tidak ditandatangani sebelum kunjungan pertama · it was not signed before its first visit would begin",
    "notice-replaced": "diganti pemberitahuan baru · replaced by a new notice",
    "team-held": "tim ditahan pagi itu · the team was held back that morning",
    "day-has-come": "harinya sudah tiba atau lewat · its day had come or gone",
    "lapsed": "tidak dijawab pada waktunya · it was not answered in time",
    "office-closed": "kantor tutup pada hari itu · the office is closed on that day by a later decree",
    "officer-barred": "petugas tim itu diadukan · somebody of that team is kept from the case by a complaint",
    "new-address": "pemegang izin pindah rumah · the permit holder has moved",
    "joined": "dijawab bersama pengaduan sebelumnya · answered together with an earlier complaint",
    "undone": "laporannya keliru dan dibatalkan · it was reported by mistake and undone",
    "code-refused": "kodenya ditolak · its code was refused",
    "the application was sent anew": "permohonan dikirim ulang · the application was sent anew",
}
ENDS = ("decided", "voided")


@dataclass(frozen=True)
class Settlement:
    """The end of a question: ``recorded_at`` is real time, the office's day and time stand beside it.

    ``ledger_number`` is that of the entry that tells it. ``choice`` and ``role`` are those of the decision, ``void_reason`` that of a question that nobody needed
    to answer any more.
    """

    ledger_number: int
    recorded_at: datetime
    office_date: date
    office_time: str
    choice: str | None
    role: str | None
    void_reason: str | None

    @property
    def when(self) -> str:
        """The office's day and time: ``25-11-2026 10:31 WIB``."""
        return f"{self.office_date:%d-%m-%Y} {self.office_time} WIB"


def settlement_of(reading: Reading, question: Question) -> Settlement | None:
    """How a question ended, as the ledger tells it; None while it is open."""
    if question.state == "open":
        return None
    ledger_number, told = _last_told(reading, question)
    decision = reading.session.get(Decision, question.id)
    mandate = reading.session.get_one(Mandate, decision.mandate_id) if decision else None
    return Settlement(
        ledger_number=ledger_number,
        recorded_at=datetime.fromisoformat(told["recorded_at"]),
        office_date=date.fromisoformat(told["office_date"]),
        office_time=told["office_time"],
        choice=decision.choice if decision else None,
        role=mandate.role if mandate else None,
        void_reason=question.void_reason,
    )


def _last_told(reading: Reading, question: Question) -> tuple[int, dict[str, str]]:
    """The entry that tells the question's end: its number, and what it says."""
    wanted = {f"{question.stage}:question:{end}" for end in ENDS}
    entries = select(LedgerEntry.seq, LedgerEntry.body).where(LedgerEntry.subject == question.subject)
    for number, body in reading.session.execute(entries.order_by(LedgerEntry.subject_seq.desc())):
        told = json.loads(body)
        about = (told["facts"].get("question"), told["facts"].get("cycle", question.cycle))
        if told["event"] in wanted and about == (question.kind, question.cycle):
            return number, told
    raise LookupError(f"the ledger tells no end of question {question.id}: run 'homevisit ledger verify'")
