"""Travel times without a map: the great circle, made longer by the road, slow in town; an estimate, kept in data."""

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from math import asin, ceil, cos, radians, sin, sqrt

from casework.effective_dates import the_one_in_force
from casework.regions import REGENCIES, all_districts, find_district
from casework.rounds.assumptions import TRAVEL_ASSUMPTIONS, TravelAssumption
from casework.rounds.travel.places import OFFICE, Place

EARTH_RADIUS_METRES = 6_371_009


@dataclass(frozen=True)
class GreatCircle:
    """Minutes by the assumption in force on a day; a home without coordinates lies in the middle of its sub-district or at the seat."""

    on: date

    def minutes(self, origin: Place, destination: Place) -> int:
        """Rounded up to the minute. Raises ``ValueError`` for a place outside the office's area."""
        return _minutes(origin, destination, the_one_in_force(TRAVEL_ASSUMPTIONS, self.on, "travel times").valid_from)


@lru_cache(maxsize=1_000_000)
def _minutes(origin: Place, destination: Place, in_force_from: date) -> int:
    assumption = the_one_in_force(TRAVEL_ASSUMPTIONS, in_force_from, "travel times")
    return ceil(_seconds(_road_metres(origin, destination, assumption), assumption) / 60)


def _road_metres(origin: Place, destination: Place, assumption: TravelAssumption) -> int:
    if origin.is_an_area and origin == destination and not origin.name:
        straight = _inner_metres(origin, assumption)
    else:
        straight = great_circle_metres(_coordinates(origin, assumption), _coordinates(destination, assumption))
    return straight * assumption.road_per_hundred // 100


def _inner_metres(area: Place, assumption: TravelAssumption) -> int:
    """Between two homes of the same area: as for the regency, but in a sub-district never more than its share of the way to the next one."""
    across_the_regency = assumption.inner_metres[area.regency_code]
    if not area.district_code:
        return across_the_regency
    to_the_next = _metres_to_the_next_district(area.district_code)
    return min(across_the_regency, to_the_next * assumption.next_district_per_hundred // 100)


@cache
def _metres_to_the_next_district(code: str) -> int:
    own = find_district(code)
    if own is None:
        raise ValueError(f"'{code}' is no sub-district of the office's area: correct the code, or leave it out")
    return min(
        great_circle_metres((own.latitude, own.longitude), (other.latitude, other.longitude))
        for other in all_districts()
        if other != own
    )


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
    """Latitude and longitude of a place (WGS 84); the middle of its sub-district or its regency's seat where nothing nearer is known."""
    return _coordinates(place, the_one_in_force(TRAVEL_ASSUMPTIONS, on, "travel times"))


def _coordinates(place: Place, assumption: TravelAssumption) -> tuple[float, float]:
    if place.latitude is not None and place.longitude is not None:
        return place.latitude, place.longitude
    if place.regency_code == OFFICE.regency_code:
        return assumption.office_latitude, assumption.office_longitude
    district = find_district(place.district_code)
    if district is not None:
        return district.latitude, district.longitude
    regency = REGENCIES.get(place.regency_code)
    if regency is None:
        raise ValueError(
            f"'{place.regency_code}' is none of the seven regencies: only cases of the office's area are planned"
        )
    return regency.seat_latitude, regency.seat_longitude
