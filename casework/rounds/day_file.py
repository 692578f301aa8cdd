"""A day as a file (JSON), so that a plan can be tried, compared and measured without an office: everything that counts, no name."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from casework.office_calendar import OfficeCalendar, VisitingHours, visiting_hours
from casework.regions import REGENCIES
from casework.rounds.assumptions import CapacityAssumption
from casework.rounds.model import (
    ClockTime,
    DayWindow,
    RegencyCode,
    Strict,
    TeamOfTheDay,
    VisitRequest,
    WorkingDay,
    working_day,
)
from casework.rounds.teams import AvailableOfficer, FormedTeams, form_teams
from casework.rounds.travel import OFFICE, GreatCircle, Place, TravelTimes, great_circle_metres, travel_table
from casework.rounds.travel.engine import ask_engine_once

MOST_VISITS, MOST_TEAMS, MOST_STAFF = 1_000, 200, 1_000
FARTHEST_METRES = 100_000  # no home of a regency lies that far from its seat
FROM_THE_FILE = "day file"
Day = date


class Point(Strict):
    """A place in WGS 84 degrees."""

    latitude: float = Field(ge=-90, le=90, allow_inf_nan=False)
    longitude: float = Field(ge=-180, le=180, allow_inf_nan=False)


class Hours(Strict):
    """The hours of this day and of the days after it, Asia/Jakarta, where they are not those in force."""

    leaves_office_from: ClockTime
    first_start: ClockTime
    last_start: ClockTime
    windows: tuple[DayWindow, ...] = Field(min_length=1, max_length=6)
    back_by: ClockTime
    preparation_minutes: int = Field(default=10, ge=0, le=60)
    disinfection_minutes: int = Field(default=10, ge=0, le=60)
    rest_minutes: int = Field(default=30, ge=0, le=120)
    step_minutes: int = Field(default=10, ge=1, le=60)

    @model_validator(mode="after")
    def _windows_follow_one_another(self) -> Self:
        edges = [edge for window in self.windows for edge in (window.opens, window.closes)]
        if edges != sorted(edges):
            raise ValueError("the windows of the day overlap or are out of order: sort them")
        return self


class Limits(Strict):
    """How many calls a team makes in a day; in some regencies fewer."""

    visits: int = Field(ge=1, le=40)
    visits_by_regency: dict[RegencyCode, Annotated[int, Field(ge=1, le=40)]] = Field(default_factory=dict)


class Estimate(Strict):
    """Travel times by the office's own assumption: no map is needed."""

    kind: Literal["estimate"] = "estimate"


class Table(Strict):
    """Travel times in whole minutes from place to place; ``office`` is one of them, visits name theirs by ``place_name``."""

    kind: Literal["table"]
    places: tuple[str, ...]
    minutes: tuple[tuple[Annotated[int, Field(ge=0, le=1440)], ...], ...]


class Engine(Strict):
    """Travel times of the office's own routing engine; where it does not answer they are estimated."""

    kind: Literal["engine"]
    engine: Literal["osrm", "valhalla"] = "osrm"
    url: str = Field(pattern=r"^https?://", max_length=200)


class Staff(Strict):
    """From whom the teams are formed that morning, where they are not given: officers within the decree, kits, vehicles."""

    officers: tuple[AvailableOfficer, ...] = Field(max_length=MOST_STAFF)
    kits: tuple[str, ...] = Field(max_length=MOST_TEAMS)
    vehicles: tuple[str, ...] = Field(max_length=MOST_TEAMS)
    unfit: tuple[str, ...] = ()


