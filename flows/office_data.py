"""The office's own data, changed by form: each form becomes an act that one person proposes and another approves."""

from typing import Any

from prefect import flow
from prefect.context import get_run_context
from prefect.states import Completed, State

from casework.acts.equipment import EquipmentContent
from tasks.acts import prepare
from tasks.handover import start_unless_live


@flow(name="Kantor: perangkat · office equipment", flow_run_name="perangkat dan kendaraan")
def equipment(content: EquipmentContent) -> State:
    """A kit or a vehicle comes into service or goes out of it."""
    return propose("equipment", content)


def propose(kind: str, content: Any) -> State:
    """A filled form becomes an act that waits for its proposer; one that cannot be is answered at once, with the reason."""
    answer = prepare(kind, content.model_dump(mode="json"), str(get_run_context().flow_run.id))
    if not answer.startswith("ACT-"):
        return Completed(message=f"tidak diterima · not taken: {answer}")
    start_unless_live(answer, "joint-act")
    return Completed(message=f"{answer}: menunggu usul · waits to be proposed")
