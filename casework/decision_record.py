"""A decision as the auditor reads it beside its run: by which post, within which mandate, on what ground; no names."""

from collections.abc import Sequence

from sqlalchemy import select

from casework.clock import OFFICE_TIME_ZONE
from casework.decisions import refused_submissions, submitted_too_late
from casework.joint_decisions.paper_decisions import paper_of
from casework.office import Office
from casework.questions import QUESTION_KINDS, ROLE_NAMES, shown
from casework.refusals import TOO_LATE, refusal_in_words
from casework.registry import Reading
from casework.registry.models import Decision, Mandate, Officer, Question, Submission
from casework.settlements import VOID_REASONS, Settlement, settlement_of

CAPACITIES = {"definitive": "definitif", "plh": "Plh.", "plt": "Plt."}


def decision_as_markdown(reading: Reading, office: Office, question_id: int) -> str | None:
    """How a question ended, with everything that stands behind it.

    None where nobody decided (it is void or open), unless somebody submitted something to a void one: they are told.
    """
    question = reading.session.get_one(Question, question_id)
    decision = reading.session.get(Decision, question_id)
    too_late = submitted_too_late(reading, question_id)
    if decision is None and not too_late:
        return None
    kind, end = QUESTION_KINDS[question.kind], settlement_of(reading, question)
    told = {
        "Pertanyaan · question": f"{kind.title} · {kind.title_english}",
        **(_told_of_decision(reading, office, question, decision, end) if decision and end else _told_of_void(end)),
        **(
            {"Juga diajukan, tidak dihitung · also submitted, did not count": _told_of_late(too_late)}
            if too_late
            else {}
        ),
        "Berkas · case": f"[{question.subject}]({office.sheet_link(question.subject)})",
    }
    rows = [f"| {name} | {value} |" for name, value in told.items()]
    return "\n".join([f"| {question.subject} | |", "| --- | --- |", *rows])


def _told_of_decision(
    reading: Reading, office: Office, question: Question, decision: Decision, end: Settlement
) -> dict[str, str]:
    kind = QUESTION_KINDS[question.kind]
    officer = reading.session.get_one(Officer, decision.officer_code)
    mandate = reading.session.get_one(Mandate, decision.mandate_id)
    submission = reading.session.scalars(select(Submission).where(Submission.key == decision.submission_key)).one()
    waited = office.calendar.working_days_between(question.opened_on, decision.office_date)
    before = [one for one in refused_submissions(reading, question.id) if one.reason not in TOO_LATE]
    return {
        "Keputusan · decision": f"**{shown(kind.choices, decision.choice)}**",
        "Dasar · ground": kind.ground_in_words(decision.ground) if decision.ground else "–",
        "Oleh · by": f"{officer.code}, {officer.post}{_acting_for(decision)}",
        "Kewenangan · mandate": (
            f"{ROLE_NAMES[mandate.role]} ({CAPACITIES[mandate.capacity]}), no. {mandate.id}, {mandate.decree_number}"
        ),
        "Diajukan · submitted": (
            f"{decision.submitted_at.astimezone(OFFICE_TIME_ZONE):%d-%m-%Y %H:%M:%S} WIB ({submission.door})"
        ),
        **_code_given_elsewhere(reading, office, submission),
        **_on_paper(reading, office, question.id),
        "Menunggu · waited": f"{waited} hari kerja · working days",
        "Ditolak sebelumnya · refused before": str(len(before)),
        "Buku audit · ledger": f"no. {end.ledger_number}",
    }


def _told_of_void(end: Settlement | None) -> dict[str, str]:
    if end is None:
        return {"Keputusan · decision": "**menunggu · waiting**"}
    why = VOID_REASONS.get(end.void_reason or "", end.void_reason)
    return {
        "Keputusan · decision": "**tidak berlaku lagi · no longer needed**",
        "Alasan · reason": f"{why}, {end.when}",
    }


def _told_of_late(submissions: Sequence[Submission]) -> str:
    """Who came too late, by code, when, and why it did not count."""
    return "; ".join(
        f"{one.officer_code or '–'} {one.submitted_at.astimezone(OFFICE_TIME_ZONE):%d-%m-%Y %H:%M} WIB — "
        f"{refusal_in_words(one.reason or 'malformed')}"
        for one in submissions
    )


def _acting_for(decision: Decision) -> str:
    return f" — untuk · for {', '.join(decision.acted_for)}" if decision.acted_for else ""


def _code_given_elsewhere(reading: Reading, office: Office, submission: Submission) -> dict[str, str]:
    """Where one code was given for several questions: which one it answered."""
    warrant = reading.session.get(Question, submission.warranted_by) if submission.warranted_by is not None else None
    if warrant is None:
        return {}
    return {"Satu kode bersama · one code for several": f"[{warrant.subject}]({office.sheet_link(warrant.subject)})"}


def _on_paper(reading: Reading, office: Office, question_id: int) -> dict[str, str]:
    """Where it was decided on paper: when, by whom it was entered and countersigned, and its scan's fingerprint."""
    paper = paper_of(reading, question_id)
    if paper is None:
        return {}
    signed = office.moment_at(paper.decided_at).office
    return {
        "Di atas kertas · on paper": (
            f"{signed:%d-%m-%Y %H:%M} WIB; dimasukkan · entered {paper.entered_on:%d-%m-%Y} {paper.entered_by}, "
            f"disetujui · countersigned {paper.countersigned_by}; pindaian · scan sha256 `{paper.scan_sha256}`"
        )
    }
