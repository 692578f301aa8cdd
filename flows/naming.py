"""What a run is called and tagged with, so that staff find what waits for them and auditors see what came of it."""

from prefect.client.orchestration import get_client
from prefect.context import get_run_context

from casework.questions import QUESTION_KINDS, ROLE_NAMES
from casework.standing_questions import Standing

WAITS = "waits:"


def show_waiting(standing: Standing) -> None:
    """A waiting run says for whom it waits: ``SAHS-7K4M · kelayakan permohonan · menunggu Kasi``."""
    role = ROLE_NAMES[standing.role]
    _rename(standing, f"menunggu {role}", {f"{WAITS}{standing.role}"})


def show_answered(standing: Standing) -> None:
    """An answered run says what was answered, and waits for nobody any more."""
    _rename(standing, _outcome(standing), set())


def _outcome(standing: Standing) -> str:
    if standing.state == "void":
        return "tidak berlaku"
    shown = next(choice for choice in QUESTION_KINDS[standing.kind].choices if choice.endswith(f" · {standing.choice}"))
    return shown.partition(" · ")[0]


def _rename(standing: Standing, ending: str, waiting: set[str]) -> None:
    run = get_run_context().flow_run
    title = QUESTION_KINDS[standing.kind].title.lower()
    kept = {tag for tag in run.tags if not tag.startswith(WAITS)}
    tags = kept | {f"case:{standing.subject}", f"stage:{standing.stage}"} | waiting
    with get_client(sync_client=True) as client:
        client.update_flow_run(run.id, name=f"{standing.subject} · {title} · {ending}", tags=sorted(tags))
