"""Decisions that were made on paper during an outage are entered afterwards, each as an act of two officers."""

from prefect import flow
from prefect.states import State

from casework.acts.paper_decision import PaperDecisionContent
from flows.office_data import propose


@flow(name="Kantor: keputusan kertas · paper decision", flow_run_name="keputusan kertas")
def paper_decision(content: PaperDecisionContent) -> State:
    """Enters what one paper says; it counts once another officer approves it, as of the moment at which it was signed."""
    return propose("paper-decision", content)
