"""What a briefing says was found, one function for each kind of question: codes, dates and references, nobody's name."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import select

from casework.acts.table import ACT_KINDS, act_of, content_of, notes_on
from casework.briefing.lines import BULLET, shortened
from casework.briefing.remedies import complaint_answer, complaint_receipt, objection_of, objection_receipt
from casework.briefing.rounds import calls, changed_assignment, plan, recall, release
from casework.case import PermitKind, Procedure
from casework.clock import OFFICE_TIME_ZONE
from casework.eligibility import explain
from casework.joint_decisions.tray_in_words import bulk_facts, tray_facts
from casework.letters import KINDS, LetterKind
from casework.letters.catalogue import PROCEDURES
from casework.regions import REGENCIES
from casework.registry import Reading
from casework.registry.models import Case, Decision, FindingRow, Question, Visit
from casework.stages.billed import present_payment
from casework.stages.case_file import find_case, read_application
from casework.stages.closure import still_open
from casework.stages.letter_facts.application import finding_of
from casework.tariffs import tariff_for

DIFFERENCES_SHOWN = 6
VERDICTS = {
    "eligible": "LAYAK · eligible",
    "ineligible": "TIDAK LAYAK · ineligible",
    "manual": "PERLU KEPUTUSAN PETUGAS · for an officer to decide",
}
VISIT_STATES = {
    "announced": "diumumkan · announced",
    "held": "terlaksana · held",
    "failed": "tidak terlaksana · not held",
    "void": "dibatalkan · void",
}


def facts_for(reading: Reading, question: Question, today: date) -> list[str]:
    """The findings that an officer reads before deciding, each on a line of its own."""
    return FACTS_OF[question.kind](reading, question, today)


def _eligibility(reading: Reading, question: Question, today: date) -> list[str]:
    case = reading.session.get_one(Case, question.subject)
    statement = select(FindingRow).where(FindingRow.case_reference == case.reference, FindingRow.cycle == case.cycle)
    rows = list(reading.session.scalars(statement.order_by(FindingRow.rule_id)))
    told = [
        f"{BULLET}{row.rule_id} ({row.rule_version}): {explain(finding_of(row), 'id')}"
        for row in rows
        if row.outcome not in ("pass", "not-applicable")
    ]
    expiry = f"{case.permit_expires_on:%d-%m-%Y}" if case.permit_expires_on else "tidak terbatas · unlimited"
    return [
        f"Hasil pemeriksaan · prepared verdict: **{VERDICTS[question.prepared['outcome']]}** ({len(rows)} aturan · rules)",
        *shortened(told, 4),
        *objection_of(question),
        f"{_permit_asked_for(case)}; {_regency(case.regency_code)}; izin berakhir · permit ends {expiry}",
        _tariff(reading, case, today),
    ]


def _tariff(reading: Reading, case: Case, today: date) -> str:
    index = read_application(reading, case).permit.index
    tariff = tariff_for(PermitKind(case.permit_kind), Procedure(case.procedure), index, today)
    if tariff is None:
        return "⚠ Tarif PNBP belum ditetapkan: bendahara penerimaan harus menetapkannya dahulu. · No tariff is set: the treasurer must set it first."
    amount = f"PNBP {_rupiah(tariff.total)} ({tariff.legal_basis})"
    if not tariff.must_be_confirmed:
        return amount
    return f"⚠ {amount}: pastikan dahulu kepada bendahara penerimaan. · derived: the treasurer must confirm it before you answer."


def _rupiah(amount: int) -> str:
    return f"Rp{amount:,}".replace(",", ".")


def _payment(reading: Reading, question: Question, today: date) -> list[str]:
    del today
    payment = present_payment(reading, question.subject)
    if payment is None:
        return []
    return [f"{_rupiah(payment.amount)} ({payment.tariff_basis}), jatuh tempo · due {payment.due_on:%d-%m-%Y}"]


def _conflict(reading: Reading, question: Question, today: date) -> list[str]:
    del reading, today
    fields = question.prepared.get("differs", [])
    return [
        f"Berbeda pada · differs in: {', '.join(fields[:DIFFERENCES_SHOWN]) or '–'}"
        + (f" … (+{len(fields) - DIFFERENCES_SHOWN})" if len(fields) > DIFFERENCES_SHOWN else ""),
        "Kedua isi berdampingan pada lembar berkas. · The case sheet shows both, side by side.",
    ]


def _visit(reading: Reading, question: Question, today: date) -> list[str]:
    del today
    visit = reading.session.get_one(Visit, (question.subject, question.cycle))
    starts, ends = (time.astimezone(OFFICE_TIME_ZONE) for time in (visit.starts_at, visit.ends_at))
    return [
        f"Tim {visit.team_code}, {visit.day:%d-%m-%Y} {starts:%H:%M}–{ends:%H:%M} WIB, kunjungan ke-{visit.occurrence} · visit {visit.occurrence}",
        "Kunjungan tidak dipungut biaya; laporkan permintaan atau pemberian apa pun. · Free of charge: report any gift.",
    ]


def _exception(reading: Reading, question: Question, today: date) -> list[str]:
    """Which fingers, and why, stands in the sealed report: it is read on the case sheet, never in the engine."""
    return [
        *_visit(reading, question, today),
        "Jari dan alasannya: laporan kunjungan pada lembar berkas. · Which fingers, and why: the visit's report on the case sheet.",
    ]


def _failed(reading: Reading, question: Question, today: date) -> list[str]:
    del today
    visits = reading.session.scalars(
        select(Visit).where(Visit.case_reference == question.subject).order_by(Visit.occurrence)
    )
    return [
        f"{BULLET}{visit.day:%d-%m-%Y} tim {visit.team_code}: {VISIT_STATES[visit.state]}{', dihitung · counted' if visit.counted else ''}"
        for visit in visits
    ][-4:]


SIGNED_ONLY = {
    "refuse": "ditolak di tingkat atas; yang ditandatangani hanya penolakan itu · refused above: only that refusal can be signed",
    "grant": "keberatan dikabulkan di tingkat atas; yang ditandatangani hanya pemberian itu · granted above on objection: only that grant can be signed",
}


def _permit(reading: Reading, question: Question, today: date) -> list[str]:
    del today
    case = reading.session.get_one(Case, question.subject)
    proposal = {
        "grant": "usul: beri · grant",
        "refuse": "usul: tolak · refuse",
        None: "belum ada usul · no proposal yet",
    }
    payment = present_payment(reading, case.reference)
    paid = (
        f"PNBP dibayar · paid {payment.paid_at.astimezone(OFFICE_TIME_ZONE):%d-%m-%Y}"
        if payment and payment.paid_at
        else "tanpa PNBP · no fee"
    )
    below = proposal[question.prepared.get("proposal")]
    if question.prepared.get("binding"):
        below = SIGNED_ONLY[question.prepared["proposal"]]
    told = [f"{_permit_asked_for(case)}; {paid}", *_last_visit(reading, case.reference), *objection_of(question)]
    return told if question.kind == "permit-proposal" and not question.prepared.get("binding") else [*told, below]


def _permit_asked_for(case: Case) -> str:
    procedure = PROCEDURES[case.procedure]
    return f"{case.permit_kind}, {procedure[0]} · {procedure[1]}"


def _regency(code: str) -> str:
    known = REGENCIES.get(code)
    return known.name if known else f"di luar wilayah · outside the area ({code})"


def _last_visit(reading: Reading, reference: str) -> list[str]:
    last = reading.session.scalar(
        select(Visit).where(Visit.case_reference == reference).order_by(Visit.occurrence.desc()).limit(1)
    )
    if last is None:
        return []
    told = f"**{last.day:%d-%m-%Y}**, tim {last.team_code}, {VISIT_STATES[last.state]}"
    return [f"Kunjungan ke-{last.occurrence} · visit {last.occurrence}: {told}"]


def _partner(reading: Reading, question: Question, today: date) -> list[str]:
    del reading, today
    return [f"{question.prepared['effect']}: {question.prepared['reason']}"]


PARTIES = {
    "guarantor": "penjamin · guarantor",
    "applicant": "pemegang izin tinggal · permit holder",
    "family": "keluarga · family",
}
WITHOUT_MAIL = {
    "no-address": "tidak ada alamat surel · there is no e-mail address",
    "address-refused": "alamat surel ditolak peladen · the mail server refused the address",
}


def _by_post(reading: Reading, question: Question, today: date) -> list[str]:
    del reading, today
    told = question.prepared
    title, english = KINDS[LetterKind(told["letter"])].title
    to = ", ".join(PARTIES[party] for party in told["parties"])
    return [
        f"**{title}** · {english}: {told['number']}, {date.fromisoformat(told['dated']):%d-%m-%Y}",
        f"Untuk · for: {to}; {WITHOUT_MAIL[told['why']]}",
        "Buka dan cetak surat itu pada lembar berkas, bagian Surat; alamatnya tertera di surat. · Open and print it from the case sheet's letters; the address stands in the letter.",
    ]


def _delivery(reading: Reading, question: Question, today: date) -> list[str]:
    del today
    left = still_open(reading, find_case(reading, question.subject), besides=question.id)
    return shortened([f"{BULLET}belum selesai · still open: {one}" for one in left], 4)


def _passport(reading: Reading, question: Question, today: date) -> list[str]:
    del reading
    taken, back_by = (date.fromisoformat(question.prepared[name]) for name in ("taken_on", "back_by"))
    late = " **TERLAMBAT · late**" if back_by < today else ""
    return [
        f"Dibawa tim {question.prepared['team']} pada · taken along on {taken:%d-%m-%Y}; dijanjikan kembali · promised back by **{back_by:%d-%m-%Y}**{late}",
        "Serahkan hanya dengan identitas yang cocok. · Hand it over only to whoever proves their identity.",
    ]


def _act(reading: Reading, question: Question, today: date) -> list[str]:
    act = act_of(reading, question.subject)
    kind, content = ACT_KINDS[act.kind], content_of(act)
    told = [f"**{kind.title}** · {kind.title_english}", *(f"{BULLET}{line}" for line in content.lines())]
    told += notes_on(reading, act, today)
    if act.kind == "officer" and act.sealed_identity is None:
        told.append(
            "⚠ Nama dan NIP belum diisi pada lembar berkas. · Name and NIP are not typed at the case sheet yet."
        )
    if question.kind == "act-approval":
        proposed = reading.session.scalars(
            select(Decision).where(Decision.subject == question.subject, Decision.kind == "act-proposal")
        ).one()
        told.append(f"Diusulkan · proposed: {proposed.officer_code}, {proposed.office_date:%d-%m-%Y}")
    return told


def _nothing_more(reading: Reading, question: Question, today: date) -> list[str]:
    del reading, question, today
    return []


FACTS_OF: dict[str, Callable[[Reading, Question, date], list[str]]] = {
    "eligibility-verdict": _eligibility,
    "payment-overdue": _payment,
    "intake-conflict": _conflict,
    "plan-approval": plan,
    "assignment-signature": plan,
    "morning-release": release,
    "day-change": release,
    "changed-assignment": changed_assignment,
    "visit-calls": calls,
    "team-recall": recall,
    "visit-report": _visit,
    "biometric-exception": _exception,
    "failed-visits": _failed,
    "permit-proposal": _permit,
    "permit-decision": _permit,
    "permit-regional": _permit,
    "permit-central": _permit,
    "partner-down": _partner,
    "letter-by-post": _by_post,
    "delivery-receipt": _delivery,
    "passport-return": _passport,
    "outside-event": _nothing_more,
    "complaint-receipt": complaint_receipt,
    "complaint-answer": complaint_answer,
    "objection-receipt": objection_receipt,
    "act-proposal": _act,
    "act-approval": _act,
    "routine-tray": tray_facts,
    "bulk-decision": bulk_facts,
}
