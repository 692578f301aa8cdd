"""How letters and decrees are numbered: dated patterns, counted per unit, classification and year."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from casework.letters.kinds import KINDS, LetterKind


@dataclass(frozen=True)
class NumberPattern:
    """How letters of one form are numbered from ``valid_from`` to ``valid_to`` (both included; None: still in force).

    ``pattern`` has room for the unit, the classification, the running number and the year.
    """

    valid_from: date
    valid_to: date | None
    unit: str
    pattern: str
    legal_basis: str
    source: str
    certainty: Literal["high", "medium", "low"]
    form: Literal["letter", "decree"] = "letter"


LETTER_PATTERN = "{unit}-{classification}-{sequence:04d} Tahun {year}"
DECREE_PATTERN = "{unit}-{sequence}-{classification} TAHUN {year}"
NUMBER_PATTERNS: tuple[NumberPattern, ...] = (
    NumberPattern(
        valid_from=date(2019, 1, 1),
        valid_to=date(2024, 12, 31),
        unit="W13.IMI.IMI.1",
        pattern=LETTER_PATTERN,
        legal_basis="Peraturan ANRI 5/2021; tata naskah dinas Kemenkumham",
        source="domain.md 5.1",
        certainty="medium",
    ),
    NumberPattern(
        valid_from=date(2025, 1, 1),
        valid_to=None,
        unit="WIM.13.IMI.1",
        pattern=LETTER_PATTERN,
        legal_basis="Peraturan ANRI 5/2021; tata naskah dinas Kemenimipas (belum ditemukan)",
        source="domain.md 5.1",
        certainty="low",
    ),
    NumberPattern(
        valid_from=date(2019, 1, 1),
        valid_to=date(2024, 12, 31),
        unit="W13.IMI.IMI.1",
        pattern=DECREE_PATTERN,
        legal_basis="Peraturan ANRI 5/2021; tata naskah dinas Kemenkumham",
        source="domain.md 5.1, a decree of another office: W.24.IMI.IMI.2-829-OT.02.01 TAHUN 2021",
        certainty="medium",
        form="decree",
    ),
    NumberPattern(
        valid_from=date(2025, 1, 1),
        valid_to=None,
        unit="WIM.13.IMI.1",
        pattern=DECREE_PATTERN,
        legal_basis="Peraturan ANRI 5/2021; tata naskah dinas Kemenimipas (belum ditemukan)",
        source="domain.md 5.1",
        certainty="low",
        form="decree",
    ),
)


class Numbering(NamedTuple):
    """What counts a letter: ``pattern`` still has room for the running number and the year."""

    unit: str
    classification: str
    pattern: str


def numbering_of(kind: LetterKind, dated: date) -> Numbering:
    """A letter is counted without gaps per unit, classification and year, by the pattern in force on its date.

    Raises ``ValueError`` for a date without a known pattern, and for a form that bears no number.
    """
    if not KINDS[kind].numbered:
        raise ValueError(f"'{kind.value}' is a form without a number: print it when it is wanted, and plan no letter")
    form, classification = KINDS[kind].form, KINDS[kind].classification
    for row in NUMBER_PATTERNS:
        if row.form == form and row.valid_from <= dated and (row.valid_to is None or dated <= row.valid_to):
            pattern = row.pattern.replace("{unit}", row.unit).replace("{classification}", classification)
            return Numbering(row.unit, classification, pattern)
    raise ValueError(f"no way of numbering letters is known for {dated.isoformat()}: add a row to NUMBER_PATTERNS")


def sequence_in(number: str, kind: LetterKind, dated: date) -> int | None:
    """The running number in a number of the office's own pattern, whoever wrote it; None in any other number."""
    try:
        pattern = numbering_of(kind, dated).pattern
    except ValueError:
        return None
    before, _, after = pattern.format(sequence="#", year=dated.year).partition("#")
    found = re.fullmatch(rf"{re.escape(before)}0*([0-9]{{1,6}}){re.escape(after)}", number.strip(), re.IGNORECASE)
    return int(found[1]) if found else None


def number_of(kind: LetterKind, year: int, sequence: int) -> str:
    """A letter is numbered by unit, classification, running number and year: WIM.13.IMI.1-GR.01.01-0042 Tahun 2026.

    A decree has its running number before the classification: WIM.13.IMI.1-42-OT.02.01 TAHUN 2026.
    The running number starts at 1 each year; the year stands in the number so that no number ever comes twice.
    Raises ``ValueError`` for a running number below 1 and for a year without a known pattern.
    """
    if sequence < 1:
        raise ValueError("a letter's running number starts at 1: reserve the next one of the year in the registry")
    return numbering_of(kind, date(year, 1, 1)).pattern.format(sequence=sequence, year=year)
