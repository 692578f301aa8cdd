"""Travel times that an office measured itself, or was told by a routing engine: a table from place to place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casework.rounds.travel.places import OFFICE, Place


@dataclass(frozen=True)
class TravelTable:
    """Minutes from each named place to each other one; the way there and the way back may differ."""

    table: Mapping[tuple[str, str], int]

    def minutes(self, origin: Place, destination: Place) -> int:
        """Raises ``ValueError`` for a pair that is not in the table."""
        pair = (_name_of(origin), _name_of(destination))
        if pair not in self.table:
            raise ValueError(
                f"the travel table has no way from '{pair[0]}' to '{pair[1]}': add it, and name each visit's place as the table does"
            )
        return self.table[pair]


def travel_table(places: Sequence[str], minutes: Sequence[Sequence[int]]) -> TravelTable:
    """A table from its rows, one for each place in order, the office named ``office`` among them.

    Raises ``ValueError`` for one that is not square, names a place twice, or lacks the office.
    """
    if len(minutes) != len(places) or any(len(row) != len(places) for row in minutes):
        raise ValueError(f"the travel table must have {len(places)} rows of {len(places)} minutes: complete it")
    if len(set(places)) != len(places):
        raise ValueError("the travel table names a place more than once: give each once")
    if OFFICE.regency_code not in places:
        raise ValueError(f"the travel table lacks the office: name it '{OFFICE.regency_code}'")
    return TravelTable(
        {
            (origin, destination): cell
            for origin, row in zip(places, minutes, strict=True)
            for destination, cell in zip(places, row, strict=True)
        }
    )


def _name_of(place: Place) -> str:
    """The place as the table names it; a home without a name of its own is known by its regency."""
    return place.name or place.regency_code
