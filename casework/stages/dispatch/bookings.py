"""Booking a round: each of its officers, its kit, its vehicle and the applicant, ten minutes at a time; nobody is in two places."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from casework.registry import Change, Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import Booking, Visit
from casework.rounds import Round, booked_slots
from casework.stages.dispatch.subjects import rounds_subject


def bookings_of(tour: Round, reference: str, occurrence: int) -> list[Booking]:
    """What one visit of a round takes, from the drive to it until the team may drive on."""
    team = tour.team
    officers = [f"officer:{code}" for code in team.members]
    resources = [*officers, f"kit:{team.kit}", f"vehicle:{team.vehicle}", f"case:{reference}"]
    return [
        Booking(resource=resource, slot=slot, case_reference=reference, occurrence=occurrence)
        for resource in resources
        for slot in booked_slots(tour)[reference]
    ]


def bookings_for(reading: Reading, visit: Visit) -> list[Booking]:
    """What is booked for a visit now."""
    booked = select(Booking).where(
        Booking.case_reference == visit.case_reference, Booking.occurrence == visit.occurrence
    )
    return list(reading.session.scalars(booked))


def free_bookings(change: Change, day: date, visits: Sequence[Visit]) -> None:
    """What was booked for these visits is free."""
    old = tuple(booking for visit in visits for booking in bookings_for(change, visit))
    facts: dict[str, Fact] = {"visits": sorted(visit.case_reference for visit in visits)}
    change.write(Event("dispatch:bookings:freed", rounds_subject(day), facts=facts), removed=old)


def book(change: Change, tour: Round, announced: Mapping[str, Visit]) -> None:
    """These visits are booked as the round is now; raises ``IntegrityError`` where somebody or something is taken."""
    facts: dict[str, Fact] = {"team": tour.team.code, "visits": sorted(announced)}
    new = [
        booking for reference, visit in announced.items() for booking in bookings_of(tour, reference, visit.occurrence)
    ]
    change.write(Event("dispatch:bookings:made", rounds_subject(tour.leaves_office_at.date()), facts=facts), *new)
