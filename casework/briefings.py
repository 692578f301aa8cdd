"""The briefing above a form: at most 15 lines, what is to be decided first, the person only behind the case sheet's link."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from casework.clock import OFFICE_TIME_ZONE, Moment
from casework.consequences_in_words import FOLLOWS
from casework.decisions import REFUSALS, entitled_to, wrong_codes_in_the_name_of
from casework.eligibility import explain
from casework.office import Office
from casework.questions import QUESTION_KINDS, ROLE_NAMES
from casework.registry import Reading, Registry
from casework.registry.models import Case, FindingRow, Question, TeamDay, Visit
from casework.rounds import Plan
from casework.stages.letter_facts.application import finding_of
from casework.stages.payment import present_payment
from casework.stages.rounds import day_of, standing_plan
from casework.standing_questions import Standing

LONGEST = 15


@dataclass(frozen=True)
class Briefing:
    """What stands above the form, and who may answer it."""

    title: str
    markdown: str
    officers: tuple[str, ...]


def brief(registry: Registry, office: Office, standing: Standing, moment: Moment) -> Briefing:
    """Nobody decides blind: the link to the case sheet, what was found, what follows, by when; no personal data."""
    with registry.reading() as reading:
        question = reading.session.get_one(Question, standing.question_id)
        officers = entitled_to(reading, question, moment.office_date)
        kind = QUESTION_KINDS[question.kind]
        lines = [
            *_reason_for_asking_again(standing),
            f"**{kind.title}** · {kind.title_english} — [{question.subject}]({_sheet_link(office, question)}) (lembar berkas · case sheet)",
            *FACTS_OF[question.kind](reading, office, question),
            *[f"- **{code}** → {words}" for code, words in FOLLOWS[question.kind].items()],
            f"Batas waktu · due: **{question.due_on:%d-%m-%Y}** (WIB)",
            *_warnings(reading, [officer.code for officer in officers], moment),
        ]
    shown = tuple(f"{officer.code} · {ROLE_NAMES[question.role]}" for officer in officers)
    return Briefing(f"{question.subject}: {kind.title}", "\n\n".join(lines[:LONGEST]), shown)


def _reason_for_asking_again(standing: Standing) -> list[str]:
    if not standing.refusals:
        return []
    return [f"⚠ **Belum diputuskan (percobaan {standing.attempt}).** {REFUSALS[standing.refusals[-1]]}"]


def _sheet_link(office: Office, question: Question) -> str:
    page = "cases" if question.subject.startswith("SAHS-") else "rounds"
    return f"{office.settings.case_sheet_url}/{page}/{question.subject}"


def _eligibility(reading: Reading, office: Office, question: Question) -> list[str]:
    del office
    case = reading.session.get_one(Case, question.subject)
    statement = select(FindingRow).where(FindingRow.case_reference == case.reference, FindingRow.cycle == case.cycle)
    rows = list(reading.session.scalars(statement.order_by(FindingRow.rule_id)))
    words = {
        "eligible": "LAYAK · eligible",
        "ineligible": "TIDAK LAYAK · ineligible",
        "manual": "PERLU KEPUTUSAN PETUGAS · for an officer to decide",
    }
    told = [
        f"- {row.rule_id} ({row.rule_version}): {explain(finding_of(row), 'id')}"
        for row in rows
        if row.outcome not in ("pass", "not-applicable")
    ]
    expiry = f"{case.permit_expires_on:%d-%m-%Y}" if case.permit_expires_on else "tidak terbatas · unlimited"
    return [
        f"Hasil pemeriksaan · prepared verdict: **{words[question.prepared['outcome']]}** ({len(rows)} aturan · rules)",
        *told[:4],
        f"{case.permit_kind} · {case.procedure} · wilayah {case.regency_code} · izin berakhir · permit ends {expiry}",
    ]


def _payment(reading: Reading, office: Office, question: Question) -> list[str]:
    del office
    payment = present_payment(reading, question.subject)
    if payment is None:
        return []
    return [
        f"Rp{payment.amount:,} ({payment.tariff_basis}), jatuh tempo · due {payment.due_on:%d-%m-%Y}".replace(",", ".")
    ]


def _conflict(reading: Reading, office: Office, question: Question) -> list[str]:
    del reading, office, question
    return ["Kiriman baru tidak disimpan; bandingkan pada lembar berkas. · The new content was not stored."]


def _plan(reading: Reading, office: Office, question: Question) -> list[str]:
    row = standing_plan(reading, day_of(question.subject))
    if row is None:
        return []
    plan = Plan.model_validate(row.content["plan"])
    visits = sum(len(one.stops) for one in plan.rounds)
    told = [
        f"- Tim {one.team.code} ({', '.join(one.team.members)}; {one.team.kit}, {one.team.vehicle}): "
        + ", ".join(f"{stop.starts_at.astimezone(OFFICE_TIME_ZONE):%H:%M} {stop.reference}" for stop in one.stops)
        for one in plan.rounds
    ]
    left = [f"- tidak masuk · left out {one.reference}: {one.reason}" for one in plan.left_out]
    del office
    return [
        f"**{plan.date:%d-%m-%Y}**: {visits} kunjungan · visits, {len(plan.left_out)} menunggu · left out; SK {row.content['decree']}",
        *told[:4],
        *left[:3],
    ]


def _release(reading: Reading, office: Office, question: Question) -> list[str]:
    del office
    _, code, day = question.subject.split("-", 2)
    team = next(
        one
        for one in reading.session.scalars(select(TeamDay).where(TeamDay.team_code == code))
        if one.day.isoformat() == day
    )
    visits = reading.session.scalars(
        select(Visit).where(Visit.day == team.day, Visit.team_code == code, Visit.state == "announced")
    )
    return [
        f"Tim {code} ({', '.join(team.members)}), {team.kit_code}, {team.vehicle_code}; SK {team.decree_number}",
        "Kunjungan · visits: "
        + ", ".join(f"{visit.starts_at.astimezone(OFFICE_TIME_ZONE):%H:%M} {visit.case_reference}" for visit in visits),
    ]


def _visit(reading: Reading, office: Office, question: Question) -> list[str]:
    del office
    visit = reading.session.get_one(Visit, (question.subject, question.cycle))
    starts, ends = (time.astimezone(OFFICE_TIME_ZONE) for time in (visit.starts_at, visit.ends_at))
    return [
        f"Tim {visit.team_code}, {visit.day:%d-%m-%Y} {starts:%H:%M}–{ends:%H:%M} WIB, kunjungan ke-{visit.occurrence} · visit {visit.occurrence}",
        "Kunjungan tidak dipungut biaya; laporkan permintaan atau pemberian apa pun. · Free of charge: report any gift.",
    ]


def _failed(reading: Reading, office: Office, question: Question) -> list[str]:
    del office
    visits = reading.session.scalars(
        select(Visit).where(Visit.case_reference == question.subject).order_by(Visit.occurrence)
    )
    return [
        f"- {visit.day:%d-%m-%Y} tim {visit.team_code}: {visit.state}{', dihitung' if visit.counted else ''}"
        for visit in visits
    ][-4:]


def _permit(reading: Reading, office: Office, question: Question) -> list[str]:
    del office
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
    return [f"{case.permit_kind} · {case.procedure}; {paid}", proposal[question.prepared.get("proposal")]]


def _partner(reading: Reading, office: Office, question: Question) -> list[str]:
    del reading, office
    return [f"{question.prepared['effect']}: {question.prepared['reason']}"]


def _nothing_more(reading: Reading, office: Office, question: Question) -> list[str]:
    del reading, office, question
    return []


FACTS_OF: dict[str, Callable[[Reading, Office, Question], list[str]]] = {
    "eligibility-verdict": _eligibility,
    "payment-overdue": _payment,
    "intake-conflict": _conflict,
    "plan-approval": _plan,
    "assignment-signature": _plan,
    "morning-release": _release,
    "visit-report": _visit,
    "biometric-exception": _visit,
    "failed-visits": _failed,
    "permit-proposal": _permit,
    "permit-decision": _permit,
    "permit-regional": _permit,
    "permit-central": _permit,
    "partner-down": _partner,
    "delivery-receipt": _nothing_more,
    "outside-event": _nothing_more,
}


def _warnings(reading: Reading, officer_codes: list[str], moment: Moment) -> list[str]:
    since = moment.recorded_at - timedelta(days=1)
    counts = {code: wrong_codes_in_the_name_of(reading, code, since) for code in officer_codes}
    told = [f"{code}: {count}×" for code, count in counts.items() if count >= 3]
    return [f"⚠ Kode salah dalam 24 jam · wrong codes in 24 h: {', '.join(told)}"] if told else []
