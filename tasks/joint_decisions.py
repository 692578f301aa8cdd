"""The step after an answer that stands for several questions: each of them is answered by itself."""

from prefect import get_run_logger, task

from casework.desk import open_desk
from casework.joint_decisions.carrying_out import Answered, carry_out, joint_decisions_on
from tasks.decision_pages import bring_pages_up_to_date


@task(task_run_name="Putuskan yang termasuk {reference}", retries=2, retry_delay_seconds=[2, 10])
def answer_items(reference: str) -> list[Answered]:
    """Answer each question that was decided together on this subject, once; returns what became of them."""
    desk = open_desk()
    with desk.registry.reading() as reading:
        joint = joint_decisions_on(reading, reference)
    answered = [one for question_id in joint for one in carry_out(desk, question_id)]
    refused = [one for one in answered if not one.granted]
    for one in refused:
        bring_pages_up_to_date(desk, one.question_id)  # where it had been decided already, its page says so
    if answered:
        get_run_logger().info("%s items answered, %s refused", len(answered), len(refused))
    return answered
