"""What a day's plan is made of. Times are aware, in Asia/Jakarta; a person is a case reference or a staff code."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from casework.effective_dates import the_one_in_force
from casework.office_calendar import OfficeCalendar, VisitingHours, visiting_hours
from casework.rounds.assumptions import CAPACITY_ASSUMPTIONS, CapacityAssumption

WORKING_DAYS_AHEAD = 10
Day = date  # where a field is itself called date
RegencyCode = Annotated[str, Field(pattern=r"^\d\d\.\d\d$")]


class Strict(BaseModel):
    """A part of a plan: nothing may be added to it, nothing changed in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class TeamOfTheDay(Strict):
    """A team of one day: its members by staff code, who leads it, what it takes along, what it can do.

    ``roles`` gives each member's role; ``abilities`` are further tokens that a visit may need.
    """

    code: str
    members: tuple[str, ...] = Field(min_length=1)
    lead: str
    kit: str
    vehicle: str
    languages: tuple[str, ...] = ()
    roles: dict[str, str] = Field(default_factory=dict)
    abilities: tuple[str, ...] = ()

    @property
    def offers(self) -> frozenset[str]:
        """Everything a visit may need of this team: its abilities, and ``language:xx`` for each language."""
        return frozenset(self.abilities) | {f"language:{language}" for language in self.languages}


class VisitRequest(Strict):
    """A case that waits for its visit; the visit itself lasts ``service_minutes``, preparation not counted.

    ``needs`` are the tokens that the team must offer, e.g. ``language:ko``; ``not_with`` the officers who may not come
    to this door; ``not_before`` a day agreed with the guarantor. ``urgent`` goes first among those with the same last
    safe visit day.
    """

    reference: str
    regency_code: RegencyCode
    last_safe_day: date
    service_minutes: int = Field(default=30, ge=5, le=240)
    needs: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    urgent: bool = False
    not_before: date | None = None

    @property
    def rank(self) -> tuple[date, bool, str, str]:
        """Who goes first: the earlier last safe visit day, then the urgent, then by regency and reference."""
        return (self.last_safe_day, not self.urgent, self.regency_code, self.reference)


class WorkingDay(Strict):
    """The day that is planned: its hours, its teams, how much each can do, and the working days that follow."""

    date: date
    hours: VisitingHours
    teams: tuple[TeamOfTheDay, ...]
    capacity: CapacityAssumption
    following: tuple[Day, ...] = Field(min_length=1)

    def is_within_capacity(self, regency_codes: Sequence[str]) -> bool:
        """A visit takes its share of a team's day: a quarter where four are allowed, half where two are."""
        allowed = (self.capacity.visits_by_regency.get(code, self.capacity.visits) for code in regency_codes)
        return sum(Fraction(1, number) for number in allowed) <= 1


class Stop(Strict):
    """One visit of a round: when the team leaves the place before, how long it drives, when the visit begins and ends."""

    reference: str
    regency_code: RegencyCode
    leaves_previous_at: AwareDatetime
    travel_minutes: int = Field(ge=0)
    starts_at: AwareDatetime
    ends_at: AwareDatetime


class Round(Strict):
    """A team's route of the day, from the office and back."""

    team: TeamOfTheDay
    stops: tuple[Stop, ...] = Field(min_length=1)
    returns_at: AwareDatetime

    @property
    def leaves_office_at(self) -> datetime:
        """When the team sets out."""
        return self.stops[0].leaves_previous_at


class LeftOutReason(StrEnum):
    """Why a visit is not in the plan; each constraint was tried alone."""

    NO_TEAM_TODAY = "no-team-today"
    NOT_BEFORE = "not-before"
    NO_TEAM_WITH_SKILL = "no-team-with-skill"
    EVERY_TEAM_BARRED = "every-team-barred"
    UNREACHABLE_IN_WINDOW = "unreachable-in-window"
    TEAM_LIMIT_REACHED = "team-limit-reached"
    OUTRANKED_BY_PRIORITY = "outranked-by-priority"
    NO_ROOM_LEFT_TODAY = "no-room-left-today"


class LeftOut(Strict):
    """A visit that is not in the plan, why, and when its next chance is.

    ``too_late``: the next chance lies after the last safe visit day; the dispatcher must find another way.
    """

    reference: str
    reason: LeftOutReason
    next_chance: date
    too_late: bool
    explanation_indonesian: str
    explanation_english: str


class Plan(Strict):
    """The plan of one day: every request is on exactly one round, or left out with its reason."""

    date: date
    rounds: tuple[Round, ...]
    left_out: tuple[LeftOut, ...]

    def digest(self) -> str:
        """The same requests and teams give the same plan, byte for byte: SHA-256 over its canonical JSON, in hexadecimal."""
        canonical = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def working_day(day: date, teams: Sequence[TeamOfTheDay], calendar: OfficeCalendar) -> WorkingDay:
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
    )
