"""Where a resident lives, by Kemendagri code and never by name: 198 village names of the area occur more than once.

The lists lie beside this module in ``data``; see README.md for their source and licence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from casework.regions.districts import District, all_districts, find_district, outlines
from casework.regions.tables import rows_of

__all__ = [
    "REGENCIES",
    "REGIONS_DECREE",
    "District",
    "Regency",
    "ResponsibleOffice",
    "Village",
    "all_districts",
    "all_villages",
    "find_district",
    "find_village",
    "outlines",
    "regency_name",
    "responsible_office",
]

REGIONS_DECREE = "Kepmendagri 300.2.2-2138/2025"


@dataclass(frozen=True)
class Regency:
    """One of the seven regencies that the office serves; coordinates of its seat in WGS 84 degrees."""

    code: str
    name: str
    seat_latitude: float
    seat_longitude: float


@dataclass(frozen=True)
class Village:
    """A village (kelurahan or desa) of the office's area, with all that an address needs above the street."""

    code: str
    name: str
    district: str
    regency_code: str
    regency: str
    postal_code: str

    @property
    def is_urban(self) -> bool:
        """A kelurahan has a code ending in 1xxx, a desa one ending in 2xxx."""
        return self.code[9] == "1"

    @property
    def kind(self) -> str:
        """What stands before its name in an address."""
        return "Kelurahan" if self.is_urban else "Desa"


@dataclass(frozen=True)
class ResponsibleOffice:
    """The office that answers for a regency outside the area: a hint for a letter, as certain as its source."""

    regency_code: str
    regency: str
    office: str
    certainty: str
    source: str


# The office's own statistics name these seven (domain facts 3.1); coordinates of the seats from GeoNames (CC BY 4.0).
REGENCIES: Mapping[str, Regency] = MappingProxyType(
    {
        regency.code: regency
        for regency in (
            Regency("33.72", "Kota Surakarta", -7.55611, 110.83167),
            Regency("33.11", "Kabupaten Sukoharjo", -7.67250, 110.83806),
            Regency("33.13", "Kabupaten Karanganyar", -7.59833, 110.94444),
            Regency("33.14", "Kabupaten Sragen", -7.42639, 111.02222),
            Regency("33.12", "Kabupaten Wonogiri", -7.81444, 110.92056),
            Regency("33.10", "Kabupaten Klaten", -7.70583, 110.60639),
            Regency("33.09", "Kabupaten Boyolali", -7.53306, 110.59583),
        )
    }
)


def find_village(code: str) -> Village | None:
    """A village of the office's seven regencies; ``None`` says that the code lies outside the area or does not exist."""
    return _villages().get(code)


def regency_name(code: str) -> str | None:
    """The regency or city of a village or regency code, by its name: of the area and of its neighbours; None elsewhere."""
    regency = REGENCIES.get(code[:5]) or responsible_office(code)
    return None if regency is None else regency.name if isinstance(regency, Regency) else regency.regency


def responsible_office(code: str) -> ResponsibleOffice | None:
    """The neighbouring office for a village or regency code, where it is known; never the office's own area."""
    return _neighbours().get(code[:5])


def all_villages() -> tuple[Village, ...]:
    """The 1,568 villages of the area, in the order of their codes."""
    return tuple(_villages().values())


@cache
def _villages() -> Mapping[str, Village]:
    return {
        row["code"]: Village(
            code=row["code"],
            name=row["village"],
            district=row["district"],
            regency_code=row["code"][:5],
            regency=REGENCIES[row["code"][:5]].name,
            postal_code=row["postal_code"],
        )
        for row in rows_of("villages.csv")
    }


@cache
def _neighbours() -> Mapping[str, ResponsibleOffice]:
    return {row["regency_code"]: ResponsibleOffice(**row) for row in rows_of("neighbouring_offices.csv")}