class DayFile(Strict):
    """One working day to be planned: its visits, and its teams or the staff from which they are formed."""

    date: Day
    visits: tuple[VisitRequest, ...] = Field(max_length=MOST_VISITS)
    teams: tuple[TeamOfTheDay, ...] | None = Field(default=None, max_length=MOST_TEAMS)
    staff: Staff | None = None
    office: Point | None = None
    hours: Hours | None = None
    limits: Limits | None = None
    travel: Estimate | Table | Engine = Field(default_factory=Estimate, discriminator="kind")
    reserve: int = Field(default=0, ge=0, le=10)
    closed_days: tuple[Day, ...] = Field(default=(), description="blocked dates besides the holidays")

    @model_validator(mode="after")
    def _teams_or_staff(self) -> Self:
        if (self.teams is None) == (self.staff is None):
            raise ValueError("give the day's teams, or the staff from which they are formed: one of the two")
        for visit in self.visits:
            _refuse_a_place_outside(visit)
        return self

    def formed(self) -> FormedTeams:
        """The teams of the day: as given, or formed from the staff, with what kept the office from one more."""
        if self.staff is None:
            return FormedTeams(self.teams or (), ())
        return form_teams(
            self.date,
            self.staff.officers,
            decree_members={officer.code for officer in self.staff.officers},
            kits=self.staff.kits,
            vehicles=self.staff.vehicles,
            unfit=self.staff.unfit,
        )

    def with_one_more(self, what: Literal["kits", "vehicles"]) -> Self:
        """The same day, had the office one kit or one vehicle more; raises ``ValueError`` where the teams are given as they are."""
        if self.staff is None:
            raise ValueError(
                "the teams of this day are given: give the staff from which they are formed to see what more would do"
            )
        staff = self.staff.model_copy(update={what: (*getattr(self.staff, what), "+1")})
        return self.model_copy(update={"staff": staff})

    def working_day(self, calendar: OfficeCalendar, on: Day | None = None) -> WorkingDay:
        """The day as the planner wants it, or a later one with the same teams; raises ``ValueError`` on a closed day."""
        day = on or self.date
        if day in self.closed_days:
            raise ValueError(f"{day} is blocked: plan another day")
        planned = working_day(
            day, self.formed().teams, calendar, travel=self._travel(day), office=self._office(), reserve=self.reserve
        )
        following = tuple(later for later in planned.following if later not in self.closed_days) or planned.following
        return planned.model_copy(
            update={"hours": self._hours(day), "capacity": self._capacity(planned.capacity), "following": following}
        )

    def _office(self) -> Place:
        return (
            OFFICE if self.office is None else Place(OFFICE.regency_code, self.office.latitude, self.office.longitude)
        )

    def _travel(self, day: Day) -> TravelTimes:
        if isinstance(self.travel, Table):
            return travel_table(self.travel.places, self.travel.minutes)
        if isinstance(self.travel, Engine):
            places = (self._office(), *(visit.place for visit in self.visits))
            return ask_engine_once(self.travel.engine, self.travel.url, places, GreatCircle(self.date))
        return GreatCircle(day)

    def _hours(self, day: Day) -> VisitingHours:
        in_force = visiting_hours(day)
        if self.hours is None:
            return in_force
        told: dict[str, Any] = {name: getattr(self.hours, name) for name in Hours.model_fields}
        return replace(in_force, legal_basis=FROM_THE_FILE, source=FROM_THE_FILE, **told)

    def _capacity(self, in_force: CapacityAssumption) -> CapacityAssumption:
        if self.limits is None:
            return in_force
        told: dict[str, Any] = dict(self.limits)
        return replace(in_force, legal_basis=FROM_THE_FILE, source=FROM_THE_FILE, **told)


def _refuse_a_place_outside(visit: VisitRequest) -> None:
    regency = REGENCIES.get(visit.regency_code)
    if regency is None:
        raise ValueError(
            f"visit {visit.reference}: '{visit.regency_code}' is none of the seven regencies: only cases of the office's area are planned"
        )
    if visit.latitude is None or visit.longitude is None:
        return
    seat = (regency.seat_latitude, regency.seat_longitude)
    metres = great_circle_metres(seat, (visit.latitude, visit.longitude))
    if metres > FARTHEST_METRES:
        raise ValueError(
            f"visit {visit.reference}: its point lies {metres // 1000} km from {regency.name}: correct the coordinates"
        )
