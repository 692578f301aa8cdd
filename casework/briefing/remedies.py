"""What a briefing says of a complaint and of an objection: dates, grounds and staff codes, nobody's name."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from casework.approval_chain import UP_TO_THE_CENTRE
from casework.deadlines import complaint_rule_on, objection_rule_on
from casework.questions import QUESTION_KINDS, ROLE_NAMES, shown
from casework.registry import Reading
from casework.registry.authority import Staff
from casework.registry.models import Decision, Question
from casework.stages.barring import barred_officers, team_of_the_visit
from casework.stages.case_file import open_question_of
from casework.stages.complaint import who_answers

MOST_CODES = 6

OUTCOMES = {
    "admissible": "TEPAT WAKTU · in time",
    "too-late": "LEWAT WAKTU · too late",
}
OBJECTED_TO = {
    "refused": "penolakan izin tinggal · the refusal of the permit",
    "ineligible": "putusan tidak layak · the verdict that it is not eligible",
}


def complaint_receipt(reading: Reading, question: Question, today: date) -> list[str]:
    """Who is kept from the case already, who will answer, and which visit will not take place, by whom is complained about."""
    rule = complaint_rule_on(today)
    return [
        f"Dijawab dalam · answered within {rule.answer_within} hari kerja · working days ({rule.legal_basis})",
        *_kept_from(reading, question.subject),
        _answered_by(reading, question.subject, today),
        *_called_off(reading, question.subject),
        "Pelayanan tetap berjalan; tulis isi pengaduan pada surat, bukan di sini. · The service goes on; what is complained about stands in the letter, not here.",
    ]


def complaint_answer(reading: Reading, question: Question, today: date) -> list[str]:
    """What was complained about, when, and who is kept from the case since."""
    receipts = [reading.session.get_one(Decision, receipt) for receipt in question.prepared["receipts"]]
    grounds = QUESTION_KINDS["complaint-receipt"].grounds
    told = [
        f"- {one.office_date:%d-%m-%Y}, dicatat · registered {one.officer_code}: {shown(grounds, one.ground or '')}"
        for one in receipts
    ]
    return [*told[-4:], *_kept_from(reading, question.subject), complaint_rule_on(today).legal_basis]


def objection_receipt(reading: Reading, question: Question, today: date) -> list[str]:
    """When the decision was told, when the objection came, and what follows from that by the law."""
    del reading
    prepared, rule = question.prepared, objection_rule_on(today)
    dates = (
        f"diberitahukan · told {_day(prepared['told_on'])}, diterima · arrived **{_day(prepared['arrived_on'])}**, "
        f"batas · last day {_day(prepared['last_day'])} ({rule.file_within} hari kerja · working days, {rule.legal_basis})"
    )
    return [
        f"Keberatan atas · objection to: {OBJECTED_TO[prepared['of']]}",
        f"**{OUTCOMES[prepared['outcome']]}**: {dates}",
        "Dicatat di loket ini, juga yang dialamatkan ke tingkat di atas · put on record at this counter, also where it is addressed one level up",
        f"Diputuskan dalam · decided within {rule.decide_within} hari kerja · working days",
    ]


def objection_of(question: Question) -> list[str]:
    """That a question is asked on an objection, and by when it must be decided; nothing, where it is not."""
    if "objection" not in question.prepared:
        return []
    of, day = OBJECTED_TO[question.prepared["objection"]], _day(question.prepared["decide_by"])
    return [
        f"**KEBERATAN · objection** atas {of}: putuskan paling lambat · decide by **{day}**",
        "Kabulkan atau tolak; lewat batas dianggap dikabulkan (UU 30/2014 Ps 77). · Grant or reject, no return; after that day it counts as granted.",
    ]


def _kept_from(reading: Reading, reference: str) -> list[str]:
    kept = sorted(barred_officers(reading, reference))
    return [f"Dikecualikan dari berkas ini · kept from this case: **{', '.join(kept)}**"] if kept else []


def _answered_by(reading: Reading, reference: str, today: date) -> str:
    """The role that answers; where somebody who holds it is complained about, the one above."""
    staff, role = Staff(reading, today), who_answers(reading, barred_officers(reading, reference), today)
    levels = UP_TO_THE_CENTRE[UP_TO_THE_CENTRE.index(role) :]
    holders = {level: [officer.code for officer in staff.entitled(level)] for level in levels}
    further = [
        f"{_few(holders[level])}: **{ROLE_NAMES[above]}**" for level, above in pairwise(levels) if holders[level]
    ]
    told = f"Dijawab oleh · answered by **{ROLE_NAMES[role]}**"
    return f"{told}; bila diadukan · where complained about: {'; '.join(further)}" if further else told


def _few(codes: Sequence[str]) -> str:
    return ", ".join([*codes[:MOST_CODES], *(["…"] if len(codes) > MOST_CODES else [])])


def _called_off(reading: Reading, reference: str) -> list[str]:
    """A visit that is announced and not reported yet depends on who is complained about."""
    if open_question_of(reading, reference, "visit-report") is None:
        return []
    team = ", ".join(sorted(team_of_the_visit(reading, reference)))
    return [
        f"Kunjungan yang sudah diumumkan dibatalkan bila anggota timnya diadukan · the announced visit is called off where one of its team is complained about: **{team}**"
    ]


def _day(text: str) -> str:
    return f"{date.fromisoformat(text):%d-%m-%Y}"
