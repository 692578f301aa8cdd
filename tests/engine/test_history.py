"""Prefect's history is pruned: what ended long ago goes with all that belongs to it, what may still be needed stays."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from office_under_test import awaited
from sqlalchemy import select

from casework.engine_runs import last_start
from casework.registry.models import Decision, LedgerEntry
from homevisit import parts
from tasks import history
from tasks.handover import needs_a_start, start_unless_live

PRUNE = "Penyusutan · prune/prune"
GOES_WITH_ITS_RUN = ("flow_run_state", "task_run", "flow_run_input", "log", "artifact")


@pytest.fixture
def nobody_recovers(office):
    """Between two steps of a test no schedule starts anything again."""
    with office.engine() as client:
        recover = client.read_deployment_by_name("Pemulihan · recover/recover").id
        client.pause_deployment(recover)
        yield
        client.resume_deployment(recover)


@pytest.mark.long
def test_what_ended_before_the_retention_goes_with_all_that_belongs_to_it_and_the_record_stays(office):
    standing, ended = an_answered_question(office)
    [intake] = [run.id for run in office.runs_of(standing.subject) if "flow:intake" in run.tags]
    office.recover()
    upkeep = an_upkeep_run(office)
    age(office, ended, days=401)
    age(office, intake, days=399)
    age(office, upkeep, days=8)
    assert all(rows(office, table, ended) for table in GOES_WITH_ITS_RUN)
    recorded, decided = everything_of(office, LedgerEntry), everything_of(office, Decision)

    assert office.run_once(PRUNE) == "dihapus · removed: 1 pemeliharaan · upkeep, 1 lain · other runs"
    assert [is_there(office, run) for run in (ended, upkeep, intake)] == [False, False, True]
    assert office.run_once(PRUNE) == "dihapus · removed: 0 pemeliharaan · upkeep, 0 lain · other runs"

    office.house.stop_one("server")  # its own service looks for artifacts without a run daily, and when it starts
    parts.start(office.house, parts.server(office.house))
    awaited(lambda: True if not any(rows(office, one, ended) for one in GOES_WITH_ITS_RUN) else None, "something stays")
    assert all(rows(office, table, intake) for table in ("flow_run_state", "task_run", "log"))
    assert everything_of(office, LedgerEntry)[: len(recorded)] == recorded
    assert everything_of(office, Decision) == decided


@pytest.mark.long
def test_a_run_that_holds_an_answer_nobody_has_judged_is_kept_until_it_is_judged(office, nobody_recovers):
    standing, dead = an_answer_in_a_dead_run(office)
    age(office, dead, days=500)
    assert office.run_once(PRUNE) == "dihapus · removed: 0 pemeliharaan · upkeep, 0 lain · other runs"
    assert is_there(office, dead)

    office.recover()
    assert office.await_settled(standing).choice == "eligible"
    [submission] = office.submissions(standing)
    assert (submission.key.partition(":")[0], submission.outcome) == (str(dead), "granted")

    office.recover()
    assert office.run_once(PRUNE) == "dihapus · removed: 0 pemeliharaan · upkeep, 1 lain · other runs"
    assert not is_there(office, dead)
    assert office.decisions(standing.subject, standing.kind) == 1


def test_a_run_that_waits_for_a_person_is_kept_however_old_it_is(office):
    waiting = office.waiting_run(office.await_question(office.apply(), "eligibility-verdict"))
    age(office, waiting, days=500)
    assert history.prune_runs.fn(years_ago(), 100) == 0
    assert office.run(waiting).state.name == "Suspended"


@pytest.mark.long
def test_a_flow_whose_run_was_removed_is_started_under_the_next_number_where_it_is_needed_and_nowhere_else(
    office, nobody_recovers
):
    standing, ended = an_answered_question(office)
    reference, crashed = a_case_whose_intake_never_began(office)
    for run in (ended, crashed):
        age(office, run, days=401)
    assert office.run_once(PRUNE) == "dihapus · removed: 0 pemeliharaan · upkeep, 2 lain · other runs"
    assert needs_a_start(reference, "intake")

    office.recover()
    office.await_question(reference, "eligibility-verdict")
    assert number_of_starts(office, reference, "intake") == 2
    assert number_of_starts(office, standing.subject, "eligibility") == 1
    again = start_unless_live(reference, "intake")  # asked for by hand: a run of its own, which finds nothing to do
    assert again not in {None, str(crashed)}
    awaited(lambda: office.run(UUID(again)).state.is_completed() or None, "it never completed")
    assert number_of_starts(office, reference, "intake") == 3


def test_a_night_removes_no_more_than_its_share_and_the_next_goes_on(office, monkeypatch):
    monkeypatch.setattr(history, "PAGE", 2)
    for _ in range(7):
        age(office, an_ended_run(office), days=500)
    assert [history.prune_runs.fn(years_ago(), 5) for _ in range(3)] == [5, 2, 0]


# what happens before


def an_answered_question(office):
    standing = office.await_question(office.apply(), "eligibility-verdict")
    run = office.waiting_run(standing)
    office.answer(standing)
    awaited(lambda: office.run(run).state.is_completed() or None, "the run never completed")
    return standing, run


def an_answer_in_a_dead_run(office):
    """Submitted while nothing executed; then somebody cancels the run, and the answer lies in it."""
    from prefect.states import Cancelled

    standing = office.await_question(office.apply(), "eligibility-verdict")
    run = office.waiting_run(standing)
    office.house.stop_one("worker")
    assert office.submit(standing, office.fill(standing)) == "ACCEPT"
    with office.engine() as client:
        client.set_flow_run_state(run, Cancelled(), force=True)
    office.start_worker()
    return standing, run


def a_case_whose_intake_never_began(office):
    from prefect.states import Crashed

    reference = office.receive()
    office.house.stop_one("worker")
    run = UUID(start_unless_live(reference, "intake"))
    with office.engine() as client:
        client.set_flow_run_state(run, Crashed(), force=True)
    office.start_worker()
    return reference, run


def an_ended_run(office):
    from prefect.states import Completed

    with office.engine() as client:
        flow = client.create_flow_from_name("ended")
        run = client.request("POST", "/flow_runs/", json={"flow_id": str(flow), "name": "ended"}).json()["id"]
        client.set_flow_run_state(UUID(run), Completed(), force=True)
    return UUID(run)


def age(office, run, days):
    """Let so many days have passed since a run ended."""
    then = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S.%f")
    with closing(sqlite3.connect(office.settings.prefect_folder / "prefect.db", timeout=30)) as database, database:
        changed = database.execute("UPDATE flow_run SET end_time = ? WHERE id = ?", (then, str(run)))
        assert changed.rowcount == 1


def years_ago():
    return datetime.now(UTC) - timedelta(days=450)


# what can be seen


def rows(office, table, run):
    """How much of a run lies in one of the engine's tables."""
    path = f"file:{office.settings.prefect_folder / 'prefect.db'}?mode=ro"
    with closing(sqlite3.connect(path, uri=True, timeout=30)) as database:
        return database.execute(f"SELECT count(*) FROM {table} WHERE flow_run_id = ?", (str(run),)).fetchone()[0]


def is_there(office, run):
    from prefect.exceptions import ObjectNotFound

    try:
        office.run(run)
    except ObjectNotFound:
        return False
    return True


def an_upkeep_run(office):
    from prefect.client.schemas.filters import FlowRunFilter

    ended = {"tags": {"all_": [history.UPKEEP]}, "state": {"type": {"any_": ["COMPLETED"]}}}
    with office.engine() as client:
        return client.read_flow_runs(flow_run_filter=FlowRunFilter.model_validate(ended), limit=1)[0].id


def number_of_starts(office, subject, flow):
    with office.desk.registry.reading() as reading:
        return last_start(reading, subject, flow).number


def everything_of(office, table):
    with office.desk.registry.reading() as reading:
        found = reading.session.execute(select(*table.__table__.columns).order_by(*table.__table__.primary_key))
        return [tuple(row) for row in found]
