"""Birth dates, as far as the passport knows them: some countries record only the month, or only the year."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_WRITTEN = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?", re.ASCII)


@dataclass(frozen=True)
class AgeRange:
    """How old a person is at least and at most; both are the same when the whole birth date is known."""

    at_least: int
    at_most: int

    @property
    def is_certain(self) -> bool:
        """The age is certain when no missing part of the birth date can change it."""
        return self.at_least == self.at_most


@dataclass(frozen=True)
class BirthDate:
    """A birth date may lack its day, or its month and day; what it lacks is never guessed.

    A person becomes a year older on the anniversary of the birth; one born on 29 February becomes so on 1 March of a
    year without that day (the office's convention: the day is over only then, so nobody is held to be 65 too early).
    Raises ``ValueError`` for a date that does not exist.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError("a birth date with a day needs its month: leave the day out too")
        date(self.year, 1 if self.month is None else self.month, 1)
        if self.day is not None and not 1 <= self.day <= self._days_of_the_month():
            raise ValueError("this month has no such day: copy the birth date from the passport")

    @classmethod
    def read(cls, text: str) -> "BirthDate":
        """A birth date is written 1951-03-12, 1951-03 or 1951; raises ``ValueError`` otherwise."""
        written = _WRITTEN.fullmatch(text)
        if written is None:
            raise ValueError(
                "a birth date is written year-month-day, as far as the passport knows it: 1951-03-12, 1951-03, 1951"
            )
        year, month, day = written.group("year", "month", "day")
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    @property
    def is_complete(self) -> bool:
        """Year, month and day are known."""
        return self.day is not None

    @property
    def earliest(self) -> date:
        """The first day on which the person can have been born."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day on which the person can have been born."""
        return date(self.year, self.month or 12, self.day or self._days_of_the_month())

    def age_on(self, day: date) -> AgeRange:
        """Age in completed years on this day, at least and at most; raises ``ValueError`` before the birth."""
        if day < self.earliest:
            raise ValueError("nobody has an age before the day of birth: check the birth date against the passport")
        return AgeRange(
            at_least=max(_completed_years(self.latest, day), 0), at_most=_completed_years(self.earliest, day)
        )

    def certainly_reaches(self, years: int) -> date:
        """The first day on which the person has certainly reached this age, whatever part of the date is unknown."""
        born = self.latest
        if (born.month, born.day) == (2, 29) and not _has_29_february(born.year + years):
            return date(born.year + years, 3, 1)
        return born.replace(year=born.year + years)

    @property
    def sixty_fifth_birthday(self) -> date:
        """The day from which the service for residents of 65 and over is certainly open to the person."""
        return self.certainly_reaches(65)

    def __str__(self) -> str:
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)

    def _days_of_the_month(self) -> int:
        return monthrange(self.year, self.month or 12)[1]


def _completed_years(born: date, day: date) -> int:
    birthday_is_ahead = (day.month, day.day) < (born.month, born.day)
    return day.year - born.year - (1 if birthday_is_ahead else 0)


def _has_29_february(year: int) -> bool:
    return monthrange(year, 2)[1] == 29
