"""The line to the engine, which is asked again at once where it is busy for a moment."""

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client

SECONDS_BEFORE_ASKING_AGAIN = 0.2  # doubled each time: with eight retries a server may be busy for most of a minute
ASKED_BEFORE = "homevisit.asked_before"  # counted on the request itself, which Prefect's client sends again


def engine_client() -> SyncPrefectClient:
    """A client of Prefect's server, to be used as a context.

    On SQLite the server answers 503 while its database is locked, which lasts milliseconds; Prefect's client would wait
    two seconds, then four, then eight. It listens to ``Retry-After`` (RFC 9110, section 10.2.3), so that is added here.
    """
    return get_client(sync_client=True, httpx_settings={"event_hooks": {"response": [_ask_again_soon]}})


def _ask_again_soon(response: httpx.Response) -> None:
    if response.status_code == httpx.codes.SERVICE_UNAVAILABLE:
        asked_before = response.request.extensions.get(ASKED_BEFORE, 0)
        response.request.extensions[ASKED_BEFORE] = asked_before + 1
        response.headers.setdefault("Retry-After", str(SECONDS_BEFORE_ASKING_AGAIN * 2**asked_before))
