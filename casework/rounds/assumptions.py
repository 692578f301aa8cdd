"""What the planner assumes of roads, days and teams, as dated data; whole metres, seconds, minutes and visits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from casework.effective_dates import Certainty, Dated

SERVICE_BEGAN = date(2021, 10, 1)


@dataclass(frozen=True, kw_only=True)
class TravelAssumption(Dated):
    """How long a drive takes without a map: great circle, longer by road, slow in town and faster beyond.

    ``inner_metres`` is the straight distance assumed between two homes of the same regency. Between two of the same
    sub-district it is no more than ``next_district_per_hundred`` of the way from its middle to the nearest other one's: in
    an area of even shape two homes lie half its width apart on average, and the next middle lies about its width away.
    """

    office_latitude: float
    office_longitude: float
    road_per_hundred: int
    town_metres: int
    town_kilometres_per_hour: int
    country_kilometres_per_hour: int
    seconds_per_leg: int
    inner_metres: Mapping[str, int]
    next_district_per_hundred: int


@dataclass(frozen=True, kw_only=True)
class CapacityAssumption(Dated):
    """How many visits a team makes in a day; in a far regency fewer. On a mixed round each takes its share.

    ``kept_free`` places of a day are for emergencies: whoever must be visited ``urgent_within`` so many working days.
    """

    visits: int
    visits_by_regency: Mapping[str, int]
    kept_free: int = 0
    urgent_within: int = 3


@dataclass(frozen=True, kw_only=True)
class NoticeRule(Dated):
    """How many working days before a visit its guarantor is told; sooner only for whoever cannot wait, and who agreed."""

    working_days: int


@dataclass(frozen=True, kw_only=True)
class PlanWeights(Dated):
    """What it weighs to leave somebody out, and what a plan costs besides the road, in minutes on the road.

    The promised, those who cannot wait until tomorrow and the urgent each outweigh any number of the next that a day can
    hold. A place kept for an emergency weighs like a visit that has five days to spare. ``fairness_minutes`` is
    multiplied by the square of a team's calls: the fourth weighs 35 minutes.
    """

    promised: int
    too_late_tomorrow: int
    urgent: int
    reserve: int
    waiting: int
    waiting_a_day: int
    fairness_minutes: int
    frail_minutes_an_hour: int


@dataclass(frozen=True, kw_only=True)
class TeamRule(Dated):
    """A team has one officer for each of these roles, all within the decree."""

    roles: tuple[str, ...]


TRAVEL_ASSUMPTIONS: tuple[TravelAssumption, ...] = (
    TravelAssumption(
        valid_from=SERVICE_BEGAN,
        legal_basis="SK layanan",
        source="dispatch notes: x 1.35, 26 km/h for the first 8 km and 45 beyond, 2.5 min a leg; office within 1 km; inner distances estimated from the areas, in a sub-district from how far the next one is",
        certainty=Certainty.UNCONFIRMED,
        office_latitude=-7.548,
        office_longitude=110.776,
        road_per_hundred=135,
        town_metres=8_000,
        town_kilometres_per_hour=26,
        country_kilometres_per_hour=45,
        seconds_per_leg=150,
        inner_metres=MappingProxyType(
            {
                "33.72": 3_000,
                "33.11": 8_000,
                "33.13": 9_000,
                "33.10": 9_000,
                "33.09": 10_000,
                "33.14": 11_000,
                "33.12": 15_000,
            }
        ),
        next_district_per_hundred=50,
    ),
)

CAPACITY_ASSUMPTIONS: tuple[CapacityAssumption, ...] = (
    CapacityAssumption(
        valid_from=SERVICE_BEGAN,
        legal_basis="SK layanan",
        source="domain 3.4",
        certainty=Certainty.OFFICE,
        visits=4,
        visits_by_regency=MappingProxyType({"33.12": 2, "33.14": 2}),
        kept_free=1,
        urgent_within=3,
    ),
)

VISIT_NOTICE: tuple[NoticeRule, ...] = (
    NoticeRule(
        valid_from=SERVICE_BEGAN,
        legal_basis="SK layanan",
        source="domain 8.3: planned at 13.30 for the next working day, so that a visit is held two working days after the papers are complete",
        certainty=Certainty.OFFICE,
        working_days=1,
    ),
)

PLAN_WEIGHTS: tuple[PlanWeights, ...] = (
    PlanWeights(
        valid_from=SERVICE_BEGAN,
        legal_basis="SK layanan",
        source="dispatch notes: promised visits before everything, urgent ones apart; the rest is this office's own measure",
        certainty=Certainty.OFFICE,
        promised=10_000_000,
        too_late_tomorrow=1_000_000,
        urgent=100_000,
        reserve=150,
        waiting=100,
        waiting_a_day=10,
        fairness_minutes=5,
        frail_minutes_an_hour=5,
    ),
)

TEAM_RULES: tuple[TeamRule, ...] = (
    TeamRule(
        valid_from=SERVICE_BEGAN,
        legal_basis="SK tim; SK layanan",
        source="domain 1, fact 16: three officers on the first visit",
        certainty=Certainty.OFFICE,
        roles=("team-lead", "biometric-operator", "health-and-security"),
    ),
)
