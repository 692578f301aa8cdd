"""What keeps the office running: collecting what arrives, watching what is due, starting again what died."""

from prefect import flow
from prefect.states import Completed, State

from tasks.engine import mark_dead_runs, nudge_answered_runs, start_needed_runs
from tasks.forms import empty_forms_left_behind, put_missing_forms_again
from tasks.handover import hand_over, start_unless_live
from tasks.intake import empty_inbox
from tasks.payment import collect_payments
from tasks.questions import ask_about_overdue_payments


@flow(name="Pengumpulan · collect", flow_run_name="kotak masuk dan pembayaran")
def collect() -> State:
    """Takes new applications from the MiskaGO inbox and asks the treasury what was paid."""
    arrived = empty_inbox()
    for reference in arrived:
        start_unless_live(reference, "intake")
    paid = collect_payments()
    for reference in paid:
        hand_over(reference)
    return Completed(message=f"{len(arrived)} permohonan · applications, {len(paid)} pembayaran · payments")


@flow(name="Pengawasan · watch", flow_run_name="batas waktu")
def watch() -> State:
    """Brings every state fee that stayed unpaid on its day before a person."""
    overdue = ask_about_overdue_payments()
    for reference in overdue:
        start_unless_live(reference, "payment")
    return Completed(message=f"{len(overdue)} jatuh tempo · overdue")


@flow(name="Pemulihan · recover", flow_run_name="pemulihan")
def recover() -> State:
    """Starts again whatever should be running or waiting and is not, and wakes runs whose question is answered."""
    mark_dead_runs()
    started, nudged = start_needed_runs(), nudge_answered_runs()
    nudged += put_missing_forms_again()
    empty_forms_left_behind()
    return Completed(message=f"{len(started)} dimulai lagi · started, {len(nudged)} dibangunkan · woken")
