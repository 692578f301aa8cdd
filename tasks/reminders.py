"""The steps that plan what goes out to roles: reminders of what waits, and the morning's digest."""

from prefect import task

from casework.desk import open_desk
from casework.staff_mail.digests import plan_digests
from casework.staff_mail.reminders import plan_due_reminders
from tasks.pages import ui_url


@task(task_run_name="Rencanakan pengingat", retries=2, retry_delay_seconds=5)
def remind_of_what_waits() -> list[str]:
    """Each rung that is due is planned once; returns the subjects under which mail is to go out."""
    desk = open_desk()
    return plan_due_reminders(desk.registry, desk.office, ui_url())


@task(task_run_name="Rencanakan ringkasan pagi", retries=2, retry_delay_seconds=5)
def prepare_digests() -> list[str]:
    """Each role that has something to read has one digest a day; returns the subjects under which mail is to go out."""
    desk = open_desk()
    return plan_digests(desk.registry, desk.office, ui_url())
