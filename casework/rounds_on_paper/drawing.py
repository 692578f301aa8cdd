"""What stands where on the map of a day's rounds: marks, routes and labels, none of which covers another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase

from casework.regions import REGENCIES, find_district
from casework.rounds import Plan
from casework.rounds.travel import OFFICE, Place
from casework.rounds.travel.great_circle import point_of
from casework.rounds_on_paper.placing import Box, Line, nearest_free
from casework.rounds_on_paper.projecting import Point, Window, apart

MARK, TOWN, HOUSE = 19.0, 6.0, 15.0
LETTER_HEIGHT, LINE_HEIGHT = 11.0, 13.0
# Each differs from the next by its lightness too; beside it stands a letter, for colour is never the only sign.
COLOURS = ("#14213d", "#6d1a22", "#0b5c3b", "#8440ab", "#2a76ba", "#cf6f12")


@dataclass(frozen=True)
class Mark:
    """One stop: the letter of its round with its number in the order of the round."""

    tag: str
    reference: str
    place: Place
    colour: str
    box: Box


@dataclass(frozen=True)
class Label:
    """The words beside a place: its name and who is visited there, by tag and reference; a line leads to the place."""

    name: str
    stops: tuple[tuple[str, str], ...]
    box: Box
    line: Line


@dataclass(frozen=True)
class Route:
    """One round: from the office over its stops, and back."""

    tag: str
    colour: str
    way_out: tuple[Point, ...]
    way_back: Line


class Drawing:
    """The map's things with their places; what is put down first keeps its place, so the same plan is the same drawing.

    Raises ``NoRoom`` where not everything finds a place.
    """

    def __init__(self, plan: Plan, homes: Mapping[str, Place], window: Window) -> None:
        self._day, self._window = plan.date, window
        self._lines: list[Line] = []
        self.house = Box(*self._at(OFFICE), HOUSE, HOUSE)
        self.towns = {town_of(code): Box(*self._at(Place(code)), TOWN, TOWN) for code in REGENCIES}
        self._taken = [self.house, *self.towns.values()]
        self.marks = self._put_marks(plan, homes)
        self.routes = self._put_routes(plan)
        self.town_labels = [self._label(name, dot) for name, dot in self.towns.items()]
        self.labels = [self._label("Kantor", self.house), *self._label_stops()]

    def _at(self, place: Place) -> Point:
        return self._window.place(*point_of(place, self._day))

    def _put_marks(self, plan: Plan, homes: Mapping[str, Place]) -> list[Mark]:
        """A mark lies in the middle of its sub-district, or as near to it as the marks before it leave room."""
        return [
            Mark(f"{letters(number)}{order}", stop.reference, homes[stop.reference], colour_of(number), box)
            for number, tour in enumerate(plan.rounds)
            for order, stop in enumerate(tour.stops, start=1)
            for box in [self._put(self._at(homes[stop.reference]), (MARK, MARK))]
        ]

    def _put_routes(self, plan: Plan) -> list[Route]:
        routes, office = [], (self.house.x, self.house.y)
        boxes = {mark.reference: mark.box for mark in self.marks}
        for number, tour in enumerate(plan.rounds):
            points = [(boxes[stop.reference].x, boxes[stop.reference].y) for stop in tour.stops]
            route = Route(letters(number), colour_of(number), (office, *points), (points[-1], office))
            self._lines += [*zip(route.way_out, route.way_out[1:], strict=False), route.way_back]
            routes.append(route)
        return routes

    def _label_stops(self) -> list[Label]:
        """Stops of one sub-district share a label; those at the edge of the map, which have the least choice, come first."""
        shared: dict[Place, list[Mark]] = {}
        for mark in self.marks:
            shared.setdefault(mark.place, []).append(mark)
        middle = (self._window.width / 2, self._window.height / 2)
        first = sorted(shared.values(), key=lambda marks: (-apart(marks[0].box.middle, middle), marks[0].tag))
        return [self._label(name_of(marks[0].place), marks[0].box, marks) for marks in first]

    def _label(self, name: str, beside: Box, marks: Sequence[Mark] = ()) -> Label:
        stops = tuple((mark.tag, mark.reference) for mark in marks)
        rows = [name, *(f"{tag} {reference}" for tag, reference in stops)]
        room = (max(width_of(row) for row in rows) + 6, LINE_HEIGHT * len(rows) + 3)
        box = self._put(beside.middle, room, around=beside)
        return Label(name, stops, box, (box.nearest_to(beside.middle), beside.middle))

    def _put(self, wanted: Point, size: Point, around: Box | None = None) -> Box:
        sheet = (self._window.width, self._window.height)
        box = nearest_free(wanted, size, self._taken, sheet, around=around, lines=self._lines if around else ())
        self._taken.append(box)
        return box


def home_at(regency_code: str, village_or_district_code: str | None) -> Place:
    """Where a stop is drawn: in its sub-district, or at its regency's seat where that is not known."""
    district = find_district(village_or_district_code or "")
    return Place(regency_code, district_code=district.code if district else "")


def name_of(place: Place) -> str:
    """The sub-district's name; the regency's where no more is known."""
    district = find_district(place.district_code)
    return district.name if district else town_of(place.regency_code)


def town_of(regency_code: str) -> str:
    """A regency's seat bears its name, without the kind of regency before it."""
    return REGENCIES[regency_code].name.partition(" ")[2]


def letters(number: int) -> str:
    """A round by its letter: A for the first, AA after Z."""
    further, own = divmod(number, len(ascii_uppercase))
    return (letters(further - 1) if further else "") + ascii_uppercase[own]


def colour_of(number: int) -> str:
    """A round by its colour; a seventh round begins anew."""
    return COLOURS[number % len(COLOURS)]


def width_of(words: str) -> float:
    """How wide words are at most in a sans-serif face of the map's size."""
    return LETTER_HEIGHT * sum(0.72 if one.isupper() else 0.6 for one in words)


def points_on(plan: Plan, homes: Mapping[str, Place], day: date) -> list[Point]:
    """Every point (latitude, longitude) that the map must show: the office, the seven seats, the homes."""
    places = [OFFICE, *(Place(code) for code in REGENCIES), *(homes[one] for one in sorted(plan.references))]
    return [point_of(place, day) for place in places]
