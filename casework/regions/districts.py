"""Where the 127 sub-districts (kecamatan) of the area lie, and how the seven regencies look on a map.

The lists lie beside this module in ``data``; see README.md for their source and licence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from casework.regions.tables import rows_of

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class District:
    """A sub-district by the first eight characters of its villages' codes; its middle in WGS 84 degrees."""

    code: str
    name: str
    latitude: float
    longitude: float

    @property
    def regency_code(self) -> str:
        """The regency or city to which it belongs, e.g. 33.72."""
        return self.code[:5]


def find_district(code: str) -> District | None:
    """The sub-district of a village's code or of its own; ``None`` for one outside the office's area."""
    return _districts().get(code[:8])


def all_districts() -> tuple[District, ...]:
    """The 127 sub-districts of the area, in the order of their codes."""
    return tuple(_districts().values())


@cache
def outlines() -> Mapping[str, tuple[Points, ...]]:
    """The border of each regency for a small map, simplified: rings of latitude and longitude, by the regency's code."""
    rings: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for row in rows_of("outlines.csv"):
        point = (float(row["latitude"]), float(row["longitude"]))
        rings.setdefault((row["regency_code"], row["ring"]), []).append(point)
    codes = dict.fromkeys(code for code, _ in rings)
    return {code: tuple(tuple(points) for (of, _), points in rings.items() if of == code) for code in codes}


@cache
def _districts() -> Mapping[str, District]:
    return {
        row["code"]: District(row["code"], row["district"], float(row["latitude"]), float(row["longitude"]))
        for row in rows_of("districts.csv")
    }
