"""The register and its ledger, as the doctor sees them."""

from collections.abc import Iterator
from contextlib import contextmanager

from casework.letter_register import gaps
from casework.registry import Registry, ledger
from casework.registry.schema import is_begun, is_current
from casework.registry.vault import read_office_key
from casework.settings import Settings
from homevisit.doctor.finding import Amiss

NO_REGISTER = (
    "there is no register of this version yet: run 'homevisit up', or 'homevisit deploy' in a production office"
)


def look_at_register(settings: Settings) -> str:
    """Whether the register has this version's tables."""
    _require_register(settings)
    return "its tables are those of this version"


def look_at_ledger(settings: Settings) -> str:
    """Whether every row of the ledger is as it was written."""
    with opened_register(settings) as registry:
        found = ledger.verify(registry.engine)
    if not found.holds:
        raise Amiss(f"{found.fault or 'it does not hold'}: keep the database as it is, and compare it with a backup")
    return f"{found.rows} rows, every one as it was written"


def look_at_agenda(settings: Settings) -> str:
    """Whether every number that was given out stands on a letter, whatever became of it."""
    with opened_register(settings) as registry, registry.reading() as reading:
        missing = next(gaps(reading), None)
    if missing is not None:
        raise Amiss(f"{missing}: keep the database as it is, and compare it with a backup")
    return "every number that was given out stands on a letter"


@contextmanager
def opened_register(settings: Settings) -> Iterator[Registry]:
    """The register, for a look; raises ``Amiss`` where there is none."""
    _require_register(settings)
    registry = Registry(settings.register_url, read_office_key(settings.key_file))
    try:
        yield registry
    finally:
        registry.close()


def _require_register(settings: Settings) -> None:
    # first whether there is any: looking into a SQLite file that is not there would make it
    if not (is_begun(settings.register_url) and is_current(settings.register_url)):
        raise Amiss(NO_REGISTER)
