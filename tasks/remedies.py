"""The steps by which a complaint or an objection is taken up from its form, once."""

from datetime import date

from prefect import task

from casework.desk import open_desk
from casework.stages import complaint, objection


@task(task_run_name="Terima pengaduan {reference}", retries=2, retry_delay_seconds=5)
def open_complaint(reference: str, origin: str) -> str | None:
    """A filled form becomes the counter officer's question; returns the sentence that says why it cannot be, or None."""
    desk = open_desk()
    with desk.registry.change(desk.office.now()) as change:
        return complaint.open_complaint(change, desk.office, reference, origin)


@task(task_run_name="Terima keberatan {reference}", retries=2, retry_delay_seconds=5)
def open_objection(reference: str, arrived_on: date, origin: str) -> str | None:
    """A filled form becomes the counter officer's question; returns the sentence that says why it cannot be, or None."""
    desk = open_desk()
    with desk.registry.change(desk.office.now()) as change:
        return objection.open_objection(change, desk.office, reference, arrived_on, origin)
