"""The machine's clock, as the doctor sees it: one-time codes, the ledger and the office's days all rest on it."""

import ctypes
import json
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, text

from casework.clock import read_clock
from casework.office import open_office
from casework.registry import Registry
from casework.registry.models import LedgerEntry
from casework.settings import Settings
from homevisit.doctor.finding import Amiss
from homevisit.doctor.register import opened_register

TOLERANCE = timedelta(seconds=5)  # a one-time code counts for half a minute before and after
KERNEL_CLOCK_UNSYNCHRONISED = 5  # adjtimex(2), TIME_ERROR
SIZE_OF_TIMEX = 512  # more than struct timex has on any machine; filled with zeros it asks and changes nothing
SET_IT = "set up systemd-timesyncd or chrony (with rtcsync) against the office's time server"


def look_at_clock(settings: Settings) -> str:
    """Whether time goes forward, is the database's too, and is kept in step by a time server."""
    with opened_register(settings) as registry:
        now = read_clock().recorded_at
        judge_last_entry(_last_entry(registry), now)
        told = judge_difference(_clock_of_the_database(registry), now)
        if not kept_in_step() and not open_office(registry, settings).is_demo:
            raise Amiss(f"no time server keeps this machine's clock in step: {SET_IT}")
    return told if kept_in_step() else f"{told}; no time server keeps it in step, which a real office needs"


def judge_last_entry(last: datetime | None, now: datetime) -> None:
    """The ledger's last row cannot be of a later time than now."""
    if last is not None and last - now > TOLERANCE:
        raise Amiss(f"the ledger's last row is {_told(last - now)} ahead of this machine's clock: {SET_IT}")


def judge_difference(database: datetime | None, now: datetime) -> str:
    """What is to be said of the database server's clock, where there is one."""
    if database is None:
        return "the ledger's last row is not of a later time"
    if abs(database - now) > TOLERANCE:
        raise Amiss(f"the database server's clock differs by {_told(abs(database - now))}: on both machines {SET_IT}")
    return "in step with the database server's"


def kept_in_step() -> bool:
    """Whether the kernel says that a time server keeps its clock."""
    state = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(SIZE_OF_TIMEX))
    return bool(0 <= state < KERNEL_CLOCK_UNSYNCHRONISED)


def _last_entry(registry: Registry) -> datetime | None:
    with registry.reading() as reading:
        body = reading.session.scalar(select(LedgerEntry.body).order_by(LedgerEntry.seq.desc()).limit(1))
    return None if body is None else datetime.fromisoformat(json.loads(body)["recorded_at"])


def _clock_of_the_database(registry: Registry) -> datetime | None:
    if registry.engine.dialect.name != "postgresql":
        return None
    with registry.reading() as reading:
        told: datetime = reading.session.execute(text("SELECT clock_timestamp()")).scalar_one()
    return told.astimezone(UTC)


def _told(difference: timedelta) -> str:
    return f"{difference.total_seconds():.0f} s"
