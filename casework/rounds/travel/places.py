"""Where a team drives: to a home, known by its regency or by its coordinates, or back to the office."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, order=True)
class Place:
    """A regency's code (or ``office``) and, where it is known, the point itself in WGS 84 degrees, or its name in a travel table."""

    regency_code: str
    latitude: float | None = None
    longitude: float | None = None
    name: str = ""

    @property
    def is_a_regency(self) -> bool:
        """Whether nothing but the regency is known: two homes of the same regency are two different places then."""
        return self.latitude is None and self.regency_code != OFFICE.regency_code


OFFICE = Place("office")


@runtime_checkable
class TravelTimes(Protocol):
    """How long a team drives, whoever knows it: an estimate, an office's own table, a routing engine."""

    def minutes(self, origin: Place, destination: Place) -> int:
        """Whole minutes from door to door, rounded up. Raises ``ValueError`` for a place that it does not know."""
        ...
