"""The decision, kept as a page of the run in which it was awaited."""

from uuid import UUID

from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.filters import ArtifactFilter

from casework.decision_record import decision_as_markdown
from casework.desk import Desk
from casework.standing_questions import Standing
from tasks.engine_client import engine_client


def keep_decision(desk: Desk, standing: Standing, flow_run_id: UUID) -> None:
    """Once for each run that learns of it, however often it is resumed; what nobody decided has no page."""
    with desk.registry.reading() as reading:
        told = decision_as_markdown(reading, desk.office, standing.question_id)
    if told is not None:
        key = f"decision-{standing.subject.lower()}-{standing.kind}-{standing.cycle}"
        keep_page(key, told, f"{standing.subject}: {standing.in_words}", flow_run_id)


def keep_page(key: str, markdown: str, description: str, flow_run_id: UUID) -> None:
    """A page of a run, kept once however often the run is resumed."""
    wanted = ArtifactFilter.model_validate({"key": {"any_": [key]}, "flow_run_id": {"any_": [flow_run_id]}})
    with engine_client() as client:
        if client.read_artifacts(artifact_filter=wanted):
            return
    create_markdown_artifact(key=key, markdown=markdown, description=description)
