"""The agenda of outgoing letters: every number that was given out, what became of it, and whether one is missing."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from casework.letters import KINDS, LetterKind, numbering_of, sequence_in
from casework.registry import Reading
from casework.registry.models import Decree, Letter, LetterCounter

Counted = tuple[str, str, int]  # unit, classification, year


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
        """What letters of its kind are called, in both languages."""
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
    """Where the agenda does not go from 1 to its last number, in a sentence each; none where it is whole.

    Up to the last decree that was numbered by hand, its numbers lie in the office's paper agenda.
    """
    last = {
        (one.unit, one.classification, one.year): one.last for one in reading.session.scalars(select(LetterCounter))
    }
    there, by_hand = _numbers(reading), _last_by_hand(reading)
    for key in sorted({*last, *there}):
        given, known = set(range(1, last.get(key, 0) + 1)), there.get(key, set())
        missing = sorted(given - known - set(range(1, by_hand.get(key, 0) + 1)))
        beyond = sorted(known - given)
        told = "{} {} of {}".format(*key)
        if missing:
            yield f"{told}: number {missing[0]} was given out and stands on no letter ({len(missing)} such)"
        if beyond:
            yield f"{told}: number {beyond[0]} stands on a letter and was never given out ({len(beyond)} such)"


def _numbers(reading: Reading) -> dict[Counted, set[int]]:
    there: dict[Counted, set[int]] = defaultdict(set)
    rows = select(Letter.unit, Letter.classification, Letter.year, Letter.sequence)
    for unit, classification, year, sequence in reading.session.execute(rows):
        there[unit, classification, year].add(sequence)
    return there


def _last_by_hand(reading: Reading) -> dict[Counted, int]:
    known = set(reading.session.scalars(select(Letter.number)))
    last: dict[Counted, int] = defaultdict(int)
    for decree in reading.session.scalars(select(Decree)):
        sequence = sequence_in(decree.number, LetterKind.TEAM_DECREE, decree.dated)
        if sequence is not None and decree.number not in known:
            numbering = numbering_of(LetterKind.TEAM_DECREE, decree.dated)
            key = (numbering.unit, numbering.classification, decree.dated.year)
            last[key] = max(last[key], sequence)
    return last
