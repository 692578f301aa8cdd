"""Three cases of one demo office, lived without any engine: one that was closed, two that wait for a person."""

from pathlib import Path
from uuid import uuid4

from clock_of_the_test import FIRST_MORNING, Clock, DeskByTheTestsClock
from demo_life import Life
from lives_by_stage import good_samples, set_quickly

from casework import effects
from casework.askings import forms_to_empty, note_asking, note_emptied
from casework.desk import desk_of
from casework.engine_runs import note_run, note_start
from casework.lifecycle import FLOW_OF_STAGE, Stage
from casework.registry.schema import migrate
from casework.registry.vault import create_office_key
from casework.settings import Settings
from homevisit.demo import load_demo_office

ENDS = (Stage.CLOSED, Stage.PERMIT, Stage.ASSESSMENT)


def live_cases(folder: Path, database_url: str | None = None) -> tuple[Life, dict[Stage, str]]:
    """The office in which they lived, and each case's reference by the stage in which it stands."""
    life, references = _fresh_office(Settings(state_folder=folder, database_url=database_url)), {}
    printer, effects.render_letter = effects.render_letter, set_quickly
    try:
        for sample, end in zip(good_samples(len(ENDS)), ENDS, strict=True):
            life.receive(sample)
            _carry(life, end)
            references[end] = life.reference
    finally:
        effects.render_letter = printer
    return life, references


def _fresh_office(settings: Settings) -> Life:
    settings.state_folder.mkdir(parents=True)
    create_office_key(settings.key_file)
    migrate(settings.register_url)
    clock, plain = Clock(FIRST_MORNING), desk_of(settings)
    life = Life(DeskByTheTestsClock(plain.registry, plain.settings, clock), clock)
    load_demo_office(life.desk)
    return life


def _carry(life: Life, end: Stage) -> None:
    while True:
        life.make_ready()
        _note_what_the_engine_did(life)
        if life.stage is end:
            return
        life.step()
        _empty_forms(life)
        life.send_all()
        life.clock.pass_(minutes=5)


def _note_what_the_engine_did(life: Life) -> None:
    """A run was started for the stage, and put its questions."""
    flow, flow_run_id = FLOW_OF_STAGE[life.stage], str(uuid4())
    if flow is None:
        return
    note_run(
        life.registry,
        life.office.now(),
        note_start(life.registry, life.office.now(), life.reference, flow, 1),
        flow_run_id,
    )
    for standing in life.open():
        note_asking(life.registry, life.office.now(), standing.question_id, flow_run_id, standing.attempt)


def _empty_forms(life: Life) -> None:
    """What was answered lies in the engine no more."""
    with life.registry.reading() as reading:
        forms = forms_to_empty(reading)
    for form in forms:
        note_emptied(life.registry, life.office.now(), form)
