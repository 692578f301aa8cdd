"""Intake: an application has arrived; it goes on, or a letter names what is missing."""

from prefect import flow
from prefect.states import Completed, State

from flows.gate import ask_staff
from flows.outgoing import let_go_out
from flows.parameters import CaseReference
from tasks.handover import hand_over
from tasks.intake import check_completeness
from tasks.questions import open_question_ids


@flow(name="1 Penerimaan · intake", flow_run_name="{reference} · penerimaan")
def intake(reference: CaseReference) -> State:
    """Checks an application's documents, sends its receipt, and hands it on or asks for what is missing."""
    lacks = check_completeness(reference)
    let_go_out(reference)
    hand_over(reference)
    for question_id in open_question_ids(reference, "intake"):  # other content under the same reference: a person looks
        ask_staff(question_id)
        let_go_out(reference)
    return Completed(
        message=f"{reference}: kurang {lacks} · {lacks} missing" if lacks else f"{reference}: lengkap · complete"
    )
