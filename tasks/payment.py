"""The step that asks the treasury what was paid."""

from prefect import task

from casework.desk import open_desk
from casework.stages import payment


@task(task_run_name="Tanyakan pembayaran", retries=2, retry_delay_seconds=[2, 5])
def collect_payments() -> list[str]:
    """Ask for each open billing whether it was paid; returns the cases that may go on."""
    desk = open_desk()
    with desk.registry.reading() as reading:
        waiting = [(row.case_reference, row.billing_code) for row in payment.unpaid(reading) if row.billing_code]
    with desk.neighbours() as neighbours:
        found = [(reference, code, neighbours.billing.payment_of(code)) for reference, code in waiting]
    paid = [(reference, code, one) for reference, code, one in found if one is not None]
    for _, code, one in paid:
        with desk.registry.change(desk.office.now()) as change:
            payment.note_paid(change, code, paid_at=one.paid_at, receipt_number=one.receipt)
    return sorted({reference for reference, _, _ in paid})
