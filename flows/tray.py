"""The tray: what is alike and without a problem, answered with one code; and what was decided together at a terminal."""

from prefect import flow
from prefect.context import get_run_context
from prefect.states import Completed, State

from casework.desk import open_desk
from casework.joint_decisions.tray_in_words import answered_as_markdown, in_one_line
from flows.decision_page import keep_page
from flows.gate import ask_staff
from flows.parameters import TraySubject
from tasks.engine import nudge_answered_runs
from tasks.handover import start_unless_live
from tasks.joint_decisions import answer_items
from tasks.questions import open_question_ids
from tasks.trays import lapse_unanswered_trays, put_out_trays


@flow(name="Baki keputusan rutin · tray", flow_run_name="baki keputusan rutin")
def tray(reference: TraySubject = "") -> State:
    """Waits for the one answer to a tray, then answers each of its items by itself; without a reference it puts trays out."""
    if not reference:
        return _put_out()
    outcome = None
    while waiting := open_question_ids(reference, "tray"):
        outcome = ask_staff(waiting[0]).in_words
    answered = answer_items(reference)
    if answered:
        key = f"answered-{reference.lower()}"
        keep_page(key, answered_as_markdown(answered, open_desk().office), reference, get_run_context().flow_run.id)
    nudge_answered_runs()  # the runs in which the items were asked
    told = outcome or "sudah diputuskan · decided before"
    return Completed(message="; ".join([f"{reference}: {told}", *([in_one_line(answered)] if answered else [])]))


def _put_out() -> State:
    office = open_desk().office
    today = office.now().office_date
    closed = office.calendar.reason_closed(today)
    if closed is not None:
        return Completed(message=f"tutup hari ini · closed today: {closed}")
    lapse_unanswered_trays()
    subjects = put_out_trays()
    for subject in subjects:
        start_unless_live(subject, "tray")
    nudge_answered_runs()  # of trays that lapsed, and of items that were decided
    return Completed(message=f"{today}: {len(subjects)} baki · trays")
