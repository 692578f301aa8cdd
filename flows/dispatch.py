"""Dispatch: the rounds of a day, approved, signed, announced; once for each day, in a run of its own."""

from datetime import date

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.states import Completed, State

from casework.desk import open_desk
from casework.stages.dispatch.notice import days_to_plan
from flows.gate import ask_staff
from flows.outgoing import let_go_out, let_reports_go_out
from tasks.handover import start_unless_live
from tasks.questions import note_missed_days, open_question_ids, propose_rounds
from tasks.rounds import announced_cases, subject_of


@flow(name="3 Penjadwalan · dispatch", flow_run_name="kunjungan rumah · penjadwalan")
def dispatch(day: date | None = None) -> State:
    """Plans a day's home visits and waits for the dispatcher's approval and the head's signature.

    The daily run names no day: each day that is to be planned gets a run of its own, which knows its day however long it waits.
    """
    return _plan_todays_share() if day is None else _plan(day)


def _plan_todays_share() -> State:
    office = open_desk().office
    today = office.now().office_date
    closed = office.calendar.reason_closed(today)
    if closed is not None:
        return Completed(message=f"tutup hari ini · closed today: {closed}")
    note_missed_days(today)
    let_reports_go_out()  # of days whose last visit was called off before they came
    days = days_to_plan(office, today)
    for day in days:
        start_unless_live(subject_of(day), "dispatch")
    return Completed(message=f"direncanakan · to be planned: {', '.join(str(day) for day in days)}")


def _plan(day: date) -> State:
    subject, state = subject_of(day), propose_rounds(day)
    if open_question_ids(subject, "dispatch"):
        _link_the_map(day)
    while waiting := open_question_ids(subject, "dispatch"):
        state = ask_staff(waiting[0]).in_words
    let_go_out(subject)
    for reference in announced_cases(day):
        start_unless_live(reference, "capture")
    return Completed(message=f"{day}: {state}")


def _link_the_map(day: date) -> None:
    """A drawing does not go into the engine, only the way to it, behind the sign-in."""
    create_markdown_artifact(
        key=f"map-{subject_of(day).lower()}",
        markdown=f"[Peta kunjungan · map of the rounds {day:%d-%m-%Y}]({open_desk().office.map_link(day)})",
        description="Peta kunjungan · map of the rounds",
    )
