"""The gate in the real engine: asked once, answered once, whatever happens to runs, workers and the engine's database."""

import pytest
from office_under_test import awaited


def eligibility_question(office):
    reference = office.apply()
    return office.await_question(reference, "eligibility-verdict")


def decided_once(office, standing):
    assert office.await_settled(standing).choice == "eligible"
    assert office.decisions(standing.subject, standing.kind) == 1


def test_a_waiting_run_says_for_whom_it_waits_and_an_answered_one_what_was_answered(office):
    standing = eligibility_question(office)
    waiting = office.waiting_run(standing)
    run = office.run(waiting)
    assert run.name == f"{standing.subject} · kelayakan permohonan · menunggu Kasi"
    assert {f"case:{standing.subject}", "waits:section-head", "stage:assessment"} <= set(run.tags)
    office.answer(standing)
    ended = awaited(
        lambda: run if (run := office.run(waiting)).state.is_completed() else None, "the run never completed"
    )
    assert ended.name == f"{standing.subject} · kelayakan permohonan · layak"
    assert ended.state.message == f"{standing.subject}: layak · eligible"
    assert not [tag for tag in ended.tags if tag.startswith("waits:")]
    [page] = artifacts_of(office, waiting, f"decision-{standing.subject.lower()}-eligibility-verdict-1")
    assert "| Keputusan · decision | **layak · eligible** |" in page.data
    assert "| Menunggu · waited | 0 hari kerja · working days |" in page.data


def artifacts_of(office, run, key):
    from prefect.client.schemas.filters import ArtifactFilter

    wanted = ArtifactFilter.model_validate({"flow_run_id": {"any_": [run]}, "key": {"any_": [key]}})
    with office.engine() as client:
        return client.read_artifacts(artifact_filter=wanted)


def test_after_the_decision_nothing_of_the_form_is_left_in_the_engine(office):
    standing = eligibility_question(office)
    waiting = office.waiting_run(standing)
    office.answer(standing)

    def nothing_is_left():
        return not [key for key in office.form_keys(waiting) if key.endswith("-response")]

    assert awaited(lambda: nothing_is_left() or None, "the answer still lies in the engine")


def test_a_template_in_the_remark_arrives_as_text_and_gains_nothing(office):
    standing = eligibility_question(office)
    template = {"__prefect_kind": "jinja", "template": "{{ ctx }} {{ 7 * 7 }}"}
    status = office.submit(standing, office.fill(standing, remark=template))
    if status == "ACCEPT":
        decided_once(office, standing)
    else:
        assert office.decisions(standing.subject, standing.kind) == 0
        office.answer(standing)


@pytest.mark.long
def test_an_execution_killed_while_it_picks_up_an_answer_loses_nothing(office):
    for _ in range(2):
        standing = eligibility_question(office)
        assert office.submit(standing, office.fill(standing)) == "ACCEPT"
        office.kill_execution()
        office.recover()
        decided_once(office, standing)


@pytest.mark.long
def test_a_worker_and_its_execution_killed_at_once_lose_nothing(office):
    standing = eligibility_question(office)
    assert office.submit(standing, office.fill(standing)) == "ACCEPT"
    awaited(lambda: office.executions() or None, "nothing was executed")
    office.kill("worker")
    for execution in office.executions():
        execution.kill()
    office.start_worker()
    awaited(lambda: True if (office.recover() or office.await_settled(standing).settled) else None, "never settled")
    decided_once(office, standing)


@pytest.mark.long
def test_a_warm_engine_killed_while_it_executes_is_replaced_and_nothing_is_lost(office):
    standing = eligibility_question(office)
    assert office.submit(standing, office.fill(standing)) == "ACCEPT"
    executions = awaited(lambda: office.executions() or None, "nothing was executed")
    office.kill("warm-engine")
    awaited(lambda: not any(one.is_running() for one in executions) or None, "an execution outlived its fork server")
    office.start_warm_engine()
    office.recover()
    decided_once(office, standing)


def test_an_answer_from_the_command_line_wakes_the_run(office):
    from datetime import UTC, datetime

    from casework.decisions import Submitted, decide

    standing = eligibility_question(office)
    waiting = office.waiting_run(standing)
    submitted = Submitted(
        standing.question_id, office.fill(standing), datetime.now(UTC), "test:elsewhere", "command-line"
    )
    assert decide(office.desk.registry, office.desk.office, submitted, office.desk.office.now()).granted
    office.recover()
    assert awaited(lambda: office.run(waiting).state.is_completed() or None, "the run was never woken")
    decided_once(office, standing)


@pytest.mark.long
def test_an_answer_that_comes_after_another_doors_decision_is_on_record_as_refused_and_removed(office):
    from datetime import UTC, datetime

    from casework.decisions import Submitted, decide

    standing = eligibility_question(office)
    waiting = office.waiting_run(standing)
    late = office.fill(standing, who="BS")
    at_the_terminal = Submitted(
        standing.question_id, office.fill(standing, who="EL"), datetime.now(UTC), "test:first", "command-line"
    )
    assert decide(office.desk.registry, office.desk.office, at_the_terminal, office.desk.office.now()).granted
    assert office.submit(standing, late) == "ACCEPT"
    awaited(lambda: office.run(waiting).state.is_completed() or None, "the run never ended")
    office.recover()
    assert [(one.door, one.reason) for one in office.submissions(standing)] == [
        ("command-line", None),
        ("prefect", "already-decided"),
    ]
    assert not [key for key in office.form_keys(waiting) if key.endswith("-response")]
    decided_once(office, standing)


def test_a_waiting_run_whose_form_was_never_stored_is_found_and_asks_again(office):
    first = eligibility_question(office)
    waiting = office.waiting_run(first)
    assert office.submit(first, office.fill(first, code="000000")) == "ACCEPT"
    standing = office.await_attempt(first, 2)  # the form of the first attempt still lies there
    filled = office.fill(standing)
    office.forget_that_forms_were_seen(standing)
    with office.engine() as client:  # as if the execution and its worker had been killed before they could store it
        client.delete_flow_run_input(waiting, f"suspended-{standing.key}-schema")
    assert office.stage.submit(waiting, filled) == "REJECT"
    again = awaited(
        lambda: office.recover() or (standing if office.waiting_run(standing) else None), "it never asked again"
    )
    office.answer(again)  # in the same run, or in another where the busy machine begins it too late
    decided_once(office, standing)


@pytest.mark.long
def test_with_the_engines_database_lost_the_question_is_still_there_asked_once_and_answered_once(office):
    standing = eligibility_question(office)
    office.replace_engine()
    assert office.waiting_run(standing) is None
    office.recover()
    again = office.await_question(standing.subject, standing.kind)
    office.recover()
    waiting = [run for run in office.runs_of(standing.subject) if run.state.is_paused()]
    assert len(waiting) == 1
    office.answer(again)
    decided_once(office, standing)
