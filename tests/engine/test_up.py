"""``homevisit up`` as a newcomer meets it: it starts, says where to look, stops everything, goes on where it stopped."""

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import psutil
from office_under_test import awaited

PROJECT = Path(__file__).parent.parent.parent


class Started:
    """One ``homevisit up`` in a folder of its own; stopped by its id, also when a test fails."""

    def __init__(self, folder, *options):
        self.output = folder.parent / f"output-{len(list(folder.parent.glob('output-*')))}.txt"
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "HOMEVISIT_"))
        }
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-c", "from homevisit.command_line import run; run()", "up", *options],
                cwd=PROJECT,
                env={**environment, "HOMEVISIT_STATE_FOLDER": str(folder), "COLUMNS": "100"},
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def await_screen(self):
        def look():
            if self.process.poll() is not None:
                raise AssertionError(self.output.read_text())
            return "Ctrl-C" in self.output.read_text() or None

        awaited(look, "the screen never came", patience=240)
        return self.output.read_text()

    def stop(self, sign=signal.SIGTERM):
        self.process.send_signal(sign)
        return self.process.wait(timeout=60)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in (
            [*psutil.Process(self.process.pid).children(recursive=True)] if self.process.poll() is None else []
        ):
            process.kill()
        self.process.kill()
        self.process.wait()


def processes_of(folder):
    noted = json.loads((folder / "processes.json").read_text())
    return [pid for pid, _ in noted.values() if psutil.pid_exists(pid)]


def test_it_starts_says_what_waits_and_after_it_was_killed_clears_up_goes_on_and_stops_everything(tmp_path):
    folder = tmp_path / "office"
    with socket.socket() as busy:
        busy.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):  # somebody else has it already: busy all the same
            busy.bind(("127.0.0.1", 4200))
            busy.listen()
        with Started(folder) as killed:
            screen = killed.await_screen()
            left = processes_of(folder)
            assert len(left) == 5
            addresses = json.loads((folder / "addresses.json").read_text())
            assert not addresses["api"].endswith(":4200/api")
            assert httpx.get(f"{addresses['ui']}/ui-settings").json()["api_url"] == addresses["api"]
            assert f"{addresses['ui']}/v2/runs?" in screen
            assert "Menunggu Kasi · waiting:" in screen
            assert (folder / "office.key").stat().st_mode & 0o777 == 0o600
            killed.process.kill()
            killed.process.wait()
            assert [pid for pid in left if psutil.pid_exists(pid)] == left
            with Started(folder) as second:
                assert "Menunggu Kasi · waiting:" in second.await_screen()
                assert [pid for pid in left if psutil.pid_exists(pid)] == []
                ran = processes_of(folder)
                assert second.stop(signal.SIGINT) == 0
    assert [pid for pid in ran if psutil.pid_exists(pid)] == []


def test_a_register_without_its_key_is_refused_in_one_sentence(tmp_path):
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "register.sqlite").touch()
    with Started(folder) as refused:
        assert refused.process.wait(timeout=60) == 1
    assert refused.output.read_text().count("\n") == 1
    assert "no office key" in refused.output.read_text()


def test_an_office_that_is_open_already_is_left_alone_and_named_in_one_sentence(tmp_path):
    folder = tmp_path / "office"
    folder.mkdir()
    with (folder / "open.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with Started(folder) as refused:
            assert refused.process.wait(timeout=60) == 1
    assert refused.output.read_text().count("\n") == 1
    assert "is open in" in refused.output.read_text()
