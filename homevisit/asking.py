"""Asking Prefect's server while the house is opened: when it is busiest, and with the login of a production office."""

import base64
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import httpx

from homevisit.house import House, HouseTrouble

TRIES, SECONDS_BETWEEN_TRIES = 30, 1


@contextmanager
def line_to_the_server(house: House) -> Iterator[httpx.Client]:
    """A line to Prefect's API, with the login and the token that a production office's server asks for."""
    login = login_of(house.environment.get("PREFECT_API_AUTH_STRING"))
    caller = str(uuid4())
    with httpx.Client(base_url=house.api_url, timeout=60, headers=login) as line:
        answer = insist(lambda: line.get("/csrf-token", params={"client": caller}))
        if answer.is_success:  # otherwise its protection is off
            line.headers.update({"Prefect-Csrf-Client": caller, "Prefect-Csrf-Token": answer.json()["token"]})
        yield line


def login_of(user_and_password: str | None) -> dict[str, str]:
    """The header with which Prefect's login is passed; none where there is no login."""
    if not user_and_password:
        return {}
    return {"Authorization": f"Basic {base64.b64encode(user_and_password.encode()).decode()}"}


def insist(ask: Callable[[], httpx.Response]) -> httpx.Response:
    """Ask again while the server is busy: on SQLite it answers 503 where its database is locked, and at its start it is."""
    for _ in range(TRIES - 1):
        answer = ask()
        if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
            return answer
        time.sleep(SECONDS_BETWEEN_TRIES)
    return ask()


def accepted(answer: httpx.Response, what: str) -> httpx.Response:
    """The answer, where the server did what it was asked; raises ``HouseTrouble`` that names what it refused."""
    if not answer.is_success:
        raise HouseTrouble(f"Prefect's server refused the {what} ({answer.status_code}): see its log")
    return answer
