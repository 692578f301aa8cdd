"""From degrees to a drawing: the part of the world that a map shows, and where on it a point lies."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, hypot, radians

Point = tuple[float, float]
MARGIN_KILOMETRES = 6.0
KILOMETRES_A_DEGREE = 111.2
MIDDLE_LATITUDE = -7.65  # of the office's area, which is small enough to be flat


@dataclass(frozen=True)
class Window:
    """The part of the world that a map shows; the drawing has its origin in the north-west corner."""

    west: float
    north: float
    units_a_kilometre: float
    width: float
    height: float

    def place(self, latitude: float, longitude: float) -> Point:
        """Where a point (WGS 84 degrees) lies on the drawing."""
        x = (longitude - self.west) * _kilometres_a_degree_east() * self.units_a_kilometre
        y = (self.north - latitude) * KILOMETRES_A_DEGREE * self.units_a_kilometre
        return x, y


def window_around(points: Iterable[Point], width: float, tallest: float, spare: float = 0.0) -> Window:
    """The smallest window with room around all points (latitude, longitude), as wide as asked for and no taller.

    ``spare`` is added to its height, half of it above, for whatever must be written beside the points.
    """
    latitudes, longitudes = zip(*points, strict=True)
    across = (max(longitudes) - min(longitudes)) * _kilometres_a_degree_east() + 2 * MARGIN_KILOMETRES
    down = (max(latitudes) - min(latitudes)) * KILOMETRES_A_DEGREE + 2 * MARGIN_KILOMETRES
    scale = min(width / across, tallest / down)
    return Window(
        west=(max(longitudes) + min(longitudes)) / 2 - width / scale / 2 / _kilometres_a_degree_east(),
        north=max(latitudes) + (MARGIN_KILOMETRES + spare / 2 / scale) / KILOMETRES_A_DEGREE,
        units_a_kilometre=scale,
        width=width,
        height=down * scale + spare,
    )


def _kilometres_a_degree_east() -> float:
    return KILOMETRES_A_DEGREE * cos(radians(MIDDLE_LATITUDE))


def apart(one: Point, other: Point) -> float:
    """How far apart two points of a drawing are."""
    return hypot(one[0] - other[0], one[1] - other[1])
