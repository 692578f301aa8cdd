"""Watching over the house: the warm engine is replaced, any other part that dies ends the rest and is named."""

import time
from io import StringIO

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


def test_any_other_part_that_dies_ends_the_house_and_is_named(house, screen):
    parts.start(house, part("warm-engine", LIVES), part("server", DIES))
    assert keep_open(house, screen, patiently(lambda: False)) == 1
    assert "server stopped by itself: see" in screen.file.getvalue()
