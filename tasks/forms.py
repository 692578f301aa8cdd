"""The forms that lie in the engine: what is submitted there is judged, once, and then removed from it."""

from collections.abc import Iterable

from prefect import get_run_logger, task
from prefect.client.schemas.objects import FlowRunInput
from prefect.exceptions import ObjectNotFound

from casework.askings import Form, form_in, forms_never_seen, forms_to_empty, note_emptied, note_seen
from casework.decisions import Outcome, Submitted, decide
from casework.desk import Desk, open_desk
from casework.refusals import code_of_refusal
from casework.standing_questions import Standing
from tasks.decision_pages import bring_pages_up_to_date
from tasks.engine import has_lasted, wake
from tasks.engine_client import engine_client
from tasks.handover import live_runs

RESPONSE = "-response"
MOST = 200


def take_submission(desk: Desk, standing: Standing, flow_run_ids: Iterable[str]) -> Outcome | None:
    """Judge what was submitted to a question in one of these runs, the first that came; only then remove it.

    Whichever attempt's form it was: an answer that was refused at another door in the meantime makes it no other answer.
    """
    prefix = f"suspended-{standing.kind}-{standing.cycle}-"
    for flow_run_id in flow_run_ids:
        form = Form(standing.question_id, flow_run_id, prefix)
        for response in _responses(form):
            return _judge(desk, form, response)
    return None


def empty_form(desk: Desk, question_id: int, flow_run_id: str) -> None:
    """Once a question is settled, nothing that was submitted to it stays in a run: each is judged, on record, removed.

    To be called in that run, or when the run is over: a run that waits could be answered again.
    """
    with desk.registry.reading() as reading:
        form = form_in(reading, question_id, flow_run_id)
    if form is not None:
        _empty(desk, form)


@task(task_run_name="Kosongkan isian yang tertinggal")
def empty_forms_left_behind() -> list[str]:
    """What was submitted to a run that died since is judged and removed, though its question is settled."""
    desk = open_desk()
    with desk.registry.reading() as reading:
        forms = forms_to_empty(reading)
    live = live_runs(form.flow_run_id for form in forms)
    over = [form for form in forms if form.flow_run_id not in live]
    for form in over:
        if _empty(desk, form):
            bring_pages_up_to_date(desk, form.question_id)
    return [form.flow_run_id for form in over]


@task(task_run_name="Periksa formulir yang menunggu")
def put_missing_forms_again() -> list[str]:
    """A run that waits, and whose form was never stored, cannot be answered by anybody: it is woken and asks again."""
    desk = open_desk()
    with desk.registry.reading() as reading:
        forms = forms_never_seen(reading)
    there = {form: _waits_with_its_form(form) for form in forms}
    seen = [form for form, found in there.items() if found]
    if seen:
        note_seen(desk.registry, desk.office.now(), seen)
    return [form.flow_run_id for form, found in there.items() if found is False and wake(form.flow_run_id)]


def _empty(desk: Desk, form: Form) -> bool:
    """Whether anything lay in it."""
    responses = _responses(form)
    for response in responses:
        _judge(desk, form, response)
    note_emptied(desk.registry, desk.office.now(), form)
    return bool(responses)


def _judge(desk: Desk, form: Form, response: FlowRunInput) -> Outcome:
    values = response.decoded_value if isinstance(response.decoded_value, dict) else {}
    submitted = Submitted(
        question_id=form.question_id,
        values=values,
        submitted_at=response.created,
        key=f"{form.flow_run_id}:{response.key}",
        door="prefect",
    )
    outcome = decide(desk.registry, desk.office, submitted, desk.office.now())
    get_run_logger().info(
        "submission judged: %s", "granted" if outcome.granted else f"refused, {code_of_refusal(outcome.reason or '')}"
    )
    _remove(form.flow_run_id, response.key)
    return outcome


def _responses(form: Form) -> list[FlowRunInput]:
    return sorted((one for one in _kept(form) if one.key.endswith(RESPONSE)), key=lambda one: one.created)


def _waits_with_its_form(form: Form) -> bool | None:
    """Whether the form under which the run waits now lies there; None while it does not wait, or only just began to.

    A run is suspended a moment before its form is stored, and an earlier attempt's form is of no use to it.
    """
    with engine_client() as client:
        try:
            run = client.read_flow_run(form.flow_run_id)
        except ObjectNotFound:
            return None
        keys = run.state.state_details.run_input_keyset if run.state is not None and run.state.is_paused() else None
        if not keys:
            return None
        if client.filter_flow_run_input(form.flow_run_id, key_prefix=keys["schema"], limit=1, exclude_keys=set()):
            return True
    return False if has_lasted(run) else None


def _kept(form: Form) -> list[FlowRunInput]:
    with engine_client() as client:
        try:
            return client.filter_flow_run_input(
                form.flow_run_id, key_prefix=form.prefix, limit=MOST, exclude_keys=set()
            )
        except ObjectNotFound:
            return []


def _remove(flow_run_id: str, key: str) -> None:
    with engine_client() as client:
        try:
            client.delete_flow_run_input(flow_run_id, key)
        except ObjectNotFound:
            return  # another run has removed it already
