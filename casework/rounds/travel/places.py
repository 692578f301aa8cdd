"""Where a team drives: to a home, known by its coordinates, its sub-district or its regency alone, or back to the office."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, order=True)
class Place:
    """A regency's code (or ``office``) and, as far as they are known, the point (WGS 84), its name in a travel table, its sub-district."""

    regency_code: str
    latitude: float | None = None
    longitude: float | None = None
    name: str = ""
    district_code: str = ""

    @property
    def is_an_area(self) -> bool:
        """Whether only the sub-district or the regency is known: two homes of it are two different places then."""
        return self.latitude is None and self.regency_code != OFFICE.regency_code


OFFICE = Place("office")


@runtime_checkable
class TravelTimes(Protocol):
    """How long a team drives, whoever knows it: an estimate, an office's own table, a routing engine."""

    def minutes(self, origin: Place, destination: Place) -> int:
        """Whole minutes from door to door, rounded up. Raises ``ValueError`` for a place that it does not know."""
        ...
