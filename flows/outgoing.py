"""What has not gone out yet: letters, mails, orders; a partner that stays down, or a letter to be posted, is a person's question."""

from prefect import flow
from prefect.states import Completed, State

from casework.partners.faults import PartnerRefused, PartnerUnavailable
from flows.gate import ask_staff
from flows.parameters import Subject
from tasks.effects import copies_to_send, planned, send_out
from tasks.engine import start_needed_runs
from tasks.handover import start_unless_live
from tasks.questions import ask_about_partner, open_question_ids
from tasks.rounds import is_a_report_waiting


@flow(name="Pengiriman · outgoing", flow_run_name="{reference} · pengiriman")
def outgoing(reference: Subject) -> State:
    """Sends what is still to be sent for a subject that no other run is looking after."""
    let_go_out(reference)
    return Completed(message=f"{reference}: semua terkirim · everything has gone out")


@flow(name="Surat lewat pos · by post", flow_run_name="{reference} · surat lewat pos")
def by_post(reference: Subject) -> State:
    """Waits until each letter that no mail can carry was posted or handed over."""
    outcome = None
    while waiting := open_question_ids(reference, "by-post"):
        outcome = ask_staff(waiting[0]).in_words
    start_needed_runs()  # a case that waited for nothing else is closed
    return Completed(message=f"{reference}: {outcome or 'tidak perlu lagi · no longer needed'}")


@flow(name="Tembusan · copies", flow_run_name="{reference} · tembusan")
def copies(reference: Subject) -> State:
    """Waits until whatever keeps copies from a mailbox is mended, and sends them; nothing else waits for that."""
    outcome = None
    while waiting := open_question_ids(reference, "copies"):
        outcome = ask_staff(waiting[0]).in_words
        _let_copies_go_out(reference)
    return Completed(message=f"{reference}: {outcome or 'tidak perlu lagi · no longer needed'}")


def let_go_out(subject: str) -> None:
    """Let every planned effect of a subject go out; ask a person about each one that cannot, and try again.

    An effect that caused another (a billing code its letter, SIMKIM's receipt the grant) is followed by it. A letter that
    a person has to post holds nothing else up, nor does a copy: each is asked about in a run of its own.
    """
    _ask_about_trouble(subject)  # asked by a run that died since: nothing is tried behind that person's back
    while pending := planned(subject):
        for effect_id, kind in pending:
            trouble = _try(effect_id, kind)
            if trouble is not None:
                ask_about_partner(effect_id, trouble)
                _ask_about_trouble(subject)
                break
    if open_question_ids(subject, "by-post"):
        start_unless_live(subject, "by-post")
    _let_copies_go_out(subject)
    if open_question_ids(subject, "copies"):
        start_unless_live(subject, "copies")


def let_reports_go_out() -> None:
    """A day's report to the head of office goes out at once, in a run of its own: whoever ended the day's last visit started it."""
    if is_a_report_waiting():
        start_needed_runs()


def _let_copies_go_out(subject: str) -> None:
    """Each copy is tried once, and a technician is asked about the first that fails; the answer tries them all again."""
    for effect_id, kind in copies_to_send(subject):
        trouble = _try(effect_id, kind)
        if trouble is not None:
            ask_about_partner(effect_id, trouble)


def _ask_about_trouble(subject: str) -> None:
    for question_id in open_question_ids(subject, "outgoing"):
        ask_staff(question_id)


def _try(effect_id: int, kind: str) -> str | None:
    try:
        send_out(effect_id, kind)
    except (PartnerUnavailable, PartnerRefused) as fault:
        return str(fault)
    return None
