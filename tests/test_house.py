"""Watching over the house: the warm engine is replaced, any other part that dies ends the rest and is named."""

import signal
import time
from io import StringIO

import psutil
import pytest
from rich.console import Console

from casework.settings import Settings
from homevisit import parts
from homevisit.house import furnish
from homevisit.opening import REPLACEMENTS, keep_open

LIVES, DIES = "import time; time.sleep(60)", "pass"


@pytest.fixture
def house(tmp_path):
    opened = furnish(Settings(state_folder=tmp_path))
    yield opened
    opened.stop()


@pytest.fixture
def screen():
    return Console(file=StringIO(), width=100)


def part(name, program):
    return parts.Part(name, name, ("-c", program), lambda: True)


def patiently(look):
    """Until something is seen, or half a minute has passed."""
    given_up = time.monotonic() + 30
    return lambda: look() or time.monotonic() > given_up


def test_a_warm_engine_that_died_is_replaced_and_the_house_stays_open(house, screen, monkeypatch):
    monkeypatch.setattr(parts, "warm_engine", lambda _: part("warm-engine", LIVES))
    parts.start(house, part("server", LIVES), part("warm-engine", LIVES))
    first = house.processes["warm-engine"]
    first.kill()
    replaced = patiently(lambda: house.processes["warm-engine"] is not first)
    assert keep_open(house, screen, replaced) == 0
    assert house.dead() is None
    assert "the warm engine died and was replaced" in screen.file.getvalue()


def test_a_warm_engine_that_dies_again_and_again_ends_the_house_and_is_named(house, screen, monkeypatch):
    monkeypatch.setattr(parts, "warm_engine", lambda _: part("warm-engine", DIES))
    parts.start(house, part("warm-engine", DIES))
    assert keep_open(house, screen, patiently(lambda: False)) == 1
    assert screen.file.getvalue().count("was replaced") == REPLACEMENTS
    assert "warm-engine stopped by itself" in screen.file.getvalue()


def test_a_part_listens_to_an_interrupt_though_the_house_was_opened_in_the_background(house):
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        parts.start(house, part("worker", LIVES))
    finally:
        signal.signal(signal.SIGINT, before)
    worker = house.processes["worker"]
    until_it_runs(worker.pid)
    worker.send_signal(signal.SIGINT)
    assert worker.wait(timeout=30) != 0


def until_it_runs(pid):
    """Until the process has become the Python that it is to be."""
    look = patiently(lambda: "env" not in psutil.Process(pid).name())
    while not look():
        time.sleep(0.02)


def test_any_other_part_that_dies_ends_the_house_and_is_named(house, screen):
    parts.start(house, part("warm-engine", LIVES), part("server", DIES))
    assert keep_open(house, screen, patiently(lambda: False)) == 1
    assert "server stopped by itself: see" in screen.file.getvalue()
