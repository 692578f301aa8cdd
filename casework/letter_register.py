"""The agenda of outgoing letters: every number that was given out, what became of it, and whether one is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from sqlalchemy import select

from casework.letters import KINDS, LetterKind
from casework.registry import Reading
from casework.registry.models import Letter, LetterCounter


@dataclass(frozen=True)
class RegisteredLetter:
    """One number of the agenda; nothing in it says to whom the letter went."""

    number: str
    dated: date
    kind: LetterKind
    subject: str
    state: str
    void_reason: str | None
    signed_by: str | None
    signed_with: str | None
    template: str | None

    @property
    def title(self) -> tuple[str, str]:
        """What the letter calls itself, in both languages."""
        return KINDS[self.kind].title


def letters_of(reading: Reading, year: int) -> list[RegisteredLetter]:
    """The agenda of a year, in the order of its numbers."""
    rows = select(Letter).where(Letter.year == year).order_by(Letter.unit, Letter.classification, Letter.sequence)
    return [
        RegisteredLetter(
            number=row.number,
            dated=row.dated,
            kind=LetterKind(row.kind),
            subject=row.subject,
            state=row.state,
            void_reason=row.void_reason,
            signed_by=row.signatory_capacity,
            signed_with=row.signed_with,
            template=row.template_version,
        )
        for row in reading.session.scalars(rows)
    ]


def gaps(reading: Reading) -> Iterator[str]:
    """Where the agenda does not go from 1 to its last number, in a sentence each; none where it is whole."""
    counters = {
        (one.unit, one.classification, one.year): one.last for one in reading.session.scalars(select(LetterCounter))
    }
    given = select(Letter.unit, Letter.classification, Letter.year, Letter.sequence)
    rows = sorted(
        ((unit, classification, year), number) for unit, classification, year, number in reading.session.execute(given)
    )
    there = {key: [number for _, number in group] for key, group in groupby(rows, key=itemgetter(0))}
    for key in sorted({*counters, *there}):
        missing = sorted(set(range(1, counters.get(key, 0) + 1)) - set(there.get(key, ())))
        beyond = [one for one in there.get(key, ()) if one > counters.get(key, 0)]
        told = "{} {} of {}".format(*key)
        if missing:
            yield f"{told}: number {missing[0]} was given out and stands on no letter ({len(missing)} such)"
        if beyond:
            yield f"{told}: number {beyond[0]} stands on a letter and was never given out ({len(beyond)} such)"
