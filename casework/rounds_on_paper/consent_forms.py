"""The consent forms (L07) that a team brings: one for each visit, to be filled in and signed by hand at the door.

A form is no letter that was issued: it says what the holder is told and leaves the rest blank, so it has no number, no
place in the register and nobody's name as if signed. It is made like the day sheet when the team fetches its papers,
by the register of that moment, kept nowhere, and its name says nothing about anybody. That it was signed is on record
with the team's report; the signed paper is kept with the file.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from casework.letters import KINDS, Frame, LetterKind, letterhead_on, render_letter
from casework.letters.facts.at_the_door import ConsentFacts
from casework.letters.one_volume import one_volume
from casework.registry import Reading
from casework.registry.models import TeamDay, Visit
from casework.stages import letter_facts
from casework.stages.case_file import find_case


@dataclass(frozen=True)
class ConsentForms:
    """The forms of a team's visits that are still to be made, in their order."""

    references: tuple[str, ...]
    facts: tuple[ConsentFacts, ...]


def consent_forms_of(reading: Reading, day: date, team_code: str) -> ConsentForms | None:
    """The forms of a team's day; None where no such team was assigned, or nobody is to be visited by it any more."""
    team = reading.session.get(TeamDay, (day, team_code))
    announced = select(Visit).where(Visit.day == day, Visit.team_code == team_code, Visit.state == "announced")
    visits = list(reading.session.scalars(announced.order_by(Visit.starts_at, Visit.case_reference)))
    if team is None or not visits:
        return None
    facts = (letter_facts.consent(reading, find_case(reading, visit.case_reference), visit, team) for visit in visits)
    return ConsentForms(tuple(visit.case_reference for visit in visits), tuple(facts))


def print_consent_forms(forms: ConsentForms, *, printed_on: date, specimen: bool) -> bytes:
    """The forms one after another as one PDF to be printed, each under its case; ``printed_on`` is the office's day.

    Raises ``LetterRefused`` where a text cannot be printed, ``LetterNotPrinted`` where the template is at fault.
    """
    head = letterhead_on(printed_on)
    frame = Frame(
        number=None,
        dated=printed_on,
        place=head.place,
        letterhead=head,
        signatory=None,
        verification=None,
        specimen=specimen,
    )
    papers = [render_letter(LetterKind.CONSENT, facts, frame).pdf for facts in forms.facts]
    return (
        papers[0]
        if len(papers) == 1
        else one_volume(_title(len(papers)), list(zip(forms.references, papers, strict=True)))
    )


def _title(papers: int) -> str:
    return f"{KINDS[LetterKind.CONSENT].title[0]} · {papers} formulir"
