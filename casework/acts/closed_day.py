"""What a holiday decreed late brings, as its approver reads it: which visits, letters, teams, questions and days."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from casework.acts.subjects import act_of, is_act
from casework.clock import OFFICE_TIME_ZONE
from casework.lifecycle import Stage
from casework.office_calendar import OfficeCalendar
from casework.questions import QUESTION_KINDS
from casework.registry import Reading
from casework.registry.models import Question, RoundPlan, Visit
from casework.stages.case_file import find_case
from casework.stages.dispatch.closed_day import FallingDay, falling_day
from casework.stages.recounting import MovedDue, MovedSafeDay, dues_over_a_closed_day, safe_days_anew

SHOWN = 4
NOTHING_EARLIER = (
    "Batas waktu yang sudah diberitahukan tidak dimajukan · no day that anybody was told becomes an earlier one"
)
PLAN_STATES = {
    "proposed": "diusulkan · proposed",
    "approved": "disetujui, belum ditandatangani · approved, not signed",
    "signed": "ditandatangani · signed",
    "empty": "tanpa kunjungan · without visits",
}


def what_a_closed_day_brings(reading: Reading, calendar: OfficeCalendar, day: date, today: date) -> list[str]:
    """The consequences, the gravest first; ``calendar`` is the one in which the day is closed."""
    falling = falling_day(reading, day, today)
    moved = safe_days_anew(reading, calendar)
    return [
        _visits(falling),
        *_letters_and_calls(falling),
        *_safe_days([one for one in moved if _still_counts(one, today)], _too_late(reading, falling, moved, calendar)),
        *_plan(falling.plan, calendar),
        *_questions_and_dues(falling, dues_put_off(reading, calendar, day)),
    ]


def dues_put_off(reading: Reading, calendar: OfficeCalendar, day: date) -> list[MovedDue]:
    """What becomes due later; not what waits to set this very day, for one of them ends the others."""
    return [
        one for one in dues_over_a_closed_day(reading, calendar, day) if not _sets_the_day(reading, one.question, day)
    ]


def _sets_the_day(reading: Reading, question: Question, day: date) -> bool:
    if not is_act(question.subject):
        return False
    act = act_of(reading, question.subject)
    return act.kind == "office-day" and act.content["day"] == day.isoformat()


def _visits(falling: FallingDay) -> str:
    told = [_visit(visit) for visit in falling.called_off]
    warning, list_of_them = ("⚠ ", f" — {_few(told)}") if told else ("", "")
    stand = f"; sudah dilaporkan, tetap · reported, they stand: {falling.reported}" if falling.reported else ""
    return f"{warning}Kunjungan yang dibatalkan · visits called off: **{len(told)}**{list_of_them}{stand}"


def _visit(visit: Visit) -> str:
    return f"{visit.starts_at.astimezone(OFFICE_TIME_ZONE):%H:%M} {visit.team_code} {visit.case_reference}"


def _letters_and_calls(falling: FallingDay) -> list[str]:
    letters = len(falling.called_off)
    if not letters:
        return []
    told = f"Surat pembatalan · letters to guarantor and applicant: **{letters}**"
    calls = [f"{team.team_code} ({team.lead_code})" for team in falling.telephoned]
    waiting = sum(len(falling.visits_of(team)) for team in falling.awaited)
    to_call = [*([_few(calls)] if calls else []), *([f"penjamin · guarantors ×{waiting}"] if waiting else [])]
    return [f"{told}; ⚠ telepon sekarang · telephone now: {'; '.join(to_call)}" if to_call else told]


def _still_counts(moved: MovedSafeDay, today: date) -> bool:
    """A safe day that had passed before warns nobody: every day counts already."""
    before = moved.case.last_safe_visit_day
    return before is not None and before >= today


def _safe_days(moved: Sequence[MovedSafeDay], too_late: Sequence[str]) -> list[str]:
    told = [f"{one.case.reference} {one.case.last_safe_visit_day:%d-%m} → {one.to:%d-%m}" for one in moved]
    earlier = (
        [f"Hari aman terakhir lebih awal · last safe visit day earlier: **{len(told)}** ({_few(told)})"] if told else []
    )
    late = [f"terlambat · too late after that day: **{_few(too_late)}**"] if too_late else []
    return [f"⚠ {'; '.join([*earlier, *late])}"] if earlier or late else []


def _plan(plan: RoundPlan | None, calendar: OfficeCalendar) -> list[str]:
    if plan is None:
        return []
    instead = f"{calendar.next_working_day(plan.day):%d-%m-%Y}"
    return [
        f"Rencana ke-{plan.revision} ({PLAN_STATES[plan.state]}) gugur, diganti {instead} · that plan falls, {instead} is planned instead"
    ]


def _questions_and_dues(falling: FallingDay, moved: Sequence[MovedDue]) -> list[str]:
    titles = [QUESTION_KINDS[question.kind].title for question in falling.questions]
    reports = [QUESTION_KINDS["visit-report"].title] * len(falling.called_off)
    withdrawn = [f"{title} ×{count}" for title, count in Counter([*titles, *reports]).items()]
    told = [f"Pertanyaan gugur · questions withdrawn: {', '.join(withdrawn)}"] if withdrawn else []
    later = sorted((one.question.due_on, one.due_on) for one in moved if one.due_on != one.question.due_on)
    if later:
        before, after = later[0]
        told.append(
            f"Batas waktu diundur · due dates put off: **{len(later)}**, terdekat · first {before:%d-%m} → {after:%d-%m-%Y}"
        )
    return ["; ".join(told)] if told else []


def _too_late(
    reading: Reading, falling: FallingDay, moved: Sequence[MovedSafeDay], calendar: OfficeCalendar
) -> list[str]:
    """Who is called off, or waits and loses a day, and has no safe day left after the closed one."""
    new = {one.case.reference: one.to for one in moved}
    called_off = [find_case(reading, visit.case_reference) for visit in falling.called_off]
    waiting = [one.case for one in moved if one.case.stage == Stage.WAITING_FOR_VISIT.value]
    next_chance = calendar.next_working_day(falling.day)
    safe_days = {case.reference: new.get(case.reference, case.last_safe_visit_day) for case in (*called_off, *waiting)}
    return sorted(reference for reference, safe in safe_days.items() if safe is not None and safe < next_chance)


def _few(told: Iterable[str]) -> str:
    """The first of them, and how many more there are."""
    every = list(told)
    more = len(every) - SHOWN
    return ", ".join([*every[:SHOWN], *([f"… dan {more} lagi · and {more} more"] if more > 0 else [])])
