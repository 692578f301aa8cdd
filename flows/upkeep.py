"""What keeps the office running: collecting what arrives, watching what is due, starting again what died, tidying up."""

from datetime import timedelta

from prefect import flow
from prefect.states import Completed, State

from casework.desk import open_desk
from tasks.engine import mark_dead_runs, nudge_answered_runs, start_needed_runs
from tasks.forms import empty_forms_left_behind, put_missing_forms_again
from tasks.handover import hand_over, start_unless_live
from tasks.history import prune_runs, prune_upkeep_runs
from tasks.intake import empty_inbox
from tasks.payment import collect_payments
from tasks.questions import ask_about_overdue_payments
from tasks.run_names import correct_names_of_ended_runs
from tasks.trays import lapse_unanswered_trays
from tasks.work_list import find_deadlocks, mark_late_runs, publish_work_list

MOST_RUNS_REMOVED = 5_000  # of each kind, in one night: four days of upkeep


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
    """Brings every state fee that stayed unpaid on its day before a person, and marks what waits too long."""
    overdue = ask_about_overdue_payments()
    for reference in overdue:
        start_unless_live(reference, "payment")
    late, stuck = mark_late_runs(), find_deadlocks()
    return Completed(
        message=f"{len(overdue)} jatuh tempo · overdue, {len(late)} terlambat · late, {stuck} buntu · deadlocked"
    )


@flow(name="Pemulihan · recover", flow_run_name="pemulihan")
def recover() -> State:
    """Starts again whatever should be running or waiting and is not, and wakes runs whose question is answered."""
    mark_dead_runs()
    lapse_unanswered_trays()
    started, nudged = start_needed_runs(), nudge_answered_runs()
    nudged += put_missing_forms_again()
    empty_forms_left_behind()
    correct_names_of_ended_runs()
    publish_work_list()
    return Completed(message=f"{len(started)} dimulai lagi · started, {len(nudged)} dibangunkan · woken")


@flow(name="Penyusutan · prune", flow_run_name="riwayat run")
def prune() -> State:
    """Removes the runs that ended before the office's retention; what was decided stands in the register, and stays."""
    settings, now = open_desk().settings, open_desk().office.now().recorded_at
    upkeep = prune_upkeep_runs(now - timedelta(days=settings.upkeep_history_days), MOST_RUNS_REMOVED)
    others = prune_runs(now - timedelta(days=settings.history_days), MOST_RUNS_REMOVED)
    return Completed(message=f"dihapus · removed: {upkeep} pemeliharaan · upkeep, {others} lain · other runs")
