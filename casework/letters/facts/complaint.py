"""The facts of the letter that answers a complaint about the service."""

from datetime import date
from typing import Literal

from pydantic import Field

from casework.letters.facts.parts import CaseLetterFacts, Ground, Line


class ComplaintAnswerFacts(CaseLetterFacts):
    """L19: what was found about a complaint, on which grounds, and where to turn if that does not satisfy; nobody's name."""

    received_on: date = Field(description="day on which the complaint reached the office")
    outcome: Literal["founded", "partly", "unfounded"] = Field(description="what was found")
    grounds: tuple[Ground, ...] = Field(min_length=1, max_length=12, description="each reason with its legal basis")
    officers: Literal["stay-away", "may-return", "none-named"] = Field(
        description="whether the officers complained about have a part in the file again"
    )
    legal_basis: Line = Field(description="the law by which complaints are answered, e.g. UU 25/2009 Ps 44–50")
