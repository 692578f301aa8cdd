"""A form of the office's own becomes an act of two persons."""

from typing import Any

from prefect import task

from casework.acts import ACT_KINDS
from casework.acts.settling import prepare_act
from casework.desk import open_desk


@task(task_run_name="Siapkan usul {kind}", retries=2, retry_delay_seconds=5)
def prepare(kind: str, content: dict[str, Any], origin: str) -> str:
    """Take a filled form up, once; returns the act's subject, or the sentence that says why it cannot be."""
    desk = open_desk()
    with desk.registry.change(desk.office.now()) as change:
        said = ACT_KINDS[kind].content.model_validate(content)
        return prepare_act(change, desk.office, kind, said, origin)
