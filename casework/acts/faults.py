"""Why an act cannot be, as far as several kinds have it in common: sentences in both languages, or None."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from casework.registry import Reading
from casework.registry.authority import Staff
from casework.registry.models import Decree, Mandate, Officer
from casework.registry.officers import is_serving


def backwards(first: date, last: date) -> str | None:
    """A period ends after it begins."""
    if first <= last:
        return None
    return f"{last:%d-%m-%Y} mendahului {first:%d-%m-%Y} · the last day comes before the first"


def is_over(last: date, today: date) -> str | None:
    """What is over already needs nobody's approval any more."""
    return None if today <= last else f"{last:%d-%m-%Y} sudah lewat · that day is over"


def not_serving(reading: Reading, code: str, on: date) -> str | None:
    """Only somebody who serves on that day is given anything."""
    officer = reading.session.get(Officer, code)
    if officer is None:
        return f"petugas {code} tidak dikenal · there is no officer {code}"
    if not is_serving(officer, on):
        return f"petugas {code} tidak bertugas pada {on:%d-%m-%Y} · {code} does not serve on that day"
    return None


def held_already(
    reading: Reading, code: str, role: str, first: date, last: date, *, besides: Collection[int] = ()
) -> str | None:
    """Nobody holds a role twice at once: it would be open by which decree they act; ``besides`` are mandates that end."""
    there = reading.session.scalar(
        select(Mandate)
        .join(Decree, Decree.number == Mandate.decree_number)
        .where(
            Mandate.officer_code == code,
            Mandate.role == role,
            Mandate.ended_at.is_(None),
            Mandate.id.not_in(besides),
            *(began.valid_from <= last for began in (Mandate, Decree)),
            *(ends.valid_to >= first for ends in (Mandate, Decree)),
        )
        .order_by(Mandate.id)
    )
    if there is None:
        return None
    return (
        f"{code} sudah memegang peran itu menurut {there.decree_number}; akhiri dahulu · "
        f"{code} holds that role by it in this period: end that first"
    )


def was_there_before(reading: Reading, code: str, role: str, decree: str, first: date) -> str | None:
    """A mandate that was ended is not entered again as if it had never been ended."""
    same = select(Mandate.id).where(
        Mandate.officer_code == code,
        Mandate.role == role,
        Mandate.decree_number == decree,
        Mandate.valid_from == first,
    )
    if reading.session.scalar(same) is None:
        return None
    return "kewenangan itu pernah dicabut; pilih hari mulai lain · it was ended before: choose another first day"


def leaves_no_administrator(reading: Reading, without: str, on: date) -> str | None:
    """Nothing could be proposed any more where nobody is the office's administrator: the successor comes first."""
    staff = Staff(reading, on)
    is_one = staff.authority_of(without, "administrator") is not None
    if not is_one or staff.entitled("administrator", {without}):
        return None
    return (
        f"{without} satu-satunya Tata Usaha; tunjuk dahulu penggantinya · "
        f"{without} is the only administrator: appoint a successor first"
    )
