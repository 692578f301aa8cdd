"""The gate: the one door through which a person decides. Nothing else in this project suspends a run."""

import time
from collections.abc import Iterable

from prefect.artifacts import create_markdown_artifact
from prefect.context import get_run_context
from prefect.flow_runs import suspend_flow_run
from prefect.input import RunInput
from pydantic import ConfigDict, create_model

from casework.askings import note_asking, runs_that_asked
from casework.briefing.briefings import Briefing, brief
from casework.desk import Desk, open_desk
from casework.questions import QUESTION_KINDS, form_fields
from casework.standing_questions import Standing, look_up
from flows.decision_page import keep_decision
from flows.naming import show_answered, show_waiting
from tasks.forms import empty_form, take_submission


def ask_staff(question_id: int) -> Standing:
    """A person answers the question, once; the run waits as long as it takes and is told whatever door they used.

    What is answered is never asked again, whichever run asked before. A refused submission is asked again with its
    reason on top; it never fails the run.
    """
    desk = open_desk()
    while True:
        standing = look_up(desk.registry, question_id)
        if standing.settled:
            empty_form(desk, standing.question_id, _own_id())
            show_answered(standing)
            keep_decision(desk, standing, get_run_context().flow_run.id)
            return standing
        if not _take_submission(desk, standing):
            _put_before_staff(desk, standing)


def _take_submission(desk: Desk, standing: Standing) -> bool:
    """Whether something was submitted to this attempt, here or in an earlier run, and is judged now."""
    with desk.registry.reading() as reading:
        asked = runs_that_asked(reading, standing.question_id)  # each is on record before it waits, this one too
    return take_submission(desk, standing, asked) is not None


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


def _unused_key(standing: Standing) -> str:
    """A key that this run has not waited under: a run nudged without an answer waits again under the next one."""
    used: Iterable[str] = get_run_context().flow_run.empirical_policy.pause_keys or ()
    again = sum(1 for key in used if key == standing.key or key.startswith(f"{standing.key}-again-"))
    return standing.key if not again else f"{standing.key}-again-{again}"


def _own_id() -> str:
    return str(get_run_context().flow_run.id)
