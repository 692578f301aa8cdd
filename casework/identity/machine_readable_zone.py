"""The two lines of 44 characters at the foot of a passport's page (format TD3, ICAO Doc 9303 part 4).

A wrong check digit is a result, not an exception: someone has to be asked for a better copy.
"""

from dataclasses import dataclass
from datetime import date
from itertools import cycle
from typing import Literal

from casework.identity.birth_date import BirthDate

LINE_LENGTH = 44
# Only to settle the century of a two-digit year; whether somebody is old enough is judged in eligibility.
LIKELY_AGES = range(65, 116)

PASSPORT_NUMBER = "passport-number"
BIRTH_DATE = "birth-date"
EXPIRY = "expiry"
PERSONAL_NUMBER = "personal-number"
COMPOSITE = "composite"
DOCUMENT_KIND = "document-kind"
SEX = "sex"


@dataclass(frozen=True)
class MachineReadableZone:
    """What a passport says to a machine, and which of its own check digits contradict it.

    ``birth_date`` is ``None`` when the passport does not know even the year (``<<<<<<`` or ``000000``), which is
    lawful; ``born`` keeps its six characters. ``faults`` names each field whose check digit or form is wrong.
    """

    issuing_state: str
    surname: str
    given_names: str
    passport_number: str
    nationality: str
    born: str
    birth_date: BirthDate | None
    sex: Literal["F", "M", "X"]
    expiry: date | None
    personal_number: str
    faults: tuple[str, ...]

    @property
    def full_name(self) -> str:
        """Given names and surname, in capitals and possibly cut short, as the zone has them."""
        return f"{self.given_names} {self.surname}".strip()

    def can_be_born_on(self, birth_date: BirthDate) -> bool:
        """A typed birth date agrees when each part that both know is the same; the zone leaves the century out."""
        typed = (birth_date.year % 100, birth_date.month, birth_date.day)
        read = (_number(self.born[:2]), _part(self.born[2:4]), _part(self.born[4:]))
        if self.born in ("<<<<<<", "000000"):
            return True
        return all(there is None or here is None or there == here for here, there in zip(typed, read, strict=True))


def check_digit(field: str) -> str:
    """The check digit of ICAO Doc 9303 part 3: weights 7, 3, 1; letters count from A=10, a filler is 0; modulo 10."""
    values = (0 if character == "<" else int(character, 36) for character in field)
    return str(sum(value * weight for value, weight in zip(values, cycle((7, 3, 1)), strict=False)) % 10)


def read_zone(lines: tuple[str, str], on: date) -> MachineReadableZone:
    """A zone is read as it stands; ``on`` only settles the century of the birth year.

    Raises ``ValueError`` when the lines are not two times 44 characters of A–Z, 0–9 and ``<``.
    """
    upper, lower = lines
    if not (_is_line(upper) and _is_line(lower)):
        raise ValueError(
            "a machine-readable zone has two lines of 44 characters of A–Z, 0–9 and <: copy them from the passport"
        )
    surname, _, given_names = upper[5:].partition("<<")
    return MachineReadableZone(
        issuing_state=_text(upper[2:5]),
        surname=_text(surname),
        given_names=_text(given_names),
        passport_number=_text(lower[:9]).replace(" ", ""),
        nationality=_text(lower[10:13]),
        born=lower[13:19],
        birth_date=_birth_date(lower[13:19], on),
        sex="F" if lower[20] == "F" else "M" if lower[20] == "M" else "X",
        expiry=_expiry(lower[21:27]),
        personal_number=_text(lower[28:42]),
        faults=_faults(upper, lower, on),
    )


def compose(
    *,
    issuing_state: str,
    surname: str,
    given_names: str,
    passport_number: str,
    nationality: str,
    born: str,
    sex: Literal["F", "M", "X"],
    expiry: date,
) -> tuple[str, str]:
    """The two lines of an invented passport, for samples and tests; ``born`` are the zone's six characters."""
    names = "<<".join(part.upper().replace(" ", "<").replace("-", "<") for part in (surname, given_names) if part)
    number = passport_number.ljust(9, "<")
    expires = f"{expiry:%y%m%d}"
    personal_number = "<" * 14
    start = number + check_digit(number) + nationality.ljust(3, "<")
    dates = born + check_digit(born) + ("<" if sex == "X" else sex) + expires + check_digit(expires)
    unfinished = start + dates + personal_number + "<"
    return (
        f"P<{issuing_state.ljust(3, '<')}{names}"[:LINE_LENGTH].ljust(LINE_LENGTH, "<"),
        unfinished + _composite(unfinished),
    )


def _is_line(line: str) -> bool:
    return len(line) == LINE_LENGTH and set(line) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<")


def _text(field: str) -> str:
    return " ".join(field.replace("<", " ").split())


def _birth_date(field: str, on: date) -> BirthDate | None:
    """The century is the one that makes the person 65 to 115 years old on that day; else the last one not in the future."""
    year, month, day = _number(field[:2]), _part(field[2:4]), _part(field[4:])
    if year is None or field == "000000":
        return None
    years = [century + year for century in (1900, 2000) if century + year <= on.year]
    of_the_service = [candidate for candidate in years if on.year - candidate in LIKELY_AGES]
    try:
        return BirthDate((of_the_service or years)[-1], month, day if month else None)
    except ValueError:
        return None


def _expiry(field: str) -> date | None:
    try:
        return date(2000 + int(field[:2]), int(field[2:4]), int(field[4:]))
    except ValueError:
        return None


def _part(field: str) -> int | None:
    return _number(field) or None


def _number(field: str) -> int | None:
    return int(field) if field.isdigit() else None


def _faults(upper: str, lower: str, on: date) -> tuple[str, ...]:
    personal_number, its_digit = lower[28:42], lower[42]
    without_personal_number = personal_number == "<" * 14 and its_digit == "<"
    is_right = {
        DOCUMENT_KIND: upper[0] == "P",
        PASSPORT_NUMBER: check_digit(lower[:9]) == lower[9],
        BIRTH_DATE: check_digit(lower[13:19]) == lower[19] and _is_lawful_birth_date(lower[13:19], on),
        SEX: lower[20] in "FMX<",
        EXPIRY: check_digit(lower[21:27]) == lower[27] and _expiry(lower[21:27]) is not None,
        PERSONAL_NUMBER: without_personal_number or check_digit(personal_number) == its_digit,
        COMPOSITE: _composite(lower) == lower[43],
    }
    return tuple(field for field, right in is_right.items() if not right)


def _is_lawful_birth_date(field: str, on: date) -> bool:
    """Unknown parts are fillers or zeros (ICAO Doc 9303 part 3, 4.8); known parts make a date that exists."""
    if field in ("<<<<<<", "000000"):
        return True
    parts_are_whole = all(part == "<<" or part.isdigit() for part in (field[:2], field[2:4], field[4:]))
    day_has_its_month = _part(field[4:]) is None or _part(field[2:4]) is not None
    year_is_unknown = field[:2] == "<<"
    return parts_are_whole and day_has_its_month and (year_is_unknown or _birth_date(field, on) is not None)


def _composite(lower: str) -> str:
    return check_digit(lower[:10] + lower[13:20] + lower[21:43])
