"""The machine, as the doctor sees it: room on its disks, the libraries that print letters."""

import shutil
from ipaddress import ip_address
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.exc import ProgrammingError

from casework.registry import Registry
from casework.settings import Settings
from homevisit.doctor.finding import Amiss
from homevisit.doctor.register import opened_register

LEAST_FREE_BYTES = 2 * 1024**3


def look_at_disks(settings: Settings) -> str:
    """Whether there is room where the office keeps its state, what it shares, and its register's files."""
    told = [judge_room("state", settings.state_folder, _free(settings.state_folder))]
    if settings.shared_folder is not None:
        told.append(judge_room("shared", settings.shared_folder, _free(settings.shared_folder)))
    if make_url(settings.register_url).get_backend_name() == "postgresql":
        with opened_register(settings) as registry:
            told.append(_room_of_the_database(registry))
    return "; ".join(told)


def judge_room(what: str, folder: Path, free: int | None) -> str:
    """What is to be said of the room in one folder; None: it is not there."""
    if free is None:
        raise Amiss(f"the {what} folder {folder} is not there: mount it, or create it for the user of the office")
    if free < LEAST_FREE_BYTES:
        raise Amiss(
            f"only {free // 1024**2} MB are free in the {what} folder {folder}: "
            f"make room for at least {LEAST_FREE_BYTES // 1024**2} MB"
        )
    return f"{what} folder: {free // 1024**3} GB are free"


def look_at_letters(_: Settings) -> str:
    """Whether letters can be printed."""
    try:
        from casework.letters.rendering import load_engine  # noqa: PLC0415 WeasyPrint is loaded only where it is needed

        load_engine()
    except OSError as missing:
        raise Amiss(f"WeasyPrint lacks a system library ({missing}): run 'make system-libraries'") from missing
    return "WeasyPrint finds its libraries"


def _room_of_the_database(registry: Registry) -> str:
    """PostgreSQL tells its folder to those who may read its settings; on another machine that folder is not here."""
    try:
        with registry.reading() as reading:
            address = reading.session.scalar(text("SELECT host(inet_server_addr())"))
            folder = Path(reading.session.execute(text("SELECT current_setting('data_directory')")).scalar_one())
        if address is not None and not ip_address(address).is_loopback:
            return "the database is on another machine: look there"
        return judge_room("database", folder, _free(folder))
    except ProgrammingError:
        return "the database's folder is not told: GRANT pg_read_all_settings to the office's user there"
    except PermissionError:
        return "the database's folder is closed to the office's user: look as root"


def _free(folder: Path) -> int | None:
    return shutil.disk_usage(folder).free if folder.exists() else None
