"""Law, tariffs and limits as dated data: what was in force on a day can always be asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar


class Certainty(StrEnum):
    """How sure the office may be of an entry: published, derived from published ones, its own decision, or open."""

    PUBLISHED = "published"
    DERIVED = "derived"
    OFFICE = "office-decision"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, kw_only=True)
class Dated:
    """An entry is in force from its first to its last day, both included; without a last day until further notice."""

    valid_from: date
    valid_to: date | None = None
    legal_basis: str
    source: str
    certainty: Certainty

    def covers(self, day: date) -> bool:
        """Whether the entry is in force on this day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class NothingInForce(LookupError):
    """The office's tables hold no entry for that day."""


Entry = TypeVar("Entry", bound=Dated)


def in_force(entries: Iterable[Entry], on: date) -> tuple[Entry, ...]:
    """Every entry in force on a day, in the table's order; any past day can be asked."""
    return tuple(entry for entry in entries if entry.covers(on))


def the_one_in_force(entries: Iterable[Entry], on: date, what: str) -> Entry:
    """The first entry in force on a day; raises ``NothingInForce`` where the table begins later or has a gap."""
    for entry in entries:
        if entry.covers(on):
            return entry
    raise NothingInForce(f"no entry for {what} is in force on {on}: add it to the table, with its legal basis")


def in_force_or_nearest(entries: Iterable[Entry], on: date) -> Entry:
    """The entry in force on a day, else the one whose period begins nearest to it.

    For counts that must be given for any date on a document, however old or mistyped; raises ``NothingInForce``
    only for an empty table.
    """
    candidates = tuple(entries)
    if not candidates:
        raise NothingInForce("the table is empty: add an entry, with its legal basis")
    return min(candidates, key=lambda entry: (not entry.covers(on), abs((entry.valid_from - on).days)))
