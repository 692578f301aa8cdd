"""What a day's plan is made of. Times are aware, in Asia/Jakarta; a person is a case reference or a staff code."""

from collections.abc import Sequence
from datetime import date, time
from fractions import Fraction
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from casework.effective_dates import the_one_in_force
from casework.office_calendar import OfficeCalendar, VisitingHours, Window, visiting_hours
from casework.regions import find_district
from casework.rounds.assumptions import CAPACITY_ASSUMPTIONS, CapacityAssumption
from casework.rounds.travel import OFFICE, GreatCircle, Place, TravelTimes

WORKING_DAYS_AHEAD = 10
Day = date  # where a field is itself called date
RegencyCode = Annotated[str, Field(pattern=r"^\d\d\.\d\d$")]
DistrictCode = Annotated[str, Field(pattern=r"^\d\d\.\d\d\.\d\d$")]


class Strict(BaseModel):
    """A part of a plan: nothing may be added to it, nothing changed in it."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class TeamOfTheDay(Strict):
    """A team of one day: its members by staff code, who leads it, what it takes along, what it can do.

    ``roles`` gives each member's role; ``abilities`` are further tokens that a visit may need.
    """

    code: str = Field(min_length=1, max_length=16)
    members: tuple[str, ...] = Field(min_length=1)
    lead: str
    kit: str
    vehicle: str
    languages: tuple[str, ...] = ()
    roles: dict[str, str] = Field(default_factory=dict)
    abilities: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _the_lead_is_a_member(self) -> Self:
        if self.lead not in self.members:
            raise ValueError(
                f"team {self.code} is led by {self.lead}, who is none of its members: add them, or choose a member"
            )
        return self

    @property
    def offers(self) -> frozenset[str]:
        """Everything a visit may need of this team: its abilities, and ``language:xx`` for each language."""
        return frozenset(self.abilities) | {f"language:{language}" for language in self.languages}


def _on_the_office_clock(clock_time: time) -> time:
    if clock_time.tzinfo is not None or clock_time.second or clock_time.microsecond:
        raise ValueError("a time of the day is the office's own (WIB), in hours and minutes: write it like 10:30")
    return clock_time


def _that_opens(window: Window) -> Window:
    for edge in (window.opens, window.closes):
        _on_the_office_clock(edge)
    if window.opens >= window.closes:
        raise ValueError("a time window closes before it opens: exchange the two times")
    return window


ClockTime = Annotated[time, AfterValidator(_on_the_office_clock)]
DayWindow = Annotated[Window, AfterValidator(_that_opens)]


class Promise(Strict):
    """What a guarantor was told: the visit begins then, and this team comes; kept unless the dispatcher releases it."""

    starts_at: ClockTime
    team: str | None = None


class VisitRequest(Strict):
    """A case that waits for its visit; the visit itself lasts ``service_minutes``, preparation not counted.

    ``needs`` are the tokens that the team must offer, e.g. ``language:ko``; ``not_with`` the officers who may not come
    to this door; ``not_before`` and ``not_on`` are days agreed with the guarantor, ``windows`` the times of the day
    (any, if none are given) within which the whole visit lies. On a day of ``postponed_on`` the dispatcher put it off. People of one ``household`` are visited one after the
    other by one team, or none of them is. ``urgent`` goes before those who can wait; the ``frail`` are visited early in
    the day. The home's coordinates, where they are known, are WGS 84 degrees, ``place_name`` is its name in a travel table,
    ``district_code`` its sub-district, which counts where the coordinates are not known; no plan repeats any of them.
    """

    reference: str = Field(min_length=1, max_length=40)
    regency_code: RegencyCode
    last_safe_day: date
    service_minutes: int = Field(default=30, ge=5, le=240)
    needs: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    urgent: bool = False
    frail: bool = False
    not_before: date | None = None
    not_on: tuple[Day, ...] = ()
    postponed_on: tuple[Day, ...] = ()
    windows: tuple[DayWindow, ...] = ()
    promise: Promise | None = None
    household: str | None = Field(default=None, min_length=1, max_length=40)
    latitude: float | None = Field(default=None, ge=-90, le=90, allow_inf_nan=False)
    longitude: float | None = Field(default=None, ge=-180, le=180, allow_inf_nan=False)
    place_name: str = Field(default="", max_length=60)
    district_code: DistrictCode | None = None

    @property
    def rank(self) -> tuple[bool, date, bool, str, str]:
        """Who goes first: the promised, the earlier last safe visit day, then the urgent, then by regency and reference."""
        return (self.promise is None, self.last_safe_day, not self.urgent, self.regency_code, self.reference)

    @property
    def place(self) -> Place:
        """Where the team drives to."""
        return Place(self.regency_code, self.latitude, self.longitude, self.place_name, self.district_code or "")

    def may_be_on(self, day: date) -> bool:
        """Whether the guarantor agreed to that day, and the dispatcher did not put the visit off on it."""
        agreed = self.not_before is None or self.not_before <= day
        return agreed and day not in self.not_on and day not in self.postponed_on

    @model_validator(mode="after")
    def _a_point_has_two_coordinates(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("a home has both latitude and longitude, or neither: give the other one too")
        return self

    @model_validator(mode="after")
    def _a_sub_district_lies_in_its_regency(self) -> Self:
        if self.district_code is not None and find_district(self.district_code) is None:
            raise ValueError(
                f"'{self.district_code}' is no sub-district of the office's area: correct it, or leave it out"
            )
        if self.district_code is not None and not self.district_code.startswith(self.regency_code):
            raise ValueError(
                f"sub-district {self.district_code} lies in another regency than {self.regency_code}: correct one"
            )
        return self


class WorkingDay(Strict):
    """The day that is planned: its hours, its teams, how much each can do, the roads, and the working days that follow.

    ``reserve`` is for how many emergencies a place is kept free.
    """

    date: date
    hours: VisitingHours
    teams: tuple[TeamOfTheDay, ...]
    capacity: CapacityAssumption
    following: tuple[Day, ...] = Field(min_length=1)
    travel: TravelTimes = Field(exclude=True)
    office: Place = OFFICE
    reserve: int = Field(default=0, ge=0, le=10)

    def is_within_capacity(self, regency_codes: Sequence[str]) -> bool:
        """A door takes its share of a team's day: a quarter where four are allowed, half where two are."""
        allowed = (self.capacity.visits_by_regency.get(code, self.capacity.visits) for code in regency_codes)
        return sum(Fraction(1, number) for number in allowed) <= 1


def working_day(
    day: date,
    teams: Sequence[TeamOfTheDay],
    calendar: OfficeCalendar,
    *,
    travel: TravelTimes | None = None,
    office: Place = OFFICE,
    reserve: int = 0,
) -> WorkingDay:
    """A day can be planned only if the office is open; raises ``ValueError`` with the reason on any other day."""
    closed = calendar.reason_closed(day)
    if closed is not None:
        raise ValueError(
            f"the office is closed on {day} ({closed}): plan the next working day, {calendar.next_working_day(day)}"
        )
    return WorkingDay(
        date=day,
        hours=visiting_hours(day),
        teams=tuple(sorted(teams, key=lambda team: team.code)),
        capacity=the_one_in_force(CAPACITY_ASSUMPTIONS, day, "the visits of a team"),
        following=tuple(calendar.add_working_days(day, number) for number in range(1, WORKING_DAYS_AHEAD + 1)),
        travel=travel or GreatCircle(day),
        office=office,
        reserve=reserve,
    )
