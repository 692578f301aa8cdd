"""The decision, kept as a page of the run in which it was awaited."""

from uuid import UUID

from prefect.artifacts import create_markdown_artifact

from casework.desk import Desk
from casework.standing_questions import Standing
from tasks.decision_pages import bring_pages_up_to_date, page_key, told_of


def keep_decision(desk: Desk, standing: Standing, flow_run_id: UUID) -> None:
    """Once for each run that learns of it, however often it is resumed; what nobody answered has no page."""
    told = told_of(desk, standing)
    if told is None or str(flow_run_id) in bring_pages_up_to_date(desk, standing.question_id):
        return
    create_markdown_artifact(
        key=page_key(standing), markdown=told, description=f"{standing.subject}: {standing.in_words}"
    )
