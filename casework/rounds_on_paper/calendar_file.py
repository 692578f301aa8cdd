"""A team's visits as a calendar file (RFC 5545): reference, sub-district and a link; calendars end up in other people's clouds."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from casework.regions import REGENCIES, find_district

LONGEST_LINE = 75  # octets; a longer one is folded
HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kantor Imigrasi Surakarta//homevisit//ID", "CALSCALE:GREGORIAN")
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True)
class Appointment:
    """One visit as a calendar may know it; ``revision`` tells a later plan's time from an earlier one's. Times are aware."""

    reference: str
    occurrence: int
    revision: int
    starts_at: datetime
    ends_at: datetime
    district_code: str


def calendar_file(appointments: Iterable[Appointment], *, link_of: Callable[[str], str], stamped_at: datetime) -> bytes:
    """One event for each visit, under the same UID however often it is moved; nobody's name, street or number.

    ``link_of`` gives the address of a case's sheet, behind the office's door; ``stamped_at`` is aware.
    """
    events = [line for one in appointments for line in _event(one, link_of(one.reference), stamped_at)]
    lines = (folded for line in (*HEAD, *events, "END:VCALENDAR") for folded in _folded(line))
    return b"".join(line + b"\r\n" for line in lines)


def _event(visit: Appointment, link: str, stamped_at: datetime) -> tuple[str, ...]:
    district = find_district(visit.district_code)
    where = f"{district.name}, {REGENCIES[district.regency_code].name}" if district else ""
    summary = f"{visit.reference} · {district.name}" if district else visit.reference
    return (
        "BEGIN:VEVENT",
        f"UID:{visit.reference}-{visit.occurrence}@homevisit",
        f"SEQUENCE:{visit.revision}",
        f"DTSTAMP:{_utc(stamped_at)}",
        f"DTSTART:{_utc(visit.starts_at)}",
        f"DTEND:{_utc(visit.ends_at)}",
        f"SUMMARY:{summary.translate(ESCAPES)}",
        *([f"LOCATION:{where.translate(ESCAPES)}"] if where else []),
        f"URL:{link}",
        "CLASS:CONFIDENTIAL",
        "END:VEVENT",
    )


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _folded(line: str) -> Iterator[bytes]:
    """A line in parts of at most 75 octets, each but the first begun with a space; no character is cut in two."""
    part = b""
    for character in line:
        octets = character.encode()
        if len(part) + len(octets) > LONGEST_LINE:
            yield part
            part = b" "
        part += octets
    yield part
