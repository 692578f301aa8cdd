"""Where words and marks go on a drawing so that none covers another: the nearest free place, found the same way every time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, inf, pi, sin

from casework.rounds_on_paper.projecting import Point

DIRECTIONS, STEP = 24, 3.0
CROSSED = 4.0  # to cover a line is as bad as to lie so much farther away
Line = tuple[Point, Point]


class NoRoom(Exception):
    """Nothing near a point is free: the drawing needs a larger sheet."""


@dataclass(frozen=True)
class Box:
    """A rectangle on the drawing, by its middle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        """Its middle."""
        return self.x, self.y

    def covers(self, other: "Box") -> bool:
        """Whether two rectangles overlap."""
        beside = abs(self.x - other.x) >= (self.width + other.width) / 2
        return not beside and abs(self.y - other.y) < (self.height + other.height) / 2

    def is_on(self, sheet: Point) -> bool:
        """Whether the rectangle lies on a sheet of that width and height."""
        across = self.width / 2 <= self.x <= sheet[0] - self.width / 2
        return across and self.height / 2 <= self.y <= sheet[1] - self.height / 2

    def nearest_to(self, point: Point) -> Point:
        """The nearest point of the rectangle."""
        across = min(max(point[0], self.x - self.width / 2), self.x + self.width / 2)
        return across, min(max(point[1], self.y - self.height / 2), self.y + self.height / 2)

    def is_crossed_by(self, line: Line) -> bool:
        """Whether a line runs through the rectangle (Liang and Barsky)."""
        (x, y), (to_x, to_y) = line
        enters, leaves = 0.0, 1.0
        for along, start, middle, size in (
            (to_x - x, x, self.x, self.width),
            (to_y - y, y, self.y, self.height),
        ):
            if along == 0 and abs(start - middle) >= size / 2:
                return False
            if along != 0:
                one, other = sorted(((middle - size / 2 - start) / along, (middle + size / 2 - start) / along))
                enters, leaves = max(enters, one), min(leaves, other)
        return enters < leaves


def nearest_free(
    wanted: Point,
    size: Point,
    taken: Sequence[Box],
    sheet: Point,
    *,
    around: Box | None = None,
    lines: Sequence[Line] = (),
) -> Box:
    """The rectangle nearest to a point, or beside what lies ``around`` it, that covers nothing taken and as few lines as can be.

    Raises ``NoRoom`` where the sheet is full.
    """
    best, cost = None, inf
    for distance, (x, y) in _ever_farther(wanted, size, around, sum(sheet)):
        if distance >= cost:
            break
        box = Box(x, y, *size)
        if not box.is_on(sheet) or any(box.covers(other) for other in taken):
            continue
        price = distance + CROSSED * sum(box.is_crossed_by(line) for line in lines)
        if price < cost:
            best, cost = box, price
    if best is None:
        raise NoRoom
    return best


def _ever_farther(wanted: Point, size: Point, around: Box | None, farthest: float) -> Iterator[tuple[float, Point]]:
    """Places on ever wider rings, with how far out each ring lies."""
    across, down = ((size[0] + around.width) / 2, (size[1] + around.height) / 2) if around else (0.0, 0.0)
    if around is None:
        yield 0.0, wanted
    for ring in range(1, int(farthest / STEP)):
        for direction in range(DIRECTIONS):
            angle = 2 * pi * direction / DIRECTIONS
            x = wanted[0] + cos(angle) * (across + ring * STEP)
            yield ring * STEP, (x, wanted[1] + sin(angle) * (down + ring * STEP))
