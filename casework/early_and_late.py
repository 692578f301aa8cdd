"""What is said to whoever answers too early or too late: how it stands, what must happen first, who is asked then.

Roles and codes only, nobody's name; Indonesian first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from casework.letters.catalogue import RESULTS
from casework.lifecycle import Stage
from casework.questions import QUESTION_KINDS, ROLE_NAMES, shown
from casework.references import is_reference
from casework.registry import Reading
from casework.registry.models import Case, Question
from casework.settlements import VOID_REASONS, settlement_of
from casework.stages.case_file import find_case
from casework.standing_questions import Standing, open_questions

Words = tuple[str, str]
NOTHING_WAITS: Words = ("tidak ada yang menunggu keputusan", "nothing waits for a decision")


@dataclass(frozen=True)
class Next:
    """What a stage is called, what must happen in it first, and the kind of question that comes after."""

    stage: Words
    before: Words
    then: str


# Where a case stands while nothing on it is open.
NEXT: dict[Stage, Next] = {
    Stage.RECEIVED: Next(
        ("penerimaan", "intake"),
        ("sistem memeriksa kelengkapan berkas", "the system checks the documents"),
        "eligibility-verdict",
    ),
    Stage.INCOMPLETE: Next(
        ("menunggu kelengkapan", "waiting for documents"),
        ("penjamin melengkapi berkas", "the guarantor sends what is missing"),
        "eligibility-verdict",
    ),
    Stage.ASSESSMENT: Next(
        ("kelayakan", "eligibility"),
        ("sistem menyiapkan hasil pemeriksaan", "the system prepares the verdict"),
        "eligibility-verdict",
    ),
    Stage.PAYMENT: Next(
        ("pembayaran PNBP", "state fee"),
        ("PNBP dibayar, lalu kunjungan dijadwalkan", "the fee is paid, then a visit is planned"),
        "plan-approval",
    ),
    Stage.WAITING_FOR_VISIT: Next(
        ("menunggu jadwal kunjungan rumah", "waiting for a home visit"),
        ("rencana hari berikutnya dibuat tiap hari kerja pukul 13:30 WIB", "the next day is planned at 13:30 WIB"),
        "plan-approval",
    ),
    Stage.VISIT: Next(
        ("kunjungan rumah", "home visit"),
        ("kunjungan diumumkan dan tim dilepas", "the visit is announced and its team released"),
        "visit-report",
    ),
    Stage.PERMIT: Next(
        ("izin tinggal", "permit"),
        ("surat dan SIMKIM diselesaikan sistem", "the system finishes letters and SIMKIM"),
        "delivery-receipt",
    ),
    Stage.CLOSING: Next(
        ("penyelesaian", "conclusion"),
        ("sistem menyiapkan penyerahan", "the system prepares the hand-over"),
        "delivery-receipt",
    ),
}
OF_ROUNDS: dict[str, Next] = {
    "ROUNDS-": Next(
        ("penjadwalan", "dispatch"),
        ("rencana dibuat pada hari kerja sebelumnya pukul 13:30 WIB", "it is planned at 13:30 WIB the working day before"),
        "plan-approval",
    ),
    "TEAM-": Next(
        ("pelepasan tim", "release"),
        ("tim ditanya pada harinya pukul 07:30 WIB", "the team is asked at 07:30 WIB of its day"),
        "morning-release",
    ),
}  # fmt: skip


def why_nothing_is_open(reading: Reading, subject: str, kind: str | None = None) -> str:
    """Why there is nothing to decide on a subject, or nothing of that kind, and what comes next.

    An act, a tray or a role's mail has no stage: of it is told how it ended. Raises ``CaseUnknown`` for a subject of
    which nothing was ever asked, and which is neither a case nor a day's rounds nor a team.
    """
    last = _last_settled(reading, subject, kind)
    waiting = open_questions(reading, subject=subject)
    parts = [_settled(reading, last)] if last else [] if kind is None else [_not_opened(kind)]
    if waiting:
        parts.append(_waits_now(waiting))
    elif last is None or _has_a_stage(subject):
        stands = _next_of(reading, subject)
        parts.append(_comes_next(stands) if isinstance(stands, Next) else _closed(stands))
    if not waiting:
        parts.insert(0, NOTHING_WAITS)
    return _joined(subject, parts)


def too_late_in_words(reading: Reading, question_id: int) -> str:
    """What is said to whoever answered a question that had been settled: how, when, and that theirs is on record."""
    question = reading.session.get_one(Question, question_id)
    on_record: Words = (
        "isian Anda tercatat sebagai tidak dihitung",
        "what you submitted is on record and did not count",
    )
    return _joined(question.subject, [_settled(reading, question), on_record])


def _has_a_stage(subject: str) -> bool:
    return is_reference(subject) or subject.startswith(tuple(OF_ROUNDS))


def _next_of(reading: Reading, subject: str) -> Next | Case:
    """What comes next on a subject; the case itself where it is closed and nothing does."""
    for prefix, found in OF_ROUNDS.items():
        if subject.startswith(prefix):
            return found
    case = find_case(reading, subject)
    return NEXT.get(Stage(case.stage), case)


def _last_settled(reading: Reading, subject: str, kind: str | None) -> Question | None:
    settled = select(Question).where(Question.subject == subject, Question.state != "open")
    if kind is not None:
        settled = settled.where(Question.kind == kind)
    found = [(settlement_of(reading, question), question) for question in reading.session.scalars(settled)]
    ends = [(end.recorded_at, question.id, question) for end, question in found if end is not None]
    return max(ends, key=lambda one: one[:2])[2] if ends else None


def _settled(reading: Reading, question: Question) -> Words:
    kind, end = QUESTION_KINDS[question.kind], settlement_of(reading, question)
    if end is None:  # a tray whose hour is over, and that nobody has put away yet
        return (f"{kind.title} sudah lewat waktunya", f"{kind.title_english} — its time is over")
    if end.choice is None:
        why = VOID_REASONS.get(end.void_reason or "", end.void_reason or "").split(" · ")
        return (
            f"{kind.title} tidak berlaku lagi sejak {end.when}: {why[0]}",
            f"{kind.title_english} — no longer needed since then: {why[-1]}",
        )
    choice = shown(kind.choices, end.choice).split(" · ")
    role = ROLE_NAMES[end.role or question.role]
    return (
        f"{kind.title} sudah diputuskan oleh {role} {end.when}: {choice[0]}",
        f"{kind.title_english} — decided by {role}: {choice[-1]}",
    )


def _not_opened(kind: str) -> Words:
    known = QUESTION_KINDS[kind]
    return (f"{known.title} belum dibuka", f"{known.title_english} — not open yet")


def _waits_now(waiting: Sequence[Standing]) -> Words:
    kinds = [(QUESTION_KINDS[one.kind], ROLE_NAMES[one.role]) for one in waiting]
    return (
        "sekarang menunggu " + ", ".join(f"{role} ({kind.title})" for kind, role in kinds),
        "waiting now: " + ", ".join(f"{role} ({kind.name})" for kind, role in kinds),
    )


def _comes_next(stands: Next) -> Words:
    kind = QUESTION_KINDS[stands.then]
    role = ROLE_NAMES[kind.role]
    return (
        f"tahap {stands.stage[0]}: {stands.before[0]}, lalu {role} ditanya ({kind.title})",
        f"stage {stands.stage[1]}: {stands.before[1]}, then {role} is asked ({kind.name})",
    )


def _closed(case: Case) -> Words:
    indonesian, english = RESULTS.get(case.result or "", (case.result or "", case.result or ""))
    day = f"{case.closed_on:%d-%m-%Y}" if case.closed_on else ""
    return (
        f"berkas sudah ditutup {day} ({indonesian}), tidak ada lagi yang diputuskan",
        f"the case was closed ({english}), nothing more is decided on it",
    )


def _joined(subject: str, parts: Sequence[Words]) -> str:
    told: dict[Literal["id", "en"], str] = {
        "id": "; ".join(part[0] for part in parts), "en": "; ".join(part[1] for part in parts),
    }  # fmt: skip
    return f"{subject}: {told['id']}. · {told['en'][:1].upper()}{told['en'][1:]}."
