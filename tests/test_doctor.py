"""The doctor tells good from bad, thing by thing, and says what to do."""

import base64
import os
import socket
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from lives_by_stage import first_sample, new_life
from office_in_a_folder import moment_of

from casework.clock import read_clock
from casework.demo_office.applications import write_application
from casework.desk import desk_of
from casework.questions import ROLE_NAMES
from casework.registry import Event
from casework.registry.key_backup import (
    BackupUnusable,
    VerifiedBackup,
    last_verified_backup,
    note_verified_backup,
    verify_backup,
)
from casework.registry.vault import create_office_key
from casework.settings import Settings
from homevisit.doctor import clock, examine
from homevisit.doctor.clock import judge_difference, judge_last_entry
from homevisit.doctor.finding import Amiss
from homevisit.doctor.inbox import judge_inbox, look_at_inbox
from homevisit.doctor.machine import LEAST_FREE_BYTES, judge_room, look_at_disks
from homevisit.doctor.mailboxes import judge_mailboxes
from homevisit.doctor.office_key import judge_backup, look_at_backup
from homevisit.doctor.server import Border, _open_beyond_loopback, judge_border

NOW = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)


@pytest.fixture
def desk(database, tmp_path):
    """A real office's desk, on both databases: nobody is in it yet."""
    settings = Settings(state_folder=tmp_path, database_url=database)
    create_office_key(settings.key_file)
    opened = desk_of(settings)
    yield opened
    opened.registry.close()


# the backup of the office key


def test_a_backup_that_holds_the_key_is_noted_and_the_doctor_is_content(desk, tmp_path):
    key, key_file = desk.registry.office_key, desk.settings.key_file
    with pytest.raises(Amiss, match=r"was ever verified.*homevisit key verify-backup FILE"):
        look_at_backup(desk.settings)
    (tmp_path / "copy").write_bytes(key_file.read_bytes())
    verify_backup(key, key_file, tmp_path / "copy")
    with desk.registry.change(read_clock()) as change:
        note_verified_backup(change)
    with desk.registry.reading() as reading:
        noted = last_verified_backup(reading)
    assert noted.fingerprint == key.fingerprint
    assert key.secret.hex()[:8] not in noted.fingerprint
    assert look_at_backup(desk.settings) == f"it held this key on {noted.verified_at:%Y-%m-%d}"


def test_the_demo_office_needs_no_backup(tmp_path, quick_printing):
    life = new_life(tmp_path / "office")
    assert look_at_backup(life.desk.settings) == "not asked for: in the demo office everybody is invented"
    life.registry.close()


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        (None, "there is no file"),
        (b"not a key at all", "is not a copy of an office key"),
        (base64.b64encode(bytes(32)), "holds another key than the office's"),
    ],
)
def test_what_is_no_backup_is_refused_with_what_to_do(tmp_path, shown, told):
    key = create_office_key(tmp_path / "office.key")
    if shown is not None:
        (tmp_path / "copy").write_bytes(shown)
    with pytest.raises(BackupUnusable, match=told):
        verify_backup(key, tmp_path / "office.key", tmp_path / "copy")


def test_the_key_itself_is_no_backup_of_it_under_whatever_name(tmp_path):
    key = create_office_key(tmp_path / "office.key")
    (tmp_path / "copy").symlink_to(tmp_path / "office.key")
    with pytest.raises(BackupUnusable, match="is the office key itself"):
        verify_backup(key, tmp_path / "office.key", tmp_path / "copy")


@pytest.mark.parametrize(
    ("last", "told"),
    [
        (VerifiedBackup("now", NOW - timedelta(days=366)), "was last verified on 2025-11-24"),
        (VerifiedBackup("before", NOW), "is of an earlier office key"),
    ],
)
def test_a_backup_that_is_old_or_of_another_key_is_complained_of(last, told):
    with pytest.raises(Amiss, match=told):
        judge_backup(last, "now", NOW)


# the clock


