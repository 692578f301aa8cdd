"""What a run keeps as a page of its own: the decision that was awaited in it, and what became of what it covered."""

from uuid import UUID

from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.filters import ArtifactFilter

from casework.desk import Desk
from casework.standing_questions import Standing
from tasks.decision_pages import bring_pages_up_to_date, page_key, told_of
from tasks.engine_client import engine_client


def keep_decision(desk: Desk, standing: Standing, flow_run_id: UUID) -> None:
    """Once for each run that learns of it, however often it is resumed; what nobody answered has no page."""
    told = told_of(desk, standing)
    if told is None or str(flow_run_id) in bring_pages_up_to_date(desk, standing.question_id):
        return
    create_markdown_artifact(
        key=page_key(standing), markdown=told, description=f"{standing.subject}: {standing.in_words}"
    )


def keep_page(key: str, markdown: str, description: str, flow_run_id: UUID) -> None:
    """A page of a run, kept once however often the run is resumed."""
    wanted = ArtifactFilter.model_validate({"key": {"any_": [key]}})
    with engine_client() as client:
        if str(flow_run_id) in [str(page.flow_run_id) for page in client.read_artifacts(artifact_filter=wanted)]:
            return
    create_markdown_artifact(key=key, markdown=markdown, description=description)
