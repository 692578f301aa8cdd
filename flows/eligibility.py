"""Eligibility: the rules prepare a verdict, an officer confirms or overrides it."""

from prefect import flow
from prefect.states import Completed, State

from flows.gate import ask_staff
from flows.outgoing import let_go_out
from flows.parameters import CaseReference
from tasks.handover import hand_over
from tasks.questions import open_question_ids, prepare_verdict


@flow(name="2 Kelayakan · eligibility", flow_run_name="{reference} · kelayakan")
def eligibility(reference: CaseReference) -> State:
    """Prepares the verdict on one application and waits for the section head, who makes it."""
    prepare_verdict(reference)
    outcome = None
    while waiting := open_question_ids(reference, "eligibility"):  # asked anew where the applicant moves house
        outcome = ask_staff(waiting[0]).in_words
    let_go_out(reference)
    hand_over(reference)
    return Completed(message=f"{reference}: {outcome or 'sudah diputuskan · decided before'}")
