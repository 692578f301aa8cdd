"""A full disk, a folder that cannot be written, a register that somebody else holds, a clock that steps back."""

import os
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from lives_by_stage import good_samples, new_life
from office_in_a_folder import enrol, open_register
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from casework.demo_office.applications import write_application
from casework.inbox import collect_inbox
from casework.lifecycle import Stage
from casework.registry import Event, database
from casework.registry.models import Case, Letter, Submission
from casework.registry.sealed_files import SealedFiles
from homevisit import command_line

NOBODY = 65534


def largest_file(size):
    """No file may grow beyond this: the kernel refuses the write, as on a full disk; returns what to set it back to."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def unprivileged():
    """A folder of somebody's who is not root, to whom the kernel may say no."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, -1)
            os.seteuid(NOBODY)
            try:
                yield folder
            finally:
                os.seteuid(0)
        else:
            yield folder


# --- the disk is full


def test_applications_that_find_the_disk_full_stay_in_the_inbox_and_are_taken_once_there_is_room(tmp_path):
    life = new_life(tmp_path / "office")
    inbox = life.office.settings.inbox_folder
    for sample in good_samples(12):
        write_application(inbox, sample)
    disk_is_full = [True]

    def fill(connection, _record):
        if disk_is_full:
            [[pages]] = connection.execute("PRAGMA page_count")
            connection.execute(f"PRAGMA max_page_count={pages + 3}")

    event.listen(life.registry.engine, "connect", fill)
    life.registry.close()
    with pytest.raises(OperationalError, match="database or disk is full"):
        collect_inbox(life.registry, life.office)
    taken = len(life.rows(Case))
    assert [row.sequence for row in life.rows(Letter, order_by=Letter.sequence)] == list(range(1, taken + 1))
    assert (taken + len(list(inbox.glob("*/application.json"))), life.ledger_holds()) == (12, True)
    disk_is_full.clear()
    life.registry.close()
    assert len(collect_inbox(life.registry, life.office)) == 12 - taken
    assert [row.sequence for row in life.rows(Letter, order_by=Letter.sequence)] == list(range(1, 13))
    assert (list(inbox.glob("*/application.json")), life.ledger_holds()) == ([], True)
    life.registry.close()


def test_a_sealed_file_that_finds_the_disk_full_leaves_nothing_behind(tmp_path):
    files, key = SealedFiles(tmp_path), bytes(32)
    there_is_room = largest_file(1000)
    try:
        with pytest.raises(OSError, match="File too large"):
            files.store(key, b"x" * 2000)
    finally:
        there_is_room()
    assert list(tmp_path.iterdir()) == []
    assert files.store(key, b"x" * 2000)


# --- a folder that cannot be written


def test_in_a_read_only_folder_nothing_is_stored_and_what_was_stored_is_read():
    with unprivileged() as folder:
        files, key = SealedFiles(folder), bytes(32)
        name = files.store(key, b"kept")
        folder.chmod(0o500)
        with pytest.raises(PermissionError):
            files.store(key, b"refused")
        assert [one.name for one in folder.iterdir()] == [name]
        assert files.read(key, name, sha256=sha256(b"kept").hexdigest()) == b"kept"
        folder.chmod(0o700)


def test_a_register_in_a_read_only_folder_refuses_every_change_whole(office_key, moment):
    with unprivileged() as folder:
        registry = open_register(folder, office_key)
        with registry.change(moment) as change:
            enrol(change, "BS")
        registry.close()
        (folder / "register.sqlite").chmod(0o400)
        folder.chmod(0o500)
        with (
            pytest.raises(OperationalError, match=r"readonly database|unable to open"),
            registry.change(moment) as change,
        ):
            enrol(change, "EL")
        registry.close()
        folder.chmod(0o700)
        (folder / "register.sqlite").chmod(0o600)
        with registry.change(moment) as change:
            enrol(change, "EL")
        registry.close()


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (28, "homevisit: there is no room on the disk: make some and do it again; nothing was stored by halves\n"),
        (30, "homevisit: the office's folder cannot be written: make it writable and do it again\n"),
        (13, "homevisit: the office's folder cannot be written: make it writable and do it again\n"),
    ],
)
def test_at_a_terminal_a_disk_that_refuses_is_told_in_one_sentence(fault, sentence, monkeypatch, capsys):
    def refused():
        raise OSError(fault, os.strerror(fault), "a-name-that-is-not-told")

    monkeypatch.setattr(command_line, "program", refused)
    with pytest.raises(SystemExit) as ended:
        command_line.run()
    assert (ended.value.code, capsys.readouterr().err) == (1, sentence)


def test_any_other_fault_of_the_system_keeps_its_traceback(monkeypatch):
    def refused():
        raise OSError(5, os.strerror(5))

    monkeypatch.setattr(command_line, "program", refused)
    with pytest.raises(OSError, match="Input/output error"):
        command_line.run()


# --- somebody else holds the register


def test_whoever_finds_the_register_held_for_longer_than_anybody_waits_changes_nothing(
    tmp_path, office_key, moment, monkeypatch
):
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MILLISECONDS", 10)
    registry = open_register(tmp_path, office_key)
    with closing(sqlite3.connect(tmp_path / "register.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="database is locked"), registry.change(moment) as change:
            enrol(change, "BS")
        with registry.reading() as reading:
            assert reading.session.query(Case).count() == 0, "whoever only reads waits for nobody"
        other.execute("ROLLBACK")
    with registry.change(moment) as change:
        change.write(Event("office:test:written", "office"))
    registry.close()


# --- the clock steps back


def test_a_code_of_a_time_that_came_twice_opens_nothing_twice(at_stage):
    life = at_stage(Stage.PERMIT)
    life.decided("BS", "permit-proposal", "grant")
    life.clock.now -= timedelta(seconds=30)  # decide_as goes on by as much: BS's code is that of the step before
    refused = life.decide_as("BS", life.question("permit-decision"), "grant")
    assert refused.reason == "code-used"
    assert life.ledger_holds()


def test_a_decision_after_a_clock_that_stepped_back_stands_behind_the_one_before_it(at_stage):
    life = at_stage(Stage.PERMIT)
    life.decided("BS", "permit-proposal", "grant")
    life.clock.now -= timedelta(hours=2)
    life.decided("RK", "permit-decision", "grant")
    told = [event for event in life.events() if event.endswith("question:decided")]
    assert told[-1] == "permit:question:decided"
    submissions = life.rows(Submission, order_by=Submission.id)
    assert submissions[-1].recorded_at < submissions[-2].recorded_at
    assert life.ledger_holds()
