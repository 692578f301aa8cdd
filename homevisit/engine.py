"""The running engine, seen from a terminal: is it there, start something, wake what was answered elsewhere."""

import os

from casework.askings import runs_that_asked
from casework.desk import open_desk
from casework.reconciliation.record import Reported
from casework.settings import Settings
from homevisit.house import answers, api_address


def engine_answers() -> bool:
    """Whether the office's Prefect server runs; from then on this process speaks to it."""
    address = os.environ.get("PREFECT_API_URL") or api_address(Settings())
    if address is None or not answers(f"{address}/health"):
        return False
    os.environ["PREFECT_API_URL"] = address
    return True


def screen_address() -> str:
    """Where staff open the engine's screen; to be called after ``engine_answers``."""
    from tasks.pages import ui_url  # noqa: PLC0415 Prefect reads its settings when it is imported

    return ui_url()


def start(subject: str, flow: str) -> str | None:
    """Start a flow for a subject unless it is alive; to be called after ``engine_answers``."""
    from tasks.handover import start_unless_live  # noqa: PLC0415 Prefect reads its settings when it is imported

    return start_unless_live(subject, flow)


def wake_runs_of(question_id: int) -> None:
    """The runs that asked this question learn that it was answered; to be called after ``engine_answers``."""
    from tasks.engine import wake  # noqa: PLC0415 Prefect reads its settings when it is imported

    with open_desk().registry.reading() as reading:
        asked = runs_that_asked(reading, question_id)
    for flow_run_id in asked:
        wake(flow_run_id)


def differences() -> list[Reported]:
    """What the engine and the register do not agree about; to be called after ``engine_answers``."""
    from tasks.reconciliation import look_for_differences  # noqa: PLC0415 Prefect reads its settings when it is imported

    return look_for_differences(open_desk())
