"""Outside events: a death or a withdrawal is reported; everything on the case stops at once."""

from prefect import flow
from prefect.states import Completed, State

from flows.gate import ask_staff
from flows.outgoing import let_go_out
from flows.parameters import CaseReference
from tasks.engine import nudge_answered_runs, start_needed_runs
from tasks.questions import open_outside_event, open_question_ids

ANSWERED = "sudah dijawab · answered before"


@flow(name="Peristiwa dari luar · outside event", flow_run_name="{reference} · peristiwa dari luar")
def outside_event(reference: CaseReference) -> State:
    """Reports a death or a withdrawal: one signature ends every question, visit, letter and reminder of the case."""
    why_not = None if open_question_ids(reference, "outside-event") else open_outside_event(reference)
    answers = [ask_staff(question_id) for question_id in open_question_ids(reference, "outside-event")]
    nudge_answered_runs()  # whatever waits for an answer that nobody needs any more
    let_go_out(reference)
    start_needed_runs()  # a team under way is an urgent item of its own
    return Completed(message=f"{reference}: {answers[-1].in_words if answers else why_not or ANSWERED}")
