"""The pages of the engine on which a decision is kept beside its runs: what came to it too late is told there, too."""

from prefect.client.schemas.actions import ArtifactUpdate
from prefect.client.schemas.filters import ArtifactFilter

from casework.decision_record import decision_as_markdown
from casework.desk import Desk
from casework.standing_questions import Standing, look_up
from tasks.engine_client import engine_client


def page_key(standing: Standing) -> str:
    """Under which key the pages of a question's end are kept, one for each run that learned of it."""
    return f"decision-{standing.subject.lower()}-{standing.kind}-{standing.cycle}"


def told_of(desk: Desk, standing: Standing) -> str | None:
    """What such a page says now; None where there is nothing to tell."""
    with desk.registry.reading() as reading:
        return decision_as_markdown(reading, desk.office, standing.question_id)


def bring_pages_up_to_date(desk: Desk, question_id: int) -> list[str]:
    """Every page of a question's end says what stands on record now; returns the runs that have one."""
    standing = look_up(desk.registry, question_id)
    told = told_of(desk, standing)
    wanted = ArtifactFilter.model_validate({"key": {"any_": [page_key(standing)]}})
    with engine_client() as client:
        pages = client.read_artifacts(artifact_filter=wanted)
        for page in pages:
            if told is not None and page.data != told:
                client.update_artifact(page.id, ArtifactUpdate(data=told))
    return [str(page.flow_run_id) for page in pages]
