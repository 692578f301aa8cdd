"""A team's day on paper (A4): who goes where, when, to whom, and what the team must know before it rings the bell.

It holds personal data: it is printed for whoever asks and may, kept nowhere, and its name says nothing about anybody.
"""

from dataclasses import dataclass
from datetime import date, datetime

from casework.letters import letterhead_on
from casework.letters.fonts import LETTER_TEMPLATES
from casework.letters.rendering import print_paper

TEMPLATE = LETTER_TEMPLATES.parent / "paper" / "day-sheet.html"
# Whom to call when something goes wrong, besides the office; in force everywhere in Indonesia.
EMERGENCY_NUMBERS = (("darurat", "112"), ("ambulans", "119"), ("polisi", "110"))
BEFORE_LEAVING = (
    "semua petugas sehat",
    "APD dibagikan",
    "uji perangkat lulus",
    "jalur aman tersambung",
    "surat tugas dan kartu pegawai dibawa",
)


@dataclass(frozen=True)
class Member:
    """One officer of the team, with their part in it (``lead``, ``biometrics``, ``safety``)."""

    code: str
    name: str
    part: str


@dataclass(frozen=True)
class Door:
    """One visit; ``travel_minutes`` is the drive from the place before, None where the plan does not know it.

    ``telephones`` are who, name and number of whom the team can reach, the guarantor as the letters address them; ``needs`` stand in words; ``household`` are the other visits at that address.
    """

    reference: str
    starts_at: datetime
    ends_at: datetime
    travel_minutes: int | None
    applicant: str
    address: str
    district: str
    access_notes: str
    telephones: tuple[tuple[str, str, str], ...]
    needs: tuple[str, ...]
    household: tuple[str, ...]


@dataclass(frozen=True)
class DaySheet:
    """A team's day; ``leaves_at`` and ``back_at`` are the plan's, ``kept_free`` places for an emergency, ``over`` visits that are not made any more."""

    day: date
    team: str
    members: tuple[Member, ...]
    kit: str
    vehicle: str
    decree: str
    leaves_at: datetime | None
    back_at: datetime | None
    doors: tuple[Door, ...]
    kept_free: tuple[tuple[datetime, datetime], ...]
    over: tuple[str, ...]


def print_day_sheet(sheet: DaySheet, *, printed_at: datetime, specimen: bool) -> bytes:
    """The sheet as PDF; the same facts are the same bytes. ``printed_at`` is the office's time (aware).

    Raises ``LetterNotPrinted`` where the template is at fault.
    """
    pdf, _ = print_paper(
        TEMPLATE,
        sheet=sheet,
        head=letterhead_on(sheet.day),
        printed_at=printed_at,
        specimen=specimen,
        before_leaving=BEFORE_LEAVING,
        emergency_numbers=EMERGENCY_NUMBERS,
    )
    return pdf
