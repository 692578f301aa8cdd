"""The judge of a plan, whoever made it: a planner, a solver, a dispatcher's hand. It shares no code with the planner."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from casework.office_calendar import Window, at
from casework.rounds.model import Plan, Round, Stop, VisitRequest, WorkingDay
from casework.rounds.travel import OFFICE, travel_minutes


@dataclass(frozen=True)
class BrokenRule:
    """One rule that a plan breaks, where, and what to do."""

    code: str
    team: str | None
    reference: str | None
    explanation: str


def check_plan(plan: Plan, day: WorkingDay, requests: Sequence[VisitRequest]) -> tuple[BrokenRule, ...]:
    """A plan is sound when everybody is in it once, nobody is in two places, and every round keeps the day's hours.

    Empty when sound. Whether a left-out visit would have fitted is the planner's affair, not a broken rule.
    """
    wanted = {request.reference: request for request in requests}
    return (
        *_check_whole(plan, day, wanted),
        *(broken for tour in plan.rounds for broken in _check_round(tour, day, wanted)),
    )


def _check_whole(plan: Plan, day: WorkingDay, wanted: Mapping[str, VisitRequest]) -> Iterator[BrokenRule]:
    if plan.date != day.date:
        yield BrokenRule(
            "other-day", None, None, f"the plan is for {plan.date}, the day is {day.date}: plan that day anew"
        )
    named = [stop.reference for tour in plan.rounds for stop in tour.stops] + [left.reference for left in plan.left_out]
    for reference, times in sorted(Counter(named).items()):
        if times > 1:
            yield BrokenRule("named-twice", None, reference, "the case is in the plan more than once: keep one")
        if reference not in wanted:
            yield BrokenRule("not-asked-for", None, reference, "nobody asked for this visit: take it out")
    for reference in sorted(set(wanted) - set(named)):
        yield BrokenRule("forgotten", None, reference, "the case is neither planned nor left out with a reason: add it")
    yield from _check_resources(plan, day)


def _check_resources(plan: Plan, day: WorkingDay) -> Iterator[BrokenRule]:
    known = {team.code: team for team in day.teams}
    used: Counter[str] = Counter()
    for tour in plan.rounds:
        if known.get(tour.team.code) != tour.team:
            yield BrokenRule(
                "unknown-team", tour.team.code, None, "the team is not one of the day's: take a team of the day"
            )
        used.update((f"team {tour.team.code}", f"kit {tour.team.kit}", f"vehicle {tour.team.vehicle}"))
        used.update(f"officer {member}" for member in tour.team.members)
    for resource, times in sorted(used.items()):
        if times > 1:
            yield BrokenRule("in-two-places", None, None, f"{resource} is on {times} rounds at once: keep one")


def _check_round(tour: Round, day: WorkingDay, wanted: Mapping[str, VisitRequest]) -> Iterator[BrokenRule]:
    team = tour.team.code
    if not day.is_within_capacity([stop.regency_code for stop in tour.stops]):
        yield BrokenRule("too-many-visits", team, None, "more visits than these regions allow a team: move one")
    for stop in tour.stops:
        request = wanted.get(stop.reference)
        if request is not None:
            yield from _check_request(tour, stop, request, day)
        yield from _check_hours(team, stop, day)
    yield from _check_road(tour, day)


def _check_request(tour: Round, stop: Stop, request: VisitRequest, day: WorkingDay) -> Iterator[BrokenRule]:
    team = tour.team.code
    lacking = sorted(set(request.needs) - tour.team.offers)
    if lacking:
        yield BrokenRule(
            "skill-missing", team, stop.reference, f"the team lacks {', '.join(lacking)}: choose another team"
        )
    barred = sorted(set(request.not_with) & set(tour.team.members))
    if barred:
        yield BrokenRule(
            "barred-officer",
            team,
            stop.reference,
            f"{', '.join(barred)} may not come to this door: choose another team",
        )
    if request.not_before is not None and request.not_before > day.date:
        yield BrokenRule(
            "too-early", team, stop.reference, f"agreed for {request.not_before} or later: leave it out today"
        )
    if stop.regency_code != request.regency_code:
        yield BrokenRule(
            "other-region", team, stop.reference, "the stop names another regency than the case: correct it"
        )
    if stop.ends_at - stop.starts_at != timedelta(minutes=request.service_minutes):
        yield BrokenRule(
            "other-length", team, stop.reference, f"the visit lasts {request.service_minutes} minutes: correct its end"
        )


def _check_hours(team: str, stop: Stop, day: WorkingDay) -> Iterator[BrokenRule]:
    hours = day.hours
    first, last = at(day.date, hours.first_start), at(day.date, hours.last_start)
    if not first <= stop.starts_at <= last:
        yield BrokenRule(
            "start-outside-hours",
            team,
            stop.reference,
            f"visits begin from {hours.first_start:%H.%M} to {hours.last_start:%H.%M}: move it",
        )
    if _window_of(stop, day) is None:
        yield BrokenRule(
            "outside-windows",
            team,
            stop.reference,
            "the visit with preparation and disinfection lies in no window: move it",
        )


def _window_of(stop: Stop, day: WorkingDay) -> Window | None:
    arrives = stop.starts_at - timedelta(minutes=day.hours.preparation_minutes)
    leaves = stop.ends_at + timedelta(minutes=day.hours.disinfection_minutes)
    return next(
        (w for w in day.hours.windows if at(day.date, w.opens) <= arrives and leaves <= at(day.date, w.closes)), None
    )


def _check_road(tour: Round, day: WorkingDay) -> Iterator[BrokenRule]:
    places = [OFFICE, *(stop.regency_code for stop in tour.stops), OFFICE]
    minutes = [travel_minutes(origin, destination, day.date) for origin, destination in pairwise(places)]
    for stop, drive in zip(tour.stops, minutes[:-1], strict=True):
        yield from _check_drive(tour.team.code, stop, drive, day)
    for earlier, later in pairwise(tour.stops):
        yield from _check_between(tour.team.code, earlier, later, day)
    yield from _check_office(tour, timedelta(minutes=minutes[-1]), day)


def _check_between(team: str, earlier: Stop, later: Stop, day: WorkingDay) -> Iterator[BrokenRule]:
    free = earlier.ends_at + timedelta(minutes=day.hours.disinfection_minutes)
    same_window = _window_of(earlier, day) == _window_of(later, day)
    rest = timedelta(minutes=0 if same_window else day.hours.rest_minutes)
    too_tight = _arrival(later, day) - free < timedelta(minutes=later.travel_minutes) + rest
    if later.leaves_previous_at < free or too_tight:
        yield BrokenRule(
            "overlap", team, later.reference, "the visit before it, its drive or the noon rest is not over: begin later"
        )


def _check_office(tour: Round, way_back: timedelta, day: WorkingDay) -> Iterator[BrokenRule]:
    team, hours = tour.team.code, day.hours
    if tour.leaves_office_at < at(day.date, hours.leaves_office_from):
        yield BrokenRule(
            "leaves-too-early", team, None, f"teams leave from {hours.leaves_office_from:%H.%M}: begin later"
        )
    if tour.returns_at < tour.stops[-1].ends_at + timedelta(minutes=hours.disinfection_minutes) + way_back:
        yield BrokenRule("returns-too-soon", team, None, "the way back takes longer: correct the return")
    if tour.returns_at > at(day.date, hours.back_by):
        yield BrokenRule(
            "returns-too-late", team, None, f"teams are back by {hours.back_by:%H.%M}: take a visit off the round"
        )


def _check_drive(team: str, stop: Stop, minutes: int, day: WorkingDay) -> Iterator[BrokenRule]:
    if stop.travel_minutes < minutes:
        yield BrokenRule("travel-too-short", team, stop.reference, f"the drive takes {minutes} minutes: correct it")
    if stop.leaves_previous_at + timedelta(minutes=stop.travel_minutes) > _arrival(stop, day):
        yield BrokenRule(
            "arrives-too-late",
            team,
            stop.reference,
            "the team arrives after its preparation should begin: leave earlier",
        )


def _arrival(stop: Stop, day: WorkingDay) -> datetime:
    return stop.starts_at - timedelta(minutes=day.hours.preparation_minutes)
