"""The doctor: is everything there that the office needs, and is it in order."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass

from casework.registry import Registry, ledger
from casework.registry.schema import is_current
from casework.registry.vault import KeyUnusable, read_office_key
from casework.settings import Settings
from homevisit.house import answers, api_address

LEAST_FREE_BYTES = 2 * 1024**3


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    what: str
    in_order: bool
    told: str


def examine(settings: Settings) -> list[Finding]:
    """Look at the key, the register, the audit log, the disk, the letters' libraries and the server, one after the other."""
    looks: tuple[tuple[str, Callable[[Settings], str]], ...] = (
        ("kunci kantor · office key", _key),
        ("register", _register),
        ("buku audit · ledger", _ledger),
        ("ruang disk · free disk", _disk),
        ("surat · letters", _letters),
        ("server Prefect", _server),
    )
    return [_look(what, look, settings) for what, look in looks]


class _Amiss(Exception):
    pass


def _look(what: str, look: Callable[[Settings], str], settings: Settings) -> Finding:
    try:
        return Finding(what, in_order=True, told=look(settings))
    except (_Amiss, KeyUnusable) as amiss:
        return Finding(what, in_order=False, told=str(amiss))


def _key(settings: Settings) -> str:
    read_office_key(settings.key_file)
    return "there, readable by its owner alone; keep a copy away from this machine"


def _register(settings: Settings) -> str:
    if not is_current(settings.register_url):
        raise _Amiss("its tables are not those of this version: run 'homevisit up'")
    return "its tables are those of this version"


def _ledger(settings: Settings) -> str:
    if not is_current(settings.register_url):
        raise _Amiss("there is no register yet: run 'homevisit up'")
    found = ledger.verify(Registry(settings.register_url, read_office_key(settings.key_file)).engine)
    if not found.holds:
        raise _Amiss(found.fault or "it does not hold")
    return f"{found.rows} rows, every one as it was written"


def _disk(settings: Settings) -> str:
    free = shutil.disk_usage(settings.state_folder if settings.state_folder.exists() else ".").free
    if free < LEAST_FREE_BYTES:
        raise _Amiss(f"only {free // 1024**2} MB are free: make room for at least {LEAST_FREE_BYTES // 1024**2} MB")
    return f"{free // 1024**3} GB are free"


def _letters(settings: Settings) -> str:
    del settings
    try:
        from casework.letters.rendering import load_engine  # noqa: PLC0415 WeasyPrint is loaded only where it is needed

        load_engine()
    except OSError as missing:
        raise _Amiss(f"WeasyPrint lacks a system library ({missing}): run 'make system-libraries'") from missing
    return "WeasyPrint finds its libraries"


def _server(settings: Settings) -> str:
    address = api_address(settings)
    if address is None or not answers(f"{address}/health"):
        raise _Amiss("it does not answer: run 'homevisit up'")
    return f"answers at {address}"
