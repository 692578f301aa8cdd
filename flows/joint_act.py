"""What takes two: one person proposes it, another approves it."""

from prefect import flow
from prefect.states import Completed, State

from casework.joint_decisions.tray_in_words import in_one_line
from flows.gate import ask_staff
from flows.outgoing import let_go_out
from flows.parameters import ActSubject
from tasks.engine import nudge_answered_runs, start_needed_runs
from tasks.joint_decisions import answer_items
from tasks.questions import open_question_ids


@flow(name="Perubahan oleh dua orang · joint act", flow_run_name="{reference} · perubahan")
def joint_act(reference: ActSubject) -> State:
    """Waits for the one who proposes a change and for the one who approves it; only then it holds."""
    outcome = None
    while waiting := open_question_ids(reference, "joint-act"):
        outcome = ask_staff(waiting[0]).in_words
    papers = answer_items(reference)
    let_go_out(reference)
    nudge_answered_runs()  # what was changed may have put an end to what others wait for
    start_needed_runs()  # … and may let something else go on
    told = outcome or "sudah diputuskan · decided before"
    return Completed(message="; ".join([f"{reference}: {told}", *([in_one_line(papers)] if papers else [])]))
