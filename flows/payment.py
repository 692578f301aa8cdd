"""Payment: the billing of the permit's state fee; a fee unpaid on its day goes to a person."""

from prefect import flow
from prefect.states import Completed, State

from flows.gate import ask_staff
from flows.outgoing import let_go_out
from flows.parameters import CaseReference
from tasks.handover import hand_over
from tasks.questions import open_question_ids


@flow(name="2a Pembayaran · payment", flow_run_name="{reference} · pembayaran")
def payment(reference: CaseReference) -> State:
    """Bills the state fee of the permit (never of the visit) and asks a person when it stays unpaid."""
    let_go_out(reference)
    answers = [ask_staff(question_id) for question_id in open_question_ids(reference, "payment")]
    let_go_out(reference)
    hand_over(reference)
    return Completed(message=f"{reference}: {answers[-1].in_words}" if answers else f"{reference}: ditagih · billed")
