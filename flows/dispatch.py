"""Dispatch: the rounds of the next working day, approved, signed, announced; once for each day."""

from datetime import date

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.states import Completed, State

from casework.desk import open_desk
from flows.gate import ask_staff
from flows.outgoing import let_go_out
from tasks.handover import start_unless_live
from tasks.questions import note_missed_days, open_question_ids, propose_rounds
from tasks.rounds import announced_cases, subject_of


@flow(name="3 Penjadwalan · dispatch", flow_run_name="kunjungan rumah · penjadwalan")
def dispatch(day: date | None = None) -> State:
    """Plans the home visits of the next working day and waits for the dispatcher's approval and the head's signature."""
    office = open_desk().office
    today = office.now().office_date
    if day is None:
        closed = office.calendar.reason_closed(today)
        if closed is not None:
            return Completed(message=f"tutup hari ini · closed today: {closed}")
        note_missed_days(today)
    planned_day = day or office.calendar.next_working_day(today)
    subject, state = subject_of(planned_day), propose_rounds(planned_day)
    if open_question_ids(subject, "dispatch"):  # a drawing does not go into the engine, only the way to it
        create_markdown_artifact(
            key=f"map-{subject.lower()}",
            markdown=f"[Peta kunjungan · map of the rounds {planned_day:%d-%m-%Y}]({office.map_link(planned_day)})",
            description="Peta kunjungan · map of the rounds",
        )
    while waiting := open_question_ids(subject, "dispatch"):
        state = ask_staff(waiting[0]).in_words
    let_go_out(subject)
    for reference in announced_cases(planned_day):
        start_unless_live(reference, "capture")
    return Completed(message=f"{planned_day}: {state}")
