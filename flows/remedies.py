"""Complaint and objection: a form each, by which staff take one up, and a run each that waits for whoever must answer."""

from datetime import date

from prefect import flow
from prefect.context import get_run_context
from prefect.states import Completed, State
from pydantic import BaseModel, ConfigDict, Field

from flows.gate import ask_staff
from flows.outgoing import let_go_out
from flows.parameters import CaseReference
from tasks.engine import nudge_answered_runs, start_needed_runs
from tasks.handover import start_unless_live
from tasks.questions import open_question_ids
from tasks.remedies import open_complaint, open_objection


class ObjectionForm(BaseModel):
    """Which refusal is objected to, and when the objection came; what it says stands in the letter."""

    model_config = ConfigDict(extra="forbid")
    reference: CaseReference
    arrived_on: date = Field(
        title="Tanggal surat keberatan diterima kantor · arrived on",
        description="Hari kantor menerimanya, bukan tanggal suratnya. · The day on which the office received it.",
    )


@flow(name="Pengaduan: formulir · report a complaint", flow_run_name="{reference} · pengaduan, formulir")
def report_complaint(reference: CaseReference) -> State:
    """Somebody complains about the service; the counter officer puts it on record."""
    return _taken_up(reference, "complaint", open_complaint(reference, _own_id()))


@flow(name="Pengaduan · complaint", flow_run_name="{reference} · pengaduan")
def complaint(reference: CaseReference) -> State:
    """Waits until a complaint is on record; whoever is complained about has no part in the case from then on."""
    return _answered(reference, "complaint")


@flow(name="Jawaban pengaduan · complaint answer", flow_run_name="{reference} · jawaban pengaduan")
def complaint_answer(reference: CaseReference) -> State:
    """Waits for the office's answer to a complaint, which goes to the guarantor."""
    return _answered(reference, "complaint-answer")


@flow(name="Keberatan: formulir · file an objection", flow_run_name="keberatan, formulir")
def file_objection(content: ObjectionForm) -> State:
    """A written objection to a refusal has come; the counter officer puts it on record. After it appeal and court are next."""
    why_not = open_objection(content.reference, content.arrived_on, _own_id())
    return _taken_up(content.reference, "objection", why_not)


@flow(name="Keberatan · objection", flow_run_name="{reference} · keberatan")
def objection(reference: CaseReference) -> State:
    """Waits until an objection is on record; one that came in time opens the case again, at the next level."""
    return _answered(reference, "objection")


def _taken_up(reference: str, waiting: str, why_not: str | None) -> State:
    if why_not is not None:
        return Completed(message=f"tidak diterima · not taken: {why_not}")
    start_unless_live(reference, waiting)
    return Completed(message=f"{reference}: menunggu Petugas Loket · waits for the counter officer")


def _answered(reference: str, waiting: str) -> State:
    """Ask what is open here; what follows from it elsewhere on the case is woken, sent and started."""
    outcome = None
    while open_here := open_question_ids(reference, waiting):
        outcome = ask_staff(open_here[0]).in_words
    nudge_answered_runs()  # whatever waits for an answer that nobody needs any more
    let_go_out(reference)
    start_needed_runs()
    return Completed(message=f"{reference}: {outcome or 'sudah dijawab · answered before'}")


def _own_id() -> str:
    return str(get_run_context().flow_run.id)
