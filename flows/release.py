"""Release: in the morning no team leaves unless its officers are fit, its kit passed and its line is secured."""

from datetime import date

from prefect import flow
from prefect.states import Completed, State

from casework.desk import open_desk
from flows.gate import ask_staff
from flows.parameters import TeamSubject
from tasks.engine import nudge_answered_runs, start_needed_runs
from tasks.handover import start_unless_live
from tasks.questions import open_question_ids, open_releases


@flow(name="3b Pagi · morning", flow_run_name="pelepasan tim · pagi")
def morning(day: date | None = None) -> State:
    """Asks each team that goes out today whether it may leave."""
    office = open_desk().office
    today = day or office.now().office_date
    closed = office.calendar.reason_closed(today)
    if closed is not None:
        return Completed(message=f"tutup hari ini · closed today: {closed}")
    subjects = open_releases(today)
    for subject in subjects:
        start_unless_live(subject, "release")
    return Completed(message=f"{today}: {len(subjects)} tim · teams")


@flow(name="3a Pelepasan tim · release", flow_run_name="{reference} · pelepasan")
def release(reference: TeamSubject) -> State:
    """Waits for one team's lead, who reports its readiness, and for the head's signature where something is replaced."""
    answered = None
    while waiting := open_question_ids(reference, "release"):
        answered = ask_staff(waiting[0])
        start_needed_runs()  # whoever was called off is told, and telephoned, while the head still reads
    nudge_answered_runs()  # nobody reports a visit that is postponed
    start_needed_runs()  # those who waited for it are told
    return Completed(message=f"{reference}: {answered.in_words if answered else 'sudah diputuskan · decided before'}")
