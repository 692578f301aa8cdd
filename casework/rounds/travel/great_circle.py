"""Travel times without a map: the great circle, made longer by the road, slow in town; an estimate, kept in data."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import asin, ceil, cos, radians, sin, sqrt

from casework.effective_dates import the_one_in_force
from casework.regions import REGENCIES
from casework.rounds.assumptions import TRAVEL_ASSUMPTIONS, TravelAssumption
from casework.rounds.travel.places import OFFICE, Place

EARTH_RADIUS_METRES = 6_371_009


@dataclass(frozen=True)
class GreatCircle:
    """Minutes by the assumption in force on a day; a home without coordinates is taken to lie at its regency's seat."""

    on: date

    def minutes(self, origin: Place, destination: Place) -> int:
        """Rounded up to the minute. Raises ``ValueError`` for a place outside the office's area."""
        return _minutes(origin, destination, the_one_in_force(TRAVEL_ASSUMPTIONS, self.on, "travel times").valid_from)


@lru_cache(maxsize=1_000_000)
def _minutes(origin: Place, destination: Place, in_force_from: date) -> int:
    assumption = the_one_in_force(TRAVEL_ASSUMPTIONS, in_force_from, "travel times")
    return ceil(_seconds(_road_metres(origin, destination, assumption), assumption) / 60)


def _road_metres(origin: Place, destination: Place, assumption: TravelAssumption) -> int:
    if origin.is_a_regency and origin == destination and not origin.name:
        straight = assumption.inner_metres[origin.regency_code]
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


def point_of(place: Place, on: date) -> tuple[float, float]:
    """Latitude and longitude of a place (WGS 84); its regency's seat where nothing nearer is known."""
    return _coordinates(place, the_one_in_force(TRAVEL_ASSUMPTIONS, on, "travel times"))


def _coordinates(place: Place, assumption: TravelAssumption) -> tuple[float, float]:
    if place.latitude is not None and place.longitude is not None:
        return place.latitude, place.longitude
    if place.regency_code == OFFICE.regency_code:
        return assumption.office_latitude, assumption.office_longitude
    regency = REGENCIES.get(place.regency_code)
    if regency is None:
        raise ValueError(
            f"'{place.regency_code}' is none of the seven regencies: only cases of the office's area are planned"
        )
    return regency.seat_latitude, regency.seat_longitude
