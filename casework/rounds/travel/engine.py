"""Travel times from a routing engine of the office's own (OSRM, Valhalla), asked once for all places of a day.

The places are homes: no engine of somebody else is ever asked, and no message repeats a coordinate.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import Any

import requests
from routingpy.exceptions import JSONParseError, RetriableRequest, RouterError, Timeout
from routingpy.routers.osrm import OSRM
from routingpy.routers.valhalla import Valhalla

from casework.rounds.travel.great_circle import GreatCircle, point_of
from casework.rounds.travel.places import Place

PATIENCE_SECONDS = 10
PROFILES = {"osrm": "driving", "valhalla": "auto"}
TROUBLE = (
    RouterError, JSONParseError, RetriableRequest, Timeout, requests.RequestException, ValueError, TypeError, KeyError,
)  # fmt: skip
ENGINES: dict[str, Callable[..., Any]] = {"osrm": OSRM, "valhalla": Valhalla}

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class EngineTravelTimes:
    """Minutes by the engine's table; between two homes of the same area of which no more is known, and where it found no way, by estimate."""

    seconds: dict[tuple[Place, Place], float]
    estimate: GreatCircle

    def minutes(self, origin: Place, destination: Place) -> int:
        """Rounded up to the minute."""
        found = self.seconds.get((origin, destination))
        if found is None or (origin == destination and origin.is_an_area):
            return self.estimate.minutes(origin, destination)
        return ceil(found / 60)


def ask_engine(
    engine: str, url: str, places: Sequence[Place], estimate: GreatCircle
) -> EngineTravelTimes | GreatCircle:
    """The engine's travel times between the places of a day; the estimate, with a line in the log, where it does not answer.

    Raises ``ValueError`` for an engine that is not known, and for a place outside the office's area.
    """
    if engine not in ENGINES:
        raise ValueError(f"'{engine}' is no routing engine that can be asked: choose one of {', '.join(ENGINES)}")
    asked = sorted(set(places), key=lambda place: (place.regency_code, place.name, point_of(place, estimate.on)))
    points = [[longitude, latitude] for latitude, longitude in (point_of(place, estimate.on) for place in asked)]
    try:
        client = ENGINES[engine](base_url=url, timeout=PATIENCE_SECONDS, retry_timeout=PATIENCE_SECONDS)
        durations = client.matrix(locations=points, profile=PROFILES[engine]).durations
        table = _as_table(asked, durations)
    except TROUBLE as trouble:
        logger.warning("the routing engine could not be asked (%s): travel times are estimated", type(trouble).__name__)
        return estimate
    return EngineTravelTimes(table, estimate)


@lru_cache(maxsize=32)
def ask_engine_once(
    engine: str, url: str, places: tuple[Place, ...], estimate: GreatCircle
) -> EngineTravelTimes | GreatCircle:
    """The roads of a day do not change while it is planned: a process asks the engine once for the same places."""
    return ask_engine(engine, url, places, estimate)


def _as_table(places: Sequence[Place], durations: Sequence[Sequence[float | None]]) -> dict[tuple[Place, Place], float]:
    """Raises ``ValueError`` for a table of another size; a way that the engine did not find is left to the estimate."""
    if len(durations) != len(places) or any(len(row) != len(places) for row in durations):
        raise ValueError("the engine's table has another size than the places that were asked for")
    return {
        (origin, destination): float(seconds)
        for origin, row in zip(places, durations, strict=True)
        for destination, seconds in zip(places, row, strict=True)
        if seconds is not None and seconds >= 0
    }
