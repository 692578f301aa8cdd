"""The Indonesian identity number (NIK): sixteen digits that carry region, birth date and sex.

UU 23/2006 as amended by UU 24/2013, article 13. A foreigner with a permanent permit has a KTP-el, and so a NIK, too.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

# The 38 provinces of Kepmendagri 300.2.2-2138/2025.
PROVINCES = frozenset(
    str(province)
    for group in (
        range(11, 20),
        [21],
        range(31, 37),
        range(51, 54),
        range(61, 66),
        range(71, 77),
        [81, 82],
        range(91, 97),
    )
    for province in group
)
WOMEN_ADD_TO_THE_DAY = 40

_STRUCTURE = re.compile(r"(?P<region>\d{6})(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d\d)(?P<serial>\d{4})", re.ASCII)


class Impossible(StrEnum):
    """Why a number cannot be a NIK."""

    LENGTH = "length"
    REGION = "region"
    BIRTH_DATE = "birth-date"
    SERIAL = "serial"


@dataclass(frozen=True)
class IdentityNumber:
    """What a NIK says; its year has two digits, and its region is where it was issued, not where its owner lives."""

    district_code: str
    birth_day: int
    birth_month: int
    birth_year_of_century: int
    sex: Literal["F", "M"]
    serial: str


def read_identity_number(number: str) -> IdentityNumber | Impossible:
    """A NIK names a province, a regency, a district, a date that exists (a woman's day plus 40) and a serial from 0001."""
    parts = _STRUCTURE.fullmatch(number)
    if parts is None:
        return Impossible.LENGTH
    if not _is_region(parts["region"]):
        return Impossible.REGION
    written_day, month, year = int(parts["day"]), int(parts["month"]), int(parts["year"])
    is_woman = written_day > WOMEN_ADD_TO_THE_DAY
    day = written_day - WOMEN_ADD_TO_THE_DAY if is_woman else written_day
    if not _can_exist(day, month, year):
        return Impossible.BIRTH_DATE
    if parts["serial"] == "0000":
        return Impossible.SERIAL
    region = parts["region"]
    district_code = f"{region[:2]}.{region[2:4]}.{region[4:]}"
    return IdentityNumber(district_code, day, month, year, "F" if is_woman else "M", parts["serial"])


def _is_region(region: str) -> bool:
    # Districts are split and renumbered, and a NIK keeps the old number for life: only the province is looked up.
    return region[:2] in PROVINCES and region[2:4] != "00" and region[4:] != "00"


def _can_exist(day: int, month: int, year_of_century: int) -> bool:
    # 1900 had no 29 February but 2000 had: with two digits the later century is the more generous one.
    return 1 <= month <= 12 and 1 <= day <= monthrange(2000 + year_of_century, month)[1]
