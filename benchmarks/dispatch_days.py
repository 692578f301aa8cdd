"""Synthetic days of rounds: seven clusters, four languages, one visit in ten promised, a noon rest; the same for the same seed."""

import random
from dataclasses import dataclass
from datetime import date, time, timedelta

from casework.effective_dates import Certainty
from casework.office_calendar import OfficeCalendar, VisitingHours, Window
from casework.regions import REGENCIES
from casework.rounds import Promise, TeamOfTheDay, VisitRequest, WorkingDay, working_day
from casework.rounds.assumptions import CapacityAssumption

A_THURSDAY = date(2026, 11, 26)
LANGUAGES = ("ko", "ja", "zh", "nl")
PROMISED_HOURS, MOST_HOURS, LEAST_HOURS = 20, 15, 3
CALLS_A_TEAM = 8
PROMISED_TIMES = (time(10), time(14))  # each can be kept: far enough from the morning and from one another
Slot = tuple[TeamOfTheDay, time]
LONG_DAY = VisitingHours(
    valid_from=A_THURSDAY,
    legal_basis="benchmark",
    source="a day of an office with many teams",
    certainty=Certainty.UNCONFIRMED,
    weekdays=frozenset({3}),
    leaves_office_from=time(7, 30),
    first_start=time(8, 0),
    last_start=time(16, 0),
    windows=(Window(time(8, 0), time(12, 0)), Window(time(12, 30), time(16, 30))),
    back_by=time(18, 0),
    preparation_minutes=5,
    disinfection_minutes=5,
    step_minutes=5,
)
NO_REGION_IS_FAR = CapacityAssumption(
    valid_from=A_THURSDAY,
    legal_basis="benchmark",
    source="a day of an office with many teams",
    certainty=Certainty.UNCONFIRMED,
    visits=CALLS_A_TEAM,
    visits_by_regency={},
)


@dataclass(frozen=True)
class SyntheticDay:
    """A day, its visits in the order in which they were asked for, and what it costs to leave each out, in hours."""

    day: WorkingDay
    visits: tuple[VisitRequest, ...]
    hours_if_left_out: dict[str, int]


def synthetic_day(visits: int, teams: int, seed: int) -> SyntheticDay:
    """So many visits and teams; every draw comes from the seed."""
    drawn = random.Random(seed)  # noqa: S311 - invented days, drawn the same each time
    crews = [_team(number, drawn) for number in range(teams)]
    day = working_day(A_THURSDAY, crews, OfficeCalendar()).model_copy(
        update={"hours": LONG_DAY, "capacity": NO_REGION_IS_FAR}
    )
    promises = [
        (crew, starts) for crew in crews for starts in PROMISED_TIMES
    ]  # each can be kept, nobody is asked twice
    drawn.shuffle(promises)
    asked = tuple(_visit(number, crews, promises, day, drawn) for number in range(visits))
    return SyntheticDay(day, asked, {visit.reference: _hours(visit, day) for visit in asked})


def _team(number: int, drawn: random.Random) -> TeamOfTheDay:
    members = tuple(f"{role}{number}" for role in "ABC")
    return TeamOfTheDay(
        code=f"T{number:02}",
        members=members,
        lead=members[0],
        kit=f"K{number}",
        vehicle=f"V{number}",
        languages=("id", *drawn.sample(LANGUAGES, 2)),
    )


def _visit(
    number: int, crews: list[TeamOfTheDay], promises: list[Slot], day: WorkingDay, drawn: random.Random
) -> VisitRequest:
    seat = REGENCIES[drawn.choice(sorted(REGENCIES))]
    spoken = sorted({language for crew in crews for language in crew.languages if language != "id"})
    needs = (f"language:{drawn.choice(spoken)}",) if drawn.random() < 0.4 else ()
    promised = None
    if drawn.random() < 0.1 and promises:
        crew, starts = promises.pop()
        promised, needs = Promise(starts_at=starts, team=crew.code), needs if crew.offers.issuperset(needs) else ()
    return VisitRequest(
        reference=f"SAHS-{number:04}",
        regency_code=seat.code,
        last_safe_day=A_THURSDAY + timedelta(days=drawn.randrange(1, 15)),
        needs=needs,
        promise=promised,
        windows=(drawn.choice(day.hours.windows),) if promised is None and drawn.random() < 0.2 else (),
        latitude=round(seat.seat_latitude + drawn.gauss(0, 0.04), 5),
        longitude=round(seat.seat_longitude + drawn.gauss(0, 0.04), 5),
    )


def _hours(visit: VisitRequest, day: WorkingDay) -> int:
    if visit.promise is not None:
        return PROMISED_HOURS
    spare = (visit.last_safe_day - day.date).days
    return max(LEAST_HOURS, MOST_HOURS - spare)
