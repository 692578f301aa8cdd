"""The steps that prepare a question, and find the open ones."""

from datetime import date

from prefect import task
from prefect.runtime import flow_run

from casework.askings import settled_forms_in
from casework.desk import open_desk
from casework.engine_runs import flow_that_asks
from casework.registry.models import Effect, Question
from casework.rounds.guarded_solver import GuardedSolver
from casework.stages import closure, eligibility, ending, payment, permit
from casework.stages.case_file import find_case
from casework.stages.dispatch import day_change, lapsing, planning, release
from casework.stages.dispatch.drafting import draft, what_is_to_be_planned
from casework.stages.dispatch.plans import standing_plan
from casework.standing_questions import look_up_in, open_questions


@task(task_run_name="Periksa kelayakan {reference}", retries=2, retry_delay_seconds=5)
def prepare_verdict(reference: str) -> None:
    """Try the rules, once a cycle, and prepare the verdict that an officer makes."""
    desk = open_desk()
    with desk.registry.change(desk.office.now()) as change:
        if find_case(change, reference).stage == "assessment":
            eligibility.prepare_verdict(change, desk.office, reference)


@task(task_run_name="Siapkan penutupan {reference}", retries=2, retry_delay_seconds=5)
def prepare_closure(reference: str) -> None:
    """Close what closes by itself, and ask for the receipt where something was handed over."""
    desk = open_desk()
    with desk.registry.change(desk.office.now()) as change:
        closure.prepare_closure(change, desk.office, reference)


@task(task_run_name="Rencanakan {day}", retries=2, retry_delay_seconds=5)
def propose_rounds(day: date) -> str:
    """Plan a day's rounds, or find the plan that stands; returns the plan's state. Nothing is locked while the solver works."""
    desk = open_desk()
    today = desk.office.now().office_date
    ahead = day > today and desk.office.calendar.is_working_day(day)
    with desk.registry.reading() as reading:
        plannable = ahead and standing_plan(reading, day) is None
        asked = what_is_to_be_planned(reading, desk.office, day, today) if plannable else None
    drafted = draft(asked, GuardedSolver()) if asked is not None else None
    with desk.registry.change(desk.office.now()) as change:
        return planning.propose(change, desk.office, day, drafted).state


@task(task_run_name="Catat hari terlewat", retries=2, retry_delay_seconds=5)
def note_missed_days(today: date) -> list[str]:
    """A working day that went by without a plan is on record as missed; it is never planned afterwards."""
    desk = open_desk()
    with desk.registry.change(desk.office.now()) as change:
        return [day.isoformat() for day in planning.note_missed_days(change, desk.office, today)]


@task(task_run_name="Tanyakan pelepasan tim {day}", retries=2, retry_delay_seconds=5)
def open_releases(day: date) -> list[str]:
    """Each team of the day is asked about in the morning; returns the subjects of those questions."""
    desk = open_desk()
    with desk.registry.change(desk.office.now()) as change:
        return [question.subject for question in release.open_release(change, desk.office, day)]


@task(task_run_name="Tanyakan perubahan {subject}")
def open_day_change(subject: str) -> str | None:
    """What happened to a team that is out becomes the dispatcher's question; returns why it cannot, or None."""
    desk = open_desk()
    now = desk.office.now()
    with desk.registry.change(now) as change:
        why_not = day_change.why_the_day_cannot_change(change, now.office_date, subject)
        if why_not is None:
            day_change.open_day_change(change, desk.office, subject)
        return why_not


@task(task_run_name="Gugurkan perubahan yang tidak ditandatangani", retries=2, retry_delay_seconds=5)
def lapse_unsigned_changes() -> list[str]:
    """What changes a day and was not signed in time lapses; returns the subjects."""
    desk = open_desk()
    with desk.registry.change(desk.office.now()) as change:
        return lapsing.lapse_unsigned_changes(change, desk.office)


@task(task_run_name="Catat peristiwa {reference}")
def open_outside_event(reference: str) -> str | None:
    """Somebody is about to report a death or a withdrawal: becomes a question; returns the sentence that says why it cannot be, or None."""
    desk = open_desk()
    with desk.registry.change(desk.office.now()) as change:
        why_not = ending.why_not_reported(change, reference)
        if why_not is None:
            ending.open_outside_event(change, desk.office, find_case(change, reference))
        return why_not


@task(task_run_name="Tanyakan gangguan mitra {effect_id}")
def ask_about_partner(effect_id: int, reason: str) -> None:
    """A partner that stays down, or refuses, becomes a person's question."""
    desk = open_desk()
    with desk.registry.change(desk.office.now()) as change:
        permit.ask_about_partner(change, desk.office, change.session.get_one(Effect, effect_id), reason)


@task(task_run_name="Periksa pembayaran jatuh tempo", retries=2, retry_delay_seconds=5)
def ask_about_overdue_payments() -> list[str]:
    """Each fee unpaid on its day becomes a person's question; returns the cases."""
    desk = open_desk()
    with desk.registry.change(desk.office.now()) as change:
        overdue = payment.unpaid(change)
        return [
            one.case_reference for one in overdue if payment.ask_about_overdue(change, desk.office, one.case_reference)
        ]


def open_question_ids(subject: str, flow: str) -> list[int]:
    """What is open on a subject and belongs to a flow, the most urgent first.

    Before it comes what this run asked itself and what was settled meanwhile through another door: whatever was submitted
    here is judged then, on record, and the run says how it ended.
    """
    with open_desk().registry.reading() as reading:
        settled = [form.question_id for form in settled_forms_in(reading, str(flow_run.id), subject)]
        standing = [*(look_up_in(reading, one) for one in settled), *open_questions(reading, subject=subject)]
        questions = [reading.session.get_one(Question, one.question_id) for one in standing]
        return [one.id for one in questions if flow_that_asks(one) == flow]
