"""Travel times without a map: great circle between the seats, made longer by the road; an estimate, kept in data."""

from datetime import date
from functools import lru_cache
from math import asin, ceil, cos, radians, sin, sqrt

from casework.effective_dates import the_one_in_force
from casework.regions import REGENCIES
from casework.rounds.assumptions import TRAVEL_ASSUMPTIONS, TravelAssumption

OFFICE = "office"
EARTH_RADIUS_METRES = 6_371_009


def travel_minutes(origin: str, destination: str, on: date) -> int:
    """How many minutes a team drives from one place to another: a regency's code, or ``OFFICE``.

    Rounded up to the minute. Raises ``ValueError`` for a place outside the office's area.
    """
    return _minutes(origin, destination, the_one_in_force(TRAVEL_ASSUMPTIONS, on, "travel times").valid_from)


@lru_cache(maxsize=1024)
def _minutes(origin: str, destination: str, in_force_from: date) -> int:
    assumption = the_one_in_force(TRAVEL_ASSUMPTIONS, in_force_from, "travel times")
    return ceil(_seconds(_road_metres(origin, destination, assumption), assumption) / 60)


def _road_metres(origin: str, destination: str, assumption: TravelAssumption) -> int:
    if origin == destination:
        straight = 0 if origin == OFFICE else assumption.inner_metres[origin]
    else:
        straight = great_circle_metres(_coordinates(origin, assumption), _coordinates(destination, assumption))
    return straight * assumption.road_per_hundred // 100


def _seconds(metres: int, assumption: TravelAssumption) -> int:
    if metres == 0:
        return 0
    in_town = min(metres, assumption.town_metres)
    drive = in_town * 3600 // (assumption.town_kilometres_per_hour * 1000)
    drive += (metres - in_town) * 3600 // (assumption.country_kilometres_per_hour * 1000)
    return drive + assumption.seconds_per_leg


def great_circle_metres(one: tuple[float, float], other: tuple[float, float]) -> int:
    """The shortest way over the globe between two points (latitude, longitude in WGS 84 degrees), in whole metres."""
    (latitude, longitude), (other_latitude, other_longitude) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((other_latitude - latitude) / 2) ** 2
    half += cos(latitude) * cos(other_latitude) * sin((other_longitude - longitude) / 2) ** 2
    return round(2 * EARTH_RADIUS_METRES * asin(sqrt(half)))


def _coordinates(place: str, assumption: TravelAssumption) -> tuple[float, float]:
    if place == OFFICE:
        return assumption.office_latitude, assumption.office_longitude
    regency = REGENCIES.get(place)
    if regency is None:
        raise ValueError(f"'{place}' is none of the seven regencies: only cases of the office's area are planned")
    return regency.seat_latitude, regency.seat_longitude
