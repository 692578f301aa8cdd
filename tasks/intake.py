"""The steps of intake."""

from prefect import task

from casework.desk import open_desk
from casework.inbox import collect_inbox
from casework.lifecycle import Stage
from casework.stages import intake
from casework.stages.case_file import find_case


@task(task_run_name="Periksa kelengkapan {reference}", retries=2, retry_delay_seconds=5)
def check_completeness(reference: str) -> int:
    """Check an application that was received; returns how much it lacks. A case that has gone on is left alone."""
    desk = open_desk()
    with desk.registry.change(desk.office.now()) as change:
        case = find_case(change, reference)
        return len(intake.check(change, desk.office, case)) if Stage(case.stage) is Stage.RECEIVED else 0


@task(task_run_name="Kosongkan kotak masuk", retries=2, retry_delay_seconds=5)
def empty_inbox() -> list[str]:
    """Take what MiskaGO laid down; returns the references of the cases that have something to do."""
    desk = open_desk()
    return collect_inbox(desk.registry, desk.office)
