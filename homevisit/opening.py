"""Opening the office: from an empty folder, or wherever an earlier start stopped, to a screen that says what waits."""

import signal
import time
from collections.abc import Callable, Iterator

from rich.console import Console
from sqlalchemy import select

from casework.desk import Desk, desk_of
from casework.office import is_empty
from casework.registry.models import Asking, Case, Question
from casework.registry.schema import is_begun, migrate
from casework.registry.vault import create_office_key
from casework.settings import Settings
from casework.signing import make_specimen_key
from homevisit import parts
from homevisit.demo import load_demo_office, send_sample_applications
from homevisit.deploying import deploy, run_prefect
from homevisit.house import House, HouseTrouble, furnish
from homevisit.welcome import print_welcome

LOOK_EVERY_SECONDS = 0.3
SECONDS_FOR_SAMPLES = 150
REPLACEMENTS, SECONDS_TO_FORGET = 5, 600


def open_office(settings: Settings, console: Console, *, samples: bool = True, worker: bool = True) -> House:
    """Everything from the office key to the worker, in this order, each step where it was left; returns the running house."""
    house = furnish(settings)
    try:
        for title, step in _steps(settings, house, samples=samples, worker=worker):
            with console.status(title):
                step()
            console.print(f"[green]✓[/green] {title}", highlight=False)
    except BaseException:
        house.stop()
        raise
    return house


def keep_open(house: House, console: Console, stopped: Callable[[], bool]) -> int:
    """Watch over the house until somebody stops it; a part that dies by itself stops the rest and is named.

    The warm engine is replaced instead, so long as it does not die again and again: what it executed has crashed, and
    ``recover`` starts it anew.
    """
    replaced: list[float] = []
    while not stopped():
        time.sleep(LOOK_EVERY_SECONDS)
        dead = house.dead()
        if dead == "warm-engine" and _seldom(replaced):
            parts.start(house, parts.warm_engine(house))
            console.print(
                "[yellow]Mesin hangat mati dan sudah diganti · the warm engine died and was replaced[/yellow]"
            )
        elif dead is not None:
            console.print(f"[red]{dead} stopped by itself: see {house.settings.state_folder}/logs/{dead}.log[/red]")
            return 1
    return 0


def _seldom(replaced: list[float]) -> bool:
    now = time.monotonic()
    replaced[:] = [*(at for at in replaced if now - at < SECONDS_TO_FORGET), now]
    return len(replaced) <= REPLACEMENTS


def run_until_stopped(settings: Settings, console: Console, *, samples: bool = True) -> int:
    """``homevisit up``: open the office, say what waits for whom, stay until Ctrl-C or SIGTERM, stop everything."""
    signs: list[int] = []  # a list, not an event: an event's lock would be taken twice by a handler in the same thread
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda number, _frame: signs.append(number))
    house: House | None = None
    try:
        house = open_office(settings, console, samples=samples)
        print_welcome(desk_of(settings), house, console)
        return keep_open(house, console, lambda: bool(signs))
    finally:
        if house is not None:
            with console.status("Menutup kantor · stopping everything"):
                house.stop()
            console.print("Semua sudah berhenti. · Everything has stopped.")


def prepare_register(settings: Settings) -> Desk:
    """The office key is created once, the register is brought to this version's tables."""
    if not settings.key_file.exists():
        if is_begun(settings.register_url):
            raise HouseTrouble(
                f"there is a register but no office key at {settings.key_file}: restore the key from its backup, "
                "without it nothing sealed can be read"
            )
        create_office_key(settings.key_file)
    migrate(settings.register_url)
    return desk_of(settings)


def _steps(
    settings: Settings, house: House, *, samples: bool, worker: bool
) -> Iterator[tuple[str, Callable[[], object]]]:
    yield "Kunci kantor dan register · office key and register", lambda: prepare_register(settings)
    yield (
        "Kantor (contoh bila masih kosong) · office (the demo one where there is none)",
        lambda: fill_if_empty(settings),
    )
    yield (
        "Server Prefect, sistem mitra, lembar berkas · server, simulators, case sheet",
        lambda: parts.start(house, *_parts(house)),
    )
    yield "Deployment · work pool and deployments", lambda: deploy(house)
    if samples:
        yield "Permohonan contoh · sample applications", lambda: _send_samples(settings)
    if worker:
        yield "Worker", lambda: parts.start(house, parts.worker(house))
    if samples and worker:
        yield "Permohonan contoh diperiksa · samples taken in", lambda: _await_samples(settings, house)


def _send_samples(settings: Settings) -> None:
    """Invented applications come into the demo office only."""
    desk = desk_of(settings)
    if desk.office.is_demo:
        send_sample_applications(desk)


def _parts(house: House) -> Iterator[parts.Part]:
    yield parts.server(house)
    yield parts.neighbours(house)
    yield parts.case_sheet(house)
    if house.settings.warm_engine:
        yield parts.warm_engine(house)


def _await_samples(settings: Settings, house: House) -> None:
    """Let the first questions be there when the screen says what waits for whom; a slow machine is not waited for."""
    if not desk_of(settings).office.is_demo or not any(settings.inbox_folder.glob("*/application.json")):
        return
    deadline = time.monotonic() + SECONDS_FOR_SAMPLES
    run_prefect(house, "deployment", "run", "Pengumpulan · collect/collect")
    while not _samples_are_taken_in(settings) and time.monotonic() < deadline and house.dead() is None:
        time.sleep(LOOK_EVERY_SECONDS)


def _samples_are_taken_in(settings: Settings) -> bool:
    with desk_of(settings).registry.reading() as reading:
        stages = list(reading.session.scalars(select(Case.stage)))
        put = {
            question.subject
            for question in reading.session.scalars(select(Question).join(Asking, Asking.question_id == Question.id))
        }
        assessed = set(reading.session.scalars(select(Case.reference).where(Case.stage == "assessment")))
    return bool(stages) and "received" not in stages and assessed <= put


def fill_if_empty(settings: Settings) -> None:
    """An empty register becomes the demo office's; one with an office, or with cases, stays as it is."""
    desk = desk_of(settings)
    with desk.registry.reading() as reading:
        empty = is_empty(reading)
    if empty:
        load_demo_office(desk)
    make_specimen_key(desk_of(settings).office)
