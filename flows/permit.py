"""Permit: the approval chain, level by level, then SIMKIM."""

from prefect import flow
from prefect.states import Completed, State

from flows.gate import ask_staff
from flows.outgoing import let_go_out
from flows.parameters import CaseReference
from tasks.handover import hand_over
from tasks.questions import open_question_ids


@flow(name="5 Izin tinggal · permit", flow_run_name="{reference} · izin tinggal")
def permit(reference: CaseReference) -> State:
    """Takes a permit through its approval chain, registers it with SIMKIM once, and sends the letter."""
    let_go_out(reference)
    outcome = None
    while waiting := open_question_ids(reference, "permit"):
        outcome = ask_staff(waiting[0]).in_words
        let_go_out(reference)
    hand_over(reference)
    return Completed(message=f"{reference}: {outcome or 'tidak berlaku lagi · no longer needed'}")
