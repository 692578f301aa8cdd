"""Capture: the visit at home, as its team reports it."""

from prefect import flow
from prefect.states import Completed, State

from flows.gate import ask_staff
from flows.outgoing import let_go_out, let_reports_go_out
from flows.parameters import CaseReference
from tasks.handover import hand_over
from tasks.questions import open_question_ids


@flow(name="4 Kunjungan · capture", flow_run_name="{reference} · kunjungan")
def capture(reference: CaseReference) -> State:
    """Announces one visit, waits for the team's report, and for a second officer where an exception is claimed."""
    let_go_out(reference)
    outcome = None
    while waiting := open_question_ids(reference, "capture"):
        outcome = ask_staff(waiting[0]).in_words
        let_go_out(reference)
        let_reports_go_out()  # it may have been the last visit of the day
    hand_over(reference)
    return Completed(message=f"{reference}: {outcome or 'tidak berlaku lagi · no longer needed'}")
