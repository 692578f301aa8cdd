"""What keeps the office running: collecting what arrives, watching what is due, starting again what died, tidying up."""

from collections.abc import Iterable
from datetime import timedelta

from prefect import flow
from prefect.states import Completed, State

from casework.desk import open_desk
from tasks.engine import mark_dead_runs, nudge_answered_runs, start_needed_runs, wake_runs_paused_by_hand
from tasks.forms import empty_forms_left_behind, put_missing_forms_again
from tasks.handover import hand_over, start_unless_live
from tasks.history import prune_runs, prune_upkeep_runs
from tasks.intake import empty_inbox
from tasks.payment import collect_payments
from tasks.questions import ask_about_overdue_payments, lapse_unsigned_changes
from tasks.reconciliation import report_differences
from tasks.reminders import prepare_digests, remind_of_what_waits
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
    """Brings every state fee that stayed unpaid on its day before a person, and reminds of whatever waits too long.

    On a day on which the office is closed nothing falls due and nobody is reminded.
    """
    office = open_desk().office
    closed = office.calendar.reason_closed(office.now().office_date)
    if closed is not None:
        return Completed(message=f"tutup hari ini · closed today: {closed}")
    overdue = ask_about_overdue_payments()
    for reference in overdue:
        start_unless_live(reference, "payment")
    _let_mail_go_out(prepare_digests())  # where the run that should have done so at 07:15 died
    _let_mail_go_out(mailed := remind_of_what_waits())
    late, stuck = mark_late_runs(), find_deadlocks()
    return Completed(
        message=f"{len(overdue)} jatuh tempo · overdue, {len(late)} terlambat · late, {stuck} buntu · deadlocked, "
        f"{len(mailed)} peran diingatkan · roles reminded"
    )


@flow(name="Ringkasan · digest", flow_run_name="ringkasan pagi")
def digest() -> State:
    """Sends each role what waits for it this morning, with forms to decide on paper should the system be down."""
    _let_mail_go_out(mailed := prepare_digests())
    return Completed(message=f"{len(mailed)} ringkasan · digests")


@flow(name="Pemulihan · recover", flow_run_name="pemulihan")
def recover() -> State:
    """Starts again whatever should be running or waiting and is not, and wakes runs whose question is answered."""
    mark_dead_runs()
    lapse_unanswered_trays()
    lapse_unsigned_changes()
    started, nudged = start_needed_runs(), nudge_answered_runs()
    nudged += put_missing_forms_again() + wake_runs_paused_by_hand()
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


@flow(name="Rekonsiliasi · reconcile", flow_run_name="mesin dan register")
def reconcile() -> State:
    """Compares the engine with the register and names what somebody did by hand in it; nothing of that is a decision."""
    return Completed(message=report_differences())


def _let_mail_go_out(subjects: Iterable[str]) -> None:
    """In runs of its own, one for each role: a mailbox that refuses is asked about there and holds up nobody else."""
    for subject in subjects:
        start_unless_live(subject, "outgoing")
