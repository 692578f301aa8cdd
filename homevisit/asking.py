"""Asking Prefect's server while the house is opened, when it is busiest."""

import time
from collections.abc import Callable

import httpx

TRIES, SECONDS_BETWEEN_TRIES = 30, 1


def insist(ask: Callable[[], httpx.Response]) -> httpx.Response:
    """Ask again while the server is busy: on SQLite it answers 503 where its database is locked, and at its start it is."""
    for _ in range(TRIES - 1):
        answer = ask()
        if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
            return answer
        time.sleep(SECONDS_BETWEEN_TRIES)
    return ask()
