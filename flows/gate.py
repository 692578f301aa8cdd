"""The gate: the one door through which a person decides. Nothing else in this project suspends a run."""

import time
from collections.abc import Iterable

from prefect import get_run_logger
from prefect.artifacts import create_markdown_artifact
from prefect.context import get_run_context
from prefect.exceptions import ObjectNotFound
from prefect.flow_runs import suspend_flow_run
from prefect.input import RunInput
from pydantic import ConfigDict, create_model

from casework.briefings import Briefing, brief
from casework.decisions import Submitted, decide
from casework.desk import Desk, open_desk
from casework.engine_runs import note_asking, runs_that_asked
from casework.questions import QUESTION_KINDS, form_fields
from casework.standing_questions import Standing, look_up
from flows.naming import show_answered, show_waiting
from tasks.engine_client import engine_client


def ask_staff(question_id: int) -> Standing:
    """A person answers the question, once; the run waits as long as it takes and is told whatever door they used.

    What is answered is never asked again, whichever run asked before. A refused submission is asked again with its
    reason on top; it never fails the run.
    """
    desk = open_desk()
    while True:
        standing = look_up(desk.registry, question_id)
        if standing.settled:
            show_answered(standing)
            return standing
        if not _take_submission(desk, standing):
            _put_before_staff(desk, standing)


def _take_submission(desk: Desk, standing: Standing) -> bool:
    """Judge what was submitted to this attempt, here or in an earlier run; only then remove it from Prefect."""
    with desk.registry.reading() as reading:
        earlier_runs = runs_that_asked(reading, standing.question_id)
    for flow_run_id in dict.fromkeys([*earlier_runs, _own_id()]):
        found = _submitted_in(flow_run_id, standing)
        if found is not None:
            key, submitted = found
            outcome = decide(desk.registry, desk.office, submitted, desk.office.now())
            get_run_logger().info(
                "submission judged: %s", "granted" if outcome.granted else f"refused, {outcome.reason}"
            )
            _remove(flow_run_id, key)
            return True
    return False


def _put_before_staff(desk: Desk, standing: Standing) -> None:
    if standing.wait_before_asking:
        time.sleep(standing.wait_before_asking)  # slows down whoever tries codes; locks nobody out
    moment = desk.office.now()
    briefing = brief(desk.registry, desk.office, standing, moment)
    note_asking(desk.registry, moment, standing.question_id, _own_id(), standing.attempt)
    show_waiting(standing)
    create_markdown_artifact(
        key=f"briefing-{standing.subject.lower()}", markdown=briefing.markdown, description=briefing.title
    )
    suspend_flow_run(wait_for_input=_form(standing, briefing), timeout=None, key=_unused_key(standing))


def _form(standing: Standing, briefing: Briefing) -> type[RunInput]:
    fields = form_fields(QUESTION_KINDS[standing.kind], briefing.officers, standing.options)
    form: type[RunInput] = create_model(f"{standing.kind}-{standing.attempt}", __base__=(RunInput,), **fields)
    form.model_config = ConfigDict(extra="forbid")
    form.model_rebuild(force=True)
    return form.with_initial_data(description=briefing.markdown)


def _submitted_in(flow_run_id: str, standing: Standing) -> tuple[str, Submitted] | None:
    prefix = f"suspended-{standing.key}"
    with engine_client() as client:
        try:
            inputs = client.filter_flow_run_input(flow_run_id, key_prefix=prefix, limit=200, exclude_keys=set())
        except ObjectNotFound:
            return None
    responses = sorted((one for one in inputs if _answers(one.key, prefix)), key=lambda one: one.created)
    if not responses:
        return None
    first = responses[0]
    values = first.decoded_value if isinstance(first.decoded_value, dict) else {}
    submitted = Submitted(
        question_id=standing.question_id,
        values=values,
        submitted_at=first.created,
        key=f"{flow_run_id}:{first.key}",
        door="prefect",
    )
    return first.key, submitted


def _answers(key: str, prefix: str) -> bool:
    return key == f"{prefix}-response" or (key.startswith(f"{prefix}-again-") and key.endswith("-response"))


def _remove(flow_run_id: str, key: str) -> None:
    with engine_client() as client:
        try:
            client.delete_flow_run_input(flow_run_id, key)
        except ObjectNotFound:
            return  # another run has removed it already


def _unused_key(standing: Standing) -> str:
    """A key that this run has not waited under: a run nudged without an answer waits again under the next one."""
    used: Iterable[str] = get_run_context().flow_run.empirical_policy.pause_keys or ()
    again = sum(1 for key in used if key == standing.key or key.startswith(f"{standing.key}-again-"))
    return standing.key if not again else f"{standing.key}-again-{again}"


def _own_id() -> str:
    return str(get_run_context().flow_run.id)
