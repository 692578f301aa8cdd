"""Offices to start from: a fresh one, or one in which a case has just reached a stage, each copied from one that was kept."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from clock_of_the_test import FIRST_DAY, FIRST_MORNING, Clock, DeskByTheTestsClock
from counting_neighbours import CountingNeighbours
from demo_life import Life
from sqlalchemy import event

from casework import effects
from casework.demo_office.applications import _sukoharjo, clean_applications, sample_applications
from casework.demo_office.dossier import assemble
from casework.desk import desk_of
from casework.letters.rendering import RenderedLetter, letter_as_html
from casework.lifecycle import Stage
from casework.registry.schema import migrate
from casework.registry.vault import create_office_key
from casework.settings import Settings
from homevisit.demo import load_demo_office


def new_life(folder: Path) -> Life:
    """A fresh demo office on a Tuesday morning."""
    shutil.copytree(_fresh_office(), folder, dirs_exist_ok=True)
    return open_life(folder, FIRST_MORNING)


def open_life(folder: Path, now: datetime) -> Life:
    """The office of a folder, at a time."""
    clock = Clock(now)
    plain = desk_of(Settings(state_folder=folder))
    # a test's office need not survive a power cut
    event.listen(plain.registry.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    return Life(DeskByTheTestsClock(plain.registry, plain.settings, clock), clock)


def carry_case_to(stage: Stage, folder: Path) -> Life:
    """A copy of an office in which a case has just reached a stage; everything planned before has gone out."""
    kept, now, reference, neighbours = _stations()[stage]
    shutil.copytree(kept, folder, dirs_exist_ok=True)
    life = open_life(folder, now)
    life.reference = reference
    life.neighbours = CountingNeighbours(
        dict(neighbours.orders), Counter(neighbours.deliveries), list(neighbours.altered)
    )
    return life


def copy_of(way: Callable[[Life], Any], folder: Path) -> tuple[Life, Any]:
    """A copy of an office that was brought to a situation once, and what ``way`` returned; everything as it was left then."""
    kept, now, reference, neighbours, returned = _situation(way)
    shutil.copytree(kept, folder, dirs_exist_ok=True)
    life = open_life(folder, now)
    life.reference, life.neighbours = reference, _copied(neighbours)
    return life, returned


@cache
def _situation(way: Callable[[Life], Any]) -> tuple[Path, datetime, str, CountingNeighbours, Any]:
    printer, effects.render_letter = effects.render_letter, set_quickly
    try:
        life = new_life(Path(tempfile.mkdtemp(prefix="homevisit-situation-")))
        returned = way(life)
        life.registry.close()
    finally:
        effects.render_letter = printer
    return life.desk.settings.state_folder, life.clock.now, life.reference, life.neighbours, returned


def set_quickly(kind, facts, frame, templates=None) -> RenderedLetter:
    """A letter's text, as bytes that call themselves PDF."""
    html = letter_as_html(kind, facts, frame, templates)
    pdf = b"%PDF-" + html.encode()
    return RenderedLetter(pdf, sha256(pdf).hexdigest(), "digest", "version", "engine", 1)


def first_sample(today: date = FIRST_DAY):
    """The first known visit, with an invented person: 70 years, USA, Timuran."""
    return sample_applications(today)[0]


def sample_number(number: int, today: date = FIRST_DAY):
    """One of the invented applications by its number in the external reference."""
    return next(one for one in sample_applications(today) if one.external_reference == f"MSK-CONTOH-{number:04}")


def completed(today: date = FIRST_DAY):
    """The second sample, of which documents were missing, now with all of them."""
    whole = assemble(replace(_sukoharjo(today), left_out=frozenset()), today, "completed")
    assert whole.external_reference == sample_number(2).external_reference
    return whole


def carry_on(life: Life) -> None:
    """To the end of the case, as on a good day; a guarantor who is asked for something sends it."""
    life.clock.pass_(days=1)
    while True:
        life.make_ready()
        if life.stage is Stage.INCOMPLETE:
            life.receive(completed())
        elif not life.step():
            return
        life.clock.pass_(minutes=5)


def good_samples(count: int, today: date = FIRST_DAY, seed: int = 7):
    """So many good applications."""
    return list(clean_applications(today, count, seed))


def with_an_unprintable_name(sample):
    """A name that passes the border but that no letter can print."""
    applicant = sample.application.applicant.model_copy(update={"full_name": "Adelaide \u0b95\u0bbe Fairweather"})
    return replace(sample, application=sample.application.model_copy(update={"applicant": applicant}))


@cache
def _fresh_office() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="homevisit-fresh-"))
    settings = Settings(state_folder=folder)
    create_office_key(settings.key_file)
    migrate(settings.register_url)
    opened = open_life(folder, FIRST_MORNING)
    load_demo_office(opened.desk)
    opened.registry.close()
    return folder


@cache
def _stations() -> dict[Stage, tuple[Path, datetime, str, CountingNeighbours]]:
    """One golden life (and an incomplete one), of which the office is kept at every stage."""
    kept: dict[Stage, tuple[Path, datetime, str, CountingNeighbours]] = {}
    printer, effects.render_letter = effects.render_letter, set_quickly
    try:
        for sample in (sample_number(2), first_sample()):
            _live(sample, kept)
    finally:
        effects.render_letter = printer
    return kept


def _live(sample, kept) -> None:
    life = new_life(Path(tempfile.mkdtemp(prefix="homevisit-life-")))
    life.receive(sample)
    while True:
        life.make_ready()
        life.registry.close()
        kept[life.stage] = (_copy(life), life.clock.now, life.reference, _copied(life.neighbours))
        if not life.step():
            return
        life.clock.pass_(minutes=5)
        if life.stage is Stage.PERMIT:
            life.send_all()


def _copy(life: Life) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="homevisit-station-"))
    shutil.copytree(life.desk.settings.state_folder, folder, dirs_exist_ok=True)
    return folder


def _copied(neighbours: CountingNeighbours) -> CountingNeighbours:
    return CountingNeighbours(dict(neighbours.orders), Counter(neighbours.deliveries), list(neighbours.altered))
