"""What a rehearsal needs around it: an office that runs, codes that come quickly, patience with what is away."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx
from rich.console import Console
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from casework.desk import Desk
from casework.registry import Event
from casework.registry.models import Officer
from casework.settings import Settings
from homevisit.house import House, answers, api_address
from homevisit.opening import open_office

CODE_STEP_SECONDS = 2


@contextmanager
def what_is_away_comes_back() -> Iterator[None]:
    """A server or database that does not answer, or is busy for longer than its client asks, is asked again later."""
    with suppress(httpx.TransportError, OperationalError):
        try:
            yield
        except httpx.HTTPStatusError as answer:
            if answer.response.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                raise


@contextmanager
def running_office(settings: Settings, console: Console) -> Iterator[str]:
    """The address of the engine of the office that runs, or of one that is opened for the while."""
    address = api_address(settings)
    if address is not None and answers(f"{address}/health"):
        yield address
        return
    house: House = open_office(settings, console, samples=False)
    try:
        yield house.api_url
    finally:
        house.stop()


@contextmanager
def quick_codes(desk: Desk) -> Iterator[None]:
    """Demo officers get a new code every two seconds while the rehearsal lasts."""
    before = _set_code_steps(desk, {})
    try:
        yield
    finally:
        _set_code_steps(desk, before)


def _set_code_steps(desk: Desk, wanted: dict[str, int]) -> dict[str, int]:
    with desk.registry.change(desk.office.now()) as change:
        officers = list(change.session.scalars(select(Officer)))
        before = {officer.code: officer.code_step_seconds for officer in officers}
        for officer in officers:
            officer.code_step_seconds = wanted.get(officer.code, CODE_STEP_SECONDS)
        change.write(
            Event("office:codes:step-changed", "office", "demo", {"seconds": (wanted and 30) or CODE_STEP_SECONDS})
        )
    return before