def test_a_ledger_row_of_a_later_time_is_complained_of(desk, monkeypatch):
    now = read_clock()
    monkeypatch.setattr("homevisit.doctor.clock.read_clock", lambda: now)
    with desk.registry.change(moment_of(now.recorded_at, hours=1)) as change:
        change.write(Event("office:test:told", "office"))
    [found] = [one for one in examine(desk.settings) if one.what.endswith("clock")]
    assert not found.in_order
    assert "the ledger's last row is 3600 s ahead" in found.told


def test_a_clock_is_compared_with_the_ledger_and_the_database():
    judge_last_entry(None, NOW)
    judge_last_entry(NOW + timedelta(seconds=4), NOW)
    assert judge_difference(NOW + timedelta(seconds=4), NOW) == "in step with the database server's"
    assert judge_difference(None, NOW) == "the ledger's last row is not of a later time"
    with pytest.raises(Amiss, match="the database server's clock differs by 6 s"):
        judge_difference(NOW - timedelta(seconds=6), NOW)


def test_the_database_server_s_clock_is_this_machine_s_in_the_tests(desk):
    told = clock._clock_of_the_database(desk.registry)
    assert told is None or abs(told - read_clock().recorded_at) < timedelta(seconds=5)
    assert (told is None) == (desk.registry.engine.dialect.name == "sqlite")


def test_a_real_office_needs_a_time_server_and_a_demo_office_is_told_of_it(desk, tmp_path, quick_printing):
    def clock_of(settings):
        return next(one for one in examine(settings) if one.what.endswith("clock"))

    life = new_life(tmp_path / "demo")
    assert clock_of(desk.settings).in_order == clock.kept_in_step()
    assert clock_of(life.desk.settings).in_order
    for told in (clock_of(desk.settings).told, clock_of(life.desk.settings).told):
        assert ("time server" in told) == (not clock.kept_in_step())
    life.registry.close()


# the disks


def test_room_is_told_and_too_little_of_it_complained_of(tmp_path):
    assert judge_room("state", tmp_path, LEAST_FREE_BYTES) == "state folder: 2 GB are free"
    with pytest.raises(Amiss, match=r"only 2047 MB are free in the state folder .*: make room for at least 2048 MB"):
        judge_room("state", tmp_path, LEAST_FREE_BYTES - 1)
    with pytest.raises(Amiss, match=r"the shared folder .* is not there: mount it"):
        judge_room("shared", tmp_path, None)


def test_the_database_s_folder_is_looked_at_where_it_lies_on_this_machine(desk):
    told = look_at_disks(desk.settings)
    assert told.startswith("state folder: ")
    assert ("; database folder: " in told) == (desk.registry.engine.dialect.name == "postgresql")


def test_a_shared_folder_that_is_not_mounted_is_complained_of(desk, tmp_path):
    settings = desk.settings.model_copy(update={"shared_folder": tmp_path / "not-mounted"})
    with pytest.raises(Amiss, match="mount it"):
        look_at_disks(settings)


# the server's border

DEMO = Border("http://127.0.0.1:4200/api", (), asks_for_login=False, protects_from_forgery=False, origin_admitted=None)
BEHIND_A_PROXY = Border(
    "https://kantor.example.com/api", (), asks_for_login=True, protects_from_forgery=True, origin_admitted=None
)


def test_loopback_without_a_login_is_enough_and_its_danger_is_told():
    assert judge_border(DEMO).startswith(
        "loopback only and no login: every user and program of this machine may use it"
    )


def test_a_login_with_its_guards_is_in_order_on_loopback_and_behind_a_proxy():
    told = "a login, protection against forged requests, one origin"
    assert judge_border(BEHIND_A_PROXY) == told
    assert judge_border(replace(BEHIND_A_PROXY, address=DEMO.address)) == told


