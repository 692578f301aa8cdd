"""The steps of the tray: putting out what is alike, and letting lapse what nobody answered."""

from collections.abc import Iterable

from prefect import task

from casework.askings import runs_that_asked
from casework.desk import Desk, open_desk
from casework.joint_decisions import bulk, trays
from casework.joint_decisions.carrying_out import being_decided
from casework.joint_decisions.routine import routine_items
from casework.standing_questions import look_up
from tasks.forms import take_submission


@task(task_run_name="Siapkan baki", retries=2, retry_delay_seconds=5)
def put_out_trays() -> list[str]:
    """Each role with alike items gets its tray of this hour, once; returns the subjects of those that are out."""
    desk = open_desk()
    with desk.registry.reading() as reading:
        earlier = [tray.id for tray in trays.open_trays(reading)]
    _judge_what_came_in_time(desk, earlier)
    moment = desk.office.now()
    with desk.registry.reading() as reading:
        alike = routine_items(reading, moment.office_date, being_decided(reading))
        found = [one.id for items in alike.values() for one in items]
    with desk.registry.change(moment) as change:
        return trays.put_out_trays(change, desk.office, found, being_decided(change))


@task(task_run_name="Tutup baki yang lewat waktu", retries=2, retry_delay_seconds=5)
def lapse_unanswered_trays() -> list[str]:
    """What was not answered by its time is void; its items stay open, each by itself."""
    desk = open_desk()
    moment = desk.office.now()
    with desk.registry.reading() as reading:
        over = [one.id for one in (*trays.unanswered(reading, moment), *bulk.unanswered(reading, moment))]
    if not over:
        return []
    _judge_what_came_in_time(desk, over)
    with desk.registry.change(desk.office.now()) as change:
        return [*trays.lapse_trays(change), *bulk.lapse_bulk_decisions(change)]


def _judge_what_came_in_time(desk: Desk, question_ids: Iterable[int]) -> None:
    """What was submitted counts as of its submission, though its run was not awake to judge it."""
    for question_id in question_ids:
        with desk.registry.reading() as reading:
            asked = runs_that_asked(reading, question_id)
        while take_submission(desk, look_up(desk.registry, question_id), asked) is not None:
            pass
