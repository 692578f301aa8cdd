"""What the name and tags of a run that is over may still say."""

from datetime import UTC, datetime, timedelta

from prefect import task
from prefect.client.schemas.filters import FlowRunFilter

from casework.questions import ROLE_NAMES
from casework.work_list import WAITS
from tasks.engine_client import engine_client

WAITING = "menunggu "
ENDINGS = {"COMPLETED": "selesai", "CRASHED": "terhenti", "FAILED": "terhenti", "CANCELLED": "dibatalkan"}
LOOKED_BACK, MOST = timedelta(days=7), 200  # an engine that was down for longer is new


@task(task_run_name="Betulkan nama yang sudah berakhir")
def correct_names_of_ended_runs() -> list[str]:
    """A run that is over waits for nobody any more, and no longer says so.

    It does where it died or was cancelled while it waited, and where what it waited for was settled elsewhere meanwhile.
    """
    with engine_client() as client:
        ended = client.read_flow_runs(flow_run_filter=over_and_still_waiting(), limit=MOST)
        for run in ended:
            tags = [tag for tag in run.tags if not tag.startswith(WAITS)]
            client.update_flow_run(run.id, name=name_at_its_end(run.name, run.state.type.value), tags=tags)
    return [str(run.id) for run in ended]


def over_and_still_waiting() -> FlowRunFilter:
    """The runs that are over, and of which a tag still says that they wait."""
    return FlowRunFilter.model_validate(
        {
            "state": {"type": {"any_": list(ENDINGS)}},
            "end_time": {"after_": datetime.now(UTC) - LOOKED_BACK},  # history is long, and tags have no index
            "tags": {"any_": [f"{WAITS}{role}" for role in ROLE_NAMES]},
        }
    )


def name_at_its_end(name: str, state_type: str) -> str:
    """``SAHS-7K43 · kelayakan permohonan · menunggu Kasi``, cancelled: ``SAHS-7K43 · kelayakan permohonan · dibatalkan``."""
    about, _, ending = name.rpartition(" · ")
    return f"{about} · {ENDINGS[state_type]}" if about and ending.startswith(WAITING) else name