@pytest.mark.parametrize(
    ("met", "told"),
    [
        (
            replace(DEMO, listens_beyond=("0.0.0.0",)),
            "asks for no login: .* let it listen on 127.0.0.1 only, set PREFECT_",
        ),
        (
            replace(DEMO, listens_beyond=("0.0.0.0",), asks_for_login=True, protects_from_forgery=True),
            r"^the server listens on 0\.0\.0\.0: let it listen on 127.0.0.1 only",
        ),
        (replace(DEMO, origin_admitted="*"), "PREFECT_SERVER_CORS_ALLOWED_ORIGINS"),
        (replace(DEMO, origin_admitted="https://elsewhere.example.com"), "PREFECT_SERVER_CORS_ALLOWED_ORIGINS"),
        (replace(BEHIND_A_PROXY, address="http://kantor.example.com/api"), "without TLS"),
        (replace(BEHIND_A_PROXY, asks_for_login=False), "PREFECT_SERVER_API_AUTH_STRING"),
        (replace(BEHIND_A_PROXY, protects_from_forgery=False), "PREFECT_SERVER_CSRF_PROTECTION_ENABLED=true"),
        (replace(DEMO, asks_for_login=True), "PREFECT_SERVER_CSRF_PROTECTION_ENABLED=true"),
    ],
)
def test_an_open_border_is_complained_of_with_the_setting_that_closes_it(met, told):
    with pytest.raises(Amiss, match=told):
        judge_border(met)


def test_a_port_that_is_open_beyond_loopback_is_seen():
    with socket.create_server(("127.0.0.1", 0)) as inside, socket.create_server(("0.0.0.0", 0)) as outside:
        ports = [one.getsockname()[1] for one in (inside, outside)]
        seen = [_open_beyond_loopback(urlsplit(f"http://127.0.0.1:{port}/api")) for port in ports]
    assert seen == [(), ("0.0.0.0",)]


# all of it


def test_before_the_first_start_everything_is_told_in_one_sentence_each_and_nothing_is_made(tmp_path):
    folder = tmp_path / "office"
    folder.mkdir()
    found = {one.what: one for one in examine(Settings(state_folder=folder))}
    assert [one.in_order for one in found.values()] == [
        *(False, False, False, False, False, False, True, False),
        *(False, True, True, False, False, False),
    ]
    assert all("\n" not in one.told for one in found.values())
    assert list(folder.iterdir()) == []


def test_a_database_that_does_not_answer_is_told_without_its_address(tmp_path):
    settings = Settings(state_folder=tmp_path, database_url="postgresql://office@127.0.0.1:9/register")
    create_office_key(settings.key_file)
    told = {one.told for one in examine(settings) if "register" in one.what}
    assert told == {"the register's database does not answer: see whether it runs"}


# the inbox


def test_an_application_that_nobody_takes_is_told_after_an_hour(tmp_path):
    assert judge_inbox([2, 59]) == "2 lie in it"
    with pytest.raises(Amiss, match=r"^1 have been lying there for up to 5 hours: see whether"):
        judge_inbox([2, 300])


def test_a_real_office_names_a_mailbox_of_each_role_and_a_demo_office_has_invented_ones():
    assert judge_mailboxes(ROLE_NAMES, is_demo=False) == "each role has one"
    assert judge_mailboxes((), is_demo=True) == "invented ones, as all of the demo office"
    but_one = [role for role in ROLE_NAMES if role != "section-head"]
    with pytest.raises(Amiss, match="no mailbox is named of section-head: set HOMEVISIT_ROLE_MAILBOXES"):
        judge_mailboxes(but_one, is_demo=False)


def test_an_inbox_that_is_not_there_yet_holds_nothing(tmp_path):
    assert look_at_inbox(Settings(state_folder=tmp_path)) == "0 lie in it"


def test_an_application_is_as_old_as_its_file(tmp_path):
    settings = Settings(state_folder=tmp_path)
    folder = write_application(settings.inbox_folder, first_sample())
    assert look_at_inbox(settings) == "1 lie in it"
    yesterday = time.time() - 86_400
    os.utime(folder / "application.json", (yesterday, yesterday))
    with pytest.raises(Amiss, match="for up to 24 hours"):
        look_at_inbox(settings)
