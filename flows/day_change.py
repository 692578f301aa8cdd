"""A day that changes: a team that is out is late or goes no further; a form to report it, and a run that waits for answers."""

from prefect import flow
from prefect.states import Completed, State

from flows.gate import ask_staff
from flows.parameters import TeamSubject
from tasks.engine import nudge_answered_runs, start_needed_runs
from tasks.handover import start_unless_live
from tasks.questions import open_day_change, open_question_ids


@flow(name="Perubahan hari ini: formulir · report a day change", flow_run_name="{reference} · perubahan, formulir")
def report_day_change(reference: TeamSubject) -> State:
    """A team telephones that it is late or goes no further; the dispatcher is asked what happened."""
    why_not = open_day_change(reference)
    if why_not is None:
        start_unless_live(reference, "day-change")
    return Completed(message=why_not or f"{reference}: koordinator ditanya · the dispatcher is asked")


@flow(name="3c Perubahan hari ini · day change", flow_run_name="{reference} · perubahan hari ini")
def day_change(reference: TeamSubject) -> State:
    """Waits for what happened to a team, and until the guarantors concerned have been telephoned."""
    answered = None
    while waiting := open_question_ids(reference, "day-change"):
        answered = ask_staff(waiting[0])
        start_needed_runs()  # the head's signature; the letters of whoever was called off
    nudge_answered_runs()  # nobody reports a visit that is off
    return Completed(message=f"{reference}: {answered.in_words if answered else 'sudah diputuskan · decided before'}")
