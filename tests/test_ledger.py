import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_tampering import TAMPERINGS, forged_body, insert, make_room_after, row_of, run
from office_in_a_folder import CASE, WEDNESDAY_MORNING, moment_of
from sqlalchemy import StaticPool, create_engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.clock import moment_at
from casework.registry import Event, ledger
from casework.registry.models import LedgerEntry, OfficeSetting

SUBJECTS = st.sampled_from(["SAHS-7K43", "SAHS-ABCP", "ROUNDS-2026-11-26", "office"])
FACTS = st.dictionaries(
    st.sampled_from(["choice", "cycle", "ground", "officers", "free"]),
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.lists(st.text(max_size=4), max_size=2),
    max_size=3,
)
EVENTS = st.builds(
    Event,
    st.sampled_from(["received:case:opened", "assessment:question:decided"]),
    SUBJECTS,
    st.sampled_from(["system", "BS"]),
    FACTS,
)
HISTORIES = st.lists(EVENTS, min_size=4, max_size=12)


def written(history):
    """A ledger in memory, without the triggers: somebody has removed them."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    LedgerEntry.__table__.create(engine)
    with Session(engine) as session:
        for minutes, told in enumerate(history):
            ledger.append(session, moment_of(minutes=minutes), told)
            session.flush()
        session.commit()
    return engine


def named_row(verification):
    """The row that the report names as the first that does not fit."""
    assert not verification.holds
    return int(
        re.fullmatch(r"row (\d+) does not fit the chain: it or the row before it was altered", verification.fault)[1]
    )


# --- the chain


@settings(max_examples=25, deadline=None)
@given(HISTORIES)
def test_a_history_that_nobody_touched_holds(history):
    verification = ledger.verify(written(history))
    assert (verification.holds, verification.rows, verification.fault) == (True, len(history), None)


def test_an_empty_ledger_holds_and_its_head_is_the_genesis():
    assert ledger.verify(written([])) == ledger.Verification(0, "0" * 64, None)


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__)
def test_whatever_is_done_to_a_row_is_found_at_that_row(tamper):
    @settings(max_examples=8, deadline=None)
    @given(HISTORIES, st.data())
    def whichever_history_and_row(history, data):
        engine = written(history)
        k = data.draw(st.integers(1, len(history) - 1))
        found_at = tamper(engine, k, len(history))
        assert named_row(ledger.verify(engine)) == found_at

    whichever_history_and_row()


def test_a_row_put_in_with_the_right_link_is_refused_by_the_table_itself():
    engine = written([Event("received:case:opened", CASE), Event("received:case:complete", CASE)])
    make_room_after(engine, 1, 2)
    with pytest.raises(IntegrityError):
        insert(engine, 2, row_of(engine, 1)["hash"], forged_body(2, "SAHS-2222", 1))


def test_a_last_row_forged_with_a_hash_that_fits_it_is_found_by_the_chain_of_its_subject():
    engine = written([Event("received:case:opened", CASE), Event("received:case:complete", CASE)])
    last = row_of(engine, 2)
    run(
        engine,
        "UPDATE ledger_entry SET subject_prev_hash = :genesis, hash = :hash WHERE seq = 2",
        genesis=ledger.GENESIS,
        hash=ledger.link(last["prev_hash"], ledger.GENESIS, last["body"]),
    )
    assert named_row(ledger.verify(engine)) == 2


def test_a_history_written_anew_under_later_numbers_is_found_at_its_first_row():
    engine = written([])
    body = forged_body(5, "SAHS-2222", 1)
    insert(engine, 5, ledger.GENESIS, body)
    assert named_row(ledger.verify(engine)) == 5


@settings(max_examples=20, deadline=None)
@given(HISTORIES, st.data())
def test_a_tail_that_was_cut_off_is_not_found_by_the_chain_only_by_a_head_that_was_noted(history, data):
    engine = written(history)
    noted = ledger.verify(engine)
    k = data.draw(st.integers(0, len(history) - 1))
    run(engine, "DELETE FROM ledger_entry WHERE seq > :k", k=k)
    after = ledger.verify(engine)
    assert (after.holds, after.rows) == (True, k)
    assert after.head != noted.head


def test_a_history_written_anew_is_not_found_by_the_chain_only_by_a_head_that_was_noted():
    noted = ledger.verify(written([Event("received:case:opened", CASE, "BS")]))
    anew = ledger.verify(written([Event("received:case:opened", CASE, "EL")]))
    assert anew.holds
    assert anew.head != noted.head


# --- what an event tells


def test_an_event_tells_who_and_what_with_real_time_and_office_time_beside_it():
    engine = create_engine("sqlite://", poolclass=StaticPool)
    LedgerEntry.__table__.create(engine)
    in_the_evening = moment_at(WEDNESDAY_MORNING.replace(hour=20), ahead=timedelta(days=2))
    with Session(engine) as session:
        entry = ledger.append(
            session, in_the_evening, Event("assessment:question:decided", CASE, "BS", {"choice": "eligible"})
        )
        told = json.loads(entry.body)
    assert told == {
        "seq": 1,
        "subject": "SAHS-7K43",
        "subject_seq": 1,
        "event": "assessment:question:decided",
        "actor": "BS",
        "facts": {"choice": "eligible"},
        "recorded_at": "2026-11-25T20:30:00+00:00",
        "office_date": "2026-11-28",
        "office_time": "03:30",
    }


def test_each_subject_has_a_chain_of_its_own_within_the_chain():
    engine = written([Event("a:b:c", "SAHS-7K43"), Event("a:b:c", "office"), Event("a:b:c", "SAHS-7K43")])
    assert [row_of(engine, seq)["subject_seq"] for seq in (1, 2, 3)] == [1, 1, 2]
    assert row_of(engine, 3)["subject_prev_hash"] == row_of(engine, 1)["hash"]
    assert row_of(engine, 3)["prev_hash"] == row_of(engine, 2)["hash"]


# --- the guards


IN_BOTH = ("UPDATE ledger_entry SET seq = 7 WHERE seq = 1", "DELETE FROM ledger_entry")
IN_SQLITE = (
    *IN_BOTH,
    "UPDATE ledger_entry SET body = x'00' WHERE seq = 1",
    "INSERT OR REPLACE INTO ledger_entry SELECT seq, subject, subject_seq, prev_hash, subject_prev_hash, hash, x'00' FROM ledger_entry",
    "INSERT OR REPLACE INTO ledger_entry SELECT 7, 'office', 7, prev_hash, subject_prev_hash, 'another', x'00' FROM ledger_entry",
    "INSERT INTO ledger_entry SELECT * FROM ledger_entry WHERE true ON CONFLICT DO UPDATE SET body = x'00'",
)
IN_POSTGRESQL = (
    *IN_BOTH,
    "UPDATE ledger_entry SET body = '\\x00' WHERE seq = 1",
    "TRUNCATE ledger_entry",
    "INSERT INTO ledger_entry SELECT * FROM ledger_entry ON CONFLICT (seq) DO UPDATE SET body = '\\x00'",
)


@pytest.mark.parametrize(
    ("database", "statement"),
    [
        *(pytest.param("sqlite", statement) for statement in IN_SQLITE),
        *(pytest.param("postgresql", statement, marks=pytest.mark.postgresql) for statement in IN_POSTGRESQL),
    ],
    indirect=["database"],
)
def test_the_database_refuses_to_change_or_remove_a_line_of_the_ledger(registry, moment, behind_its_back, statement):
    with registry.change(moment) as change:
        change.write(Event("office:register:opened", "office"))
    before = behind_its_back("SELECT * FROM ledger_entry")
    with pytest.raises(Exception, match=r"ledger_entry is append-only: write a new row that corrects the old one"):
        behind_its_back(statement)
    assert behind_its_back("SELECT * FROM ledger_entry") == before


# --- many at once, and the worst moment


def test_eight_at_once_append_two_hundred_events_and_the_chain_is_unbroken(registry):
    def append_some(writer):
        for count in range(25):
            with registry.change(moment_of(seconds=count)) as change:
                change.write(Event("office:test:appended", f"writer-{writer}", facts={"count": count}))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(append_some, range(8)))
    verification = ledger.verify(registry.engine)
    assert (verification.holds, verification.rows) == (True, 200)
    with registry.reading() as reading:
        last_of_writer = reading.session.get(LedgerEntry, 200).subject_seq
    assert last_of_writer == 25


KILLED_BEFORE_THE_COMMIT = """
import os, signal, sys
from office_in_a_folder import moment_of
from casework.registry import Event, Registry
from casework.registry.models import OfficeSetting
from casework.registry.vault import OfficeKey

with Registry(sys.argv[1], OfficeKey(bytes(range(32)))).change(moment_of()) as change:
    change.write(Event("office:setting:set", "office"), OfficeSetting(name="half", value="done"))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_killed_between_the_event_and_the_commit_leaves_neither_the_change_nor_the_event(registry, moment):
    with registry.change(moment) as change:
        change.write(Event("office:register:opened", "office"))
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_BEFORE_THE_COMMIT, registry.url],
        cwd=Path(__file__).parent,
        env={"PYTHONPATH": f"{Path(__file__).parent}:{Path(__file__).parent.parent}"},
        check=False,
    )
    assert killed.returncode == -9
    verification = ledger.verify(registry.engine)
    assert (verification.holds, verification.rows) == (True, 1)
    with registry.reading() as reading:
        assert reading.session.get(OfficeSetting, "half") is None
