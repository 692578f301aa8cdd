"""The work list in the engine: one page, always at the same address, and a mark on every run that waits too long."""

from collections.abc import Sequence

from prefect import get_run_logger, task
from prefect.client.schemas.filters import FlowRunFilter

from casework.deadlocks import deadlocks, deadlocks_among
from casework.desk import open_desk
from casework.registry.portions import portions
from casework.work_list import LATE, PAGE, PAGE_KEY, as_markdown, how_much_waits, work_items
from tasks.engine_client import engine_client
from tasks.pages import ui_url, write_page

MOST = 200  # of which the engine tells in one answer


@task(task_run_name="Perbarui daftar kerja")
def publish_work_list() -> int:
    """The page says what waits now; returns how much."""
    desk = open_desk()
    moment = desk.office.now()
    with desk.registry.reading() as reading:
        waiting = how_much_waits(reading, moment.office_date)
        items = work_items(reading, moment.office_date, most=PAGE)
        stuck = deadlocks_among(reading, [item.standing for item in items], moment.office_date)
    write_page(PAGE_KEY, as_markdown(items, waiting, stuck, moment, ui_url(), desk.settings.case_sheet_url))
    return waiting.all


@task(task_run_name="Tandai yang terlambat")
def mark_late_runs() -> list[str]:
    """A run that waits for a person beyond its day says so by its tag, until it is answered or asked again."""
    desk = open_desk()
    with desk.registry.reading() as reading:
        items = work_items(reading, desk.office.now().office_date)
    late = [item.flow_run_id for item in items if item.is_late and item.flow_run_id]
    return [run for portion in portions(late, MOST) for run in _marked(portion)]


@task(task_run_name="Cari yang buntu")
def find_deadlocks() -> int:
    """How many questions nobody may decide any more; each is told in the log with its cure, for a technician to pass on."""
    desk = open_desk()
    with desk.registry.reading() as reading:
        stuck = deadlocks(reading, desk.office.now().office_date)
    for one in stuck:
        get_run_logger().warning("%s", one.in_words)
    return len(stuck)


def _marked(flow_run_ids: Sequence[str]) -> list[str]:
    waiting = FlowRunFilter.model_validate({"id": {"any_": flow_run_ids}, "state": {"type": {"any_": ["PAUSED"]}}})
    with engine_client() as client:
        unmarked = [one for one in client.read_flow_runs(flow_run_filter=waiting, limit=MOST) if LATE not in one.tags]
        for run in unmarked:
            client.update_flow_run(run.id, tags=[LATE, *run.tags])
    return [str(run.id) for run in unmarked]
