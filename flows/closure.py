"""Closure: the result is handed over, the case is closed."""

from prefect import flow
from prefect.states import Completed, State

from flows.gate import ask_staff
from flows.outgoing import let_go_out
from flows.parameters import CaseReference
from tasks.questions import open_question_ids, prepare_closure


@flow(name="6 Penutupan · closure", flow_run_name="{reference} · penutupan")
def closure(reference: CaseReference) -> State:
    """Waits until a passport is back and for the receipt of what was handed over, and closes the case when nothing on it is open.

    A passport can be taken along long before: then this run waits for it beside the permit's.
    """
    let_go_out(reference)
    prepare_closure(reference)
    while waiting := open_question_ids(reference, "closure"):
        ask_staff(waiting[0])
        let_go_out(reference)
        prepare_closure(reference)
    let_go_out(reference)
    return Completed(message=f"{reference}: tidak ada lagi yang menunggu · nothing waits any more")
