"""A day's plan: every request is on exactly one round, or left out with its reason. It names no home and no person."""

import hashlib
import json
from datetime import date, datetime
from enum import StrEnum

from pydantic import AwareDatetime, Field

from casework.rounds.model import RegencyCode, Strict, TeamOfTheDay


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


class Reserve(Strict):
    """A place kept free for an emergency: a visit that became urgent overnight could begin then."""

    team: str
    starts_at: AwareDatetime
    ends_at: AwareDatetime


class LeftOutReason(StrEnum):
    """Why a visit is not in the plan; each constraint was tried alone."""

    NO_TEAM_TODAY = "no-team-today"
    NOT_BEFORE = "not-before"
    NOT_ON = "not-on"
    POSTPONED = "postponed"
    NO_TEAM_WITH_SKILL = "no-team-with-skill"
    EVERY_TEAM_BARRED = "every-team-barred"
    PROMISED_TEAM_AWAY = "promised-team-away"
    UNREACHABLE_IN_WINDOW = "unreachable-in-window"
    TEAM_LIMIT_REACHED = "team-limit-reached"
    OUTRANKED_BY_PRIORITY = "outranked-by-priority"
    NO_ROOM_LEFT_TODAY = "no-room-left-today"


class LeftOut(Strict):
    """A visit that is not in the plan, why, when its next chance is, and what would have made room for it.

    ``planned_for`` is the later day on which it has a place already, where the days after were planned too. ``too_late``:
    the next chance lies after the last safe visit day; the dispatcher must find another way.
    ``change`` is the code of the smallest change that places it, with its words; none where no single one does.
    """

    reference: str
    reason: LeftOutReason
    next_chance: date
    too_late: bool
    explanation_indonesian: str
    explanation_english: str
    planned_for: date | None = None
    change: str | None = None
    change_indonesian: str | None = None
    change_english: str | None = None


class Planner(StrEnum):
    """Who made a plan: every order tried, the solver, or the plain planner alone."""

    EXACT = "exact"
    SOLVER = "solver"
    PLAIN = "plain"


class Plan(Strict):
    """The plan of one day; ``solver_trouble`` says why the solver did not help where it should have."""

    date: date
    rounds: tuple[Round, ...]
    left_out: tuple[LeftOut, ...]
    reserves: tuple[Reserve, ...] = ()
    planner: Planner = Planner.PLAIN
    solver_trouble: str | None = None

    @property
    def references(self) -> frozenset[str]:
        """Everybody who is visited."""
        return frozenset(stop.reference for tour in self.rounds for stop in tour.stops)

    def digest(self) -> str:
        """The same requests and teams give the same plan, byte for byte: SHA-256 over its canonical JSON, in hexadecimal."""
        canonical = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()
