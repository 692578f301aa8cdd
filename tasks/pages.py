"""The office's pages in the engine: each is one artifact, always at the same address, changed in place."""

from prefect.client.schemas.actions import ArtifactUpdate
from prefect.client.schemas.filters import ArtifactCollectionFilter
from prefect.settings import get_current_settings

from tasks.engine_client import engine_client


def write_page(key: str, text: str) -> None:
    """Say something else on a page; a new artifact under its key would be one version more each time.

    An engine without the page (``deploy`` makes it) is left without.
    """
    wanted = ArtifactCollectionFilter.model_validate({"key": {"any_": [key]}})
    with engine_client() as client:
        for page in client.read_latest_artifacts(artifact_filter=wanted):
            client.update_artifact(page.latest_id, ArtifactUpdate(data=text))


def ui_url() -> str:
    """Where staff open the engine's screen."""
    settings = get_current_settings()
    return str(settings.ui_url or (settings.api.url or "").removesuffix("/api"))
