"""How long the drives take: by the office's own routing engine where it has one, else by the estimate."""

from collections.abc import Sequence

from casework.office import Office
from casework.rounds import VisitRequest, WorkingDay
from casework.rounds.reserves import RESERVED_IN
from casework.rounds.travel import OFFICE, GreatCircle, Place
from casework.rounds.travel.engine import ask_engine_once


def with_roads(office: Office, days: Sequence[WorkingDay], requests: Sequence[VisitRequest]) -> tuple[WorkingDay, ...]:
    """The days with the engine's travel times between the office and these homes; asked once, the estimate where it is silent."""
    settings = office.settings
    if settings.routing_url is None or not days:
        return tuple(days)
    places = tuple(sorted({OFFICE, Place(RESERVED_IN), *(request.place for request in requests)}, key=repr))
    travel = ask_engine_once(settings.routing_engine, settings.routing_url, places, GreatCircle(days[0].date))
    return tuple(day.model_copy(update={"travel": travel}) for day in days)
