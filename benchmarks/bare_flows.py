"""A case's flows without the office: as many runs, waits and tasks, and nothing in them.

No register, no letters, no checks, no neighbours; what is left is what Prefect itself costs.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from prefect import flow, task
from prefect.deployments import run_deployment
from prefect.flow_runs import suspend_flow_run
from prefect.input import RunInput

FLOW = "bare"


@dataclass(frozen=True)
class Stage:
    """What one stage's run does: tasks before it waits (again after each resume), waits, tasks once it was answered."""

    before: int = 0
    waits: int = 0
    after: int = 0
    next: str | None = None


STAGES = {
    "intake": Stage(before=1, after=4, next="eligibility"),
    "eligibility": Stage(before=1, waits=1, after=5),
    "collect": Stage(before=2, after=1),
    "dispatch": Stage(before=2, waits=2, after=1, next="capture"),
    "morning": Stage(before=1, next="release"),
    "release": Stage(waits=1, after=2),
    "capture": Stage(waits=1, after=6, next="permit"),
    "permit": Stage(waits=2, after=5, next="closure"),
    "closure": Stage(before=1, waits=1, after=3),
}


class Form(RunInput):
    """As many fields as staff fill in."""

    who: Literal["BS · Kasi", "RK · Kakanim"]
    code: str
    decision: Literal["yes", "no"]
    ground: Literal["none", "other"]
    remark: str


BRIEFING = "\n\n".join(f"**Line {number}** of a briefing that is as long as staff's." for number in range(1, 16))
FILLED = {"who": "BS · Kasi", "code": "123456", "decision": "yes", "ground": "none", "remark": ""}


@task(task_run_name="step {number} of {reference}")
def step(reference: str, number: int) -> str:
    """Nothing."""
    return f"{reference}: {number}"


@flow(name=FLOW, flow_run_name="{reference} · {stage}")
def bare(stage: str, reference: str, folder: str) -> None:
    """One stage of a case."""
    plan = STAGES[stage]
    for number in range(plan.before):
        step(reference, number)
    for wait in range(plan.waits):
        Path(folder, f"{reference}-{stage}-{wait}").touch()  # so that whoever answers need not ask the engine for it
        suspend_flow_run(
            wait_for_input=Form.with_initial_data(description=BRIEFING), timeout=None, key=f"{stage}-{wait}"
        )
    for number in range(plan.after):
        step(reference, plan.before + number)
    if plan.next is not None:
        start(plan.next, reference, folder)


def start(stage: str, reference: str, folder: str) -> None:
    """Start the run of a stage, once."""
    run_deployment(
        f"{FLOW}/{FLOW}-{stage}",
        parameters={"stage": stage, "reference": reference, "folder": folder},
        idempotency_key=f"{reference}:{stage}",
        tags=[f"case:{reference}"],
        timeout=0,
        as_subflow=False,
    )
