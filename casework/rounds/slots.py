"""A round cut into slots, so that the register can hold each officer, kit and vehicle once at a time."""

from datetime import datetime, timedelta

from casework.clock import OFFICE_TIME_ZONE
from casework.office_calendar import visiting_hours
from casework.rounds.plan import Round


def booked_slots(tour: Round, minutes: int = 10) -> dict[str, tuple[datetime, ...]]:
    """The beginnings of the slots that each visit takes: the drive to it, the visit, disinfection; the last one's way back too.

    By case reference; aware, Asia/Jakarta, on the hour's grid. A slot that two visits of one round touch belongs to
    the earlier one, so that no resource of the round has a slot twice. Raises ``ValueError`` where ``minutes`` does
    not divide the hour.
    """
    if minutes < 1 or 60 % minutes:
        raise ValueError(f"slots of {minutes} minutes do not divide the hour: take 5, 10, 15, 20 or 30")
    taken: set[datetime] = set()
    slots: dict[str, tuple[datetime, ...]] = {}
    for number, stop in enumerate(tour.stops):
        after = timedelta(
            minutes=visiting_hours(stop.starts_at.astimezone(OFFICE_TIME_ZONE).date()).disinfection_minutes
        )
        is_last = number == len(tour.stops) - 1
        until = tour.returns_at if is_last else min(stop.ends_at + after, tour.stops[number + 1].leaves_previous_at)
        own = [slot for slot in _slots(stop.leaves_previous_at, until, minutes) if slot not in taken]
        taken.update(own)
        slots[stop.reference] = tuple(own)
    return slots


def _slots(begins: datetime, ends: datetime, minutes: int) -> list[datetime]:
    local = begins.astimezone(OFFICE_TIME_ZONE)
    first = local.replace(minute=local.minute - local.minute % minutes, second=0, microsecond=0)
    count = -(-(ends - first) // timedelta(minutes=minutes))
    return [first + timedelta(minutes=minutes) * number for number in range(count)]
