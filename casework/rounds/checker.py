"""The judge of a plan, whoever made it: a planner, a solver, a dispatcher's hand. It shares no code with the planner."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from casework.office_calendar import Window, at
from casework.rounds.model import VisitRequest, WorkingDay
from casework.rounds.plan import Plan, Reserve, Round, Stop
from casework.rounds.travel import Place


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
        *_check_households(plan, wanted, day),
        *_check_promises(plan, wanted, day),
        *(broken for reserve in plan.reserves for broken in _check_reserve(plan, reserve, day)),
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
    if not day.is_within_capacity([calls[0].regency_code for calls in _doors(tour, wanted)]):
        yield BrokenRule("too-many-visits", team, None, "more visits than these regions allow a team: move one")
    for stop in tour.stops:
        request = wanted.get(stop.reference)
        if request is not None:
            yield from _check_request(tour, stop, request, day)
    for number, stop in enumerate(tour.stops):
        yield from _check_hours(team, stop, day, _is_joined(tour, number, wanted), _is_joined(tour, number + 1, wanted))
    yield from _check_road(tour, day, wanted)


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
    yield from _check_agreed_times(team, stop, request, day)
    if stop.regency_code != request.regency_code:
        yield BrokenRule(
            "other-region", team, stop.reference, "the stop names another regency than the case: correct it"
        )
    if stop.ends_at - stop.starts_at != timedelta(minutes=request.service_minutes):
        yield BrokenRule(
            "other-length", team, stop.reference, f"the visit lasts {request.service_minutes} minutes: correct its end"
        )


def _check_agreed_times(team: str, stop: Stop, request: VisitRequest, day: WorkingDay) -> Iterator[BrokenRule]:
    if request.not_before is not None and request.not_before > day.date:
        yield BrokenRule(
            "too-early", team, stop.reference, f"agreed for {request.not_before} or later: leave it out today"
        )
    if day.date in request.not_on:
        yield BrokenRule("day-refused", team, stop.reference, "the guarantor refused this day: leave it out today")
    if day.date in request.postponed_on:
        yield BrokenRule("put-off", team, stop.reference, "the dispatcher put it off on this day: leave it out today")
    if request.promise is None and not _lies_in_a_window(stop, request, day):
        yield BrokenRule(
            "outside-agreed-times", team, stop.reference, "the guarantor agreed to other times of the day: move it"
        )


def _lies_in_a_window(stop: Stop, request: VisitRequest, day: WorkingDay) -> bool:
    return not request.windows or any(
        at(day.date, own.opens) <= stop.starts_at and stop.ends_at <= at(day.date, own.closes)
        for own in request.windows
    )


def _check_promises(plan: Plan, wanted: Mapping[str, VisitRequest], day: WorkingDay) -> Iterator[BrokenRule]:
    planned = {stop.reference: (tour.team.code, stop) for tour in plan.rounds for stop in tour.stops}
    for reference, request in sorted(wanted.items()):
        if request.promise is None:
            continue
        team, stop = planned.get(reference, (None, None))
        if stop is None or stop.starts_at != at(day.date, request.promise.starts_at):
            yield BrokenRule(
                "promise-broken",
                team,
                reference,
                f"{request.promise.starts_at:%H.%M} was promised: keep it, or release the promise",
            )
        elif request.promise.team not in (None, team):
            yield BrokenRule(
                "promised-team-changed",
                team,
                reference,
                f"team {request.promise.team} was promised: keep it, or release the promise",
            )


def _check_households(plan: Plan, wanted: Mapping[str, VisitRequest], day: WorkingDay) -> Iterator[BrokenRule]:
    """Everybody of a household who may be visited that day is visited in one call, or nobody of it is."""
    homes: dict[str, set[str]] = {}
    for request in wanted.values():
        if request.household is not None and request.may_be_on(day.date):
            homes.setdefault(request.household, set()).add(request.reference)
    calls = [{stop.reference for stop in call} for tour in plan.rounds for call in _doors(tour, wanted)]
    for household, people in sorted(homes.items()):
        visited = [call & people for call in calls if call & people]
        if visited and visited != [people]:
            reference = min(set().union(*visited))
            yield BrokenRule(
                "household-divided",
                None,
                reference,
                f"everybody of household {household} is visited in one call: join them",
            )


def _doors(tour: Round, wanted: Mapping[str, VisitRequest]) -> list[list[Stop]]:
    """The stops of a round, those at one door together."""
    doors: list[list[Stop]] = []
    for number, stop in enumerate(tour.stops):
        if _is_joined(tour, number, wanted):
            doors[-1].append(stop)
        else:
            doors.append([stop])
    return doors


def _is_joined(tour: Round, number: int, wanted: Mapping[str, VisitRequest]) -> bool:
    """Whether a stop is at the door of the one before it."""
    if not 0 < number < len(tour.stops):
        return False
    earlier, later = (wanted.get(tour.stops[one].reference) for one in (number - 1, number))
    return bool(earlier and later and later.household and earlier.household == later.household)


def _check_reserve(plan: Plan, reserve: Reserve, day: WorkingDay) -> Iterator[BrokenRule]:
    """A place kept free is one: within the hours, by a team of the day, while it is nowhere else."""
    hours, apart = day.hours, timedelta(minutes=day.hours.preparation_minutes + day.hours.disinfection_minutes)
    if reserve.team not in {team.code for team in day.teams}:
        yield BrokenRule("unknown-team", reserve.team, None, "the reserve's team is not one of the day's: choose one")
    if not at(day.date, hours.first_start) <= reserve.starts_at <= at(day.date, hours.last_start):
        yield BrokenRule("start-outside-hours", reserve.team, None, "the reserve begins outside the hours: move it")
    for stop in (stop for tour in plan.rounds if tour.team.code == reserve.team for stop in tour.stops):
        if stop.starts_at < reserve.ends_at + apart and reserve.starts_at < stop.ends_at + apart:
            yield BrokenRule(
                "reserve-taken",
                reserve.team,
                stop.reference,
                "the visit lies in the place kept for an emergency: move one",
            )


def _check_hours(team: str, stop: Stop, day: WorkingDay, joined: bool, goes_on: bool) -> Iterator[BrokenRule]:
    hours = day.hours
    first, last = at(day.date, hours.first_start), at(day.date, hours.last_start)
    if not first <= stop.starts_at <= last:
        yield BrokenRule(
            "start-outside-hours",
            team,
            stop.reference,
            f"visits begin from {hours.first_start:%H.%M} to {hours.last_start:%H.%M}: move it",
        )
    if _window_of(stop, day, joined, goes_on) is None:
        yield BrokenRule(
            "outside-windows",
            team,
            stop.reference,
            "the visit with preparation and disinfection lies in no window: move it",
        )


def _window_of(stop: Stop, day: WorkingDay, joined: bool = False, goes_on: bool = False) -> Window | None:
    arrives = stop.starts_at - timedelta(minutes=0 if joined else day.hours.preparation_minutes)
    leaves = stop.ends_at + timedelta(minutes=0 if goes_on else day.hours.disinfection_minutes)
    return next(
        (w for w in day.hours.windows if at(day.date, w.opens) <= arrives and leaves <= at(day.date, w.closes)), None
    )


def _check_road(tour: Round, day: WorkingDay, wanted: Mapping[str, VisitRequest]) -> Iterator[BrokenRule]:
    homes = [_home(stop, wanted) for stop in tour.stops]
    for number, stop in enumerate(tour.stops):
        if _is_joined(tour, number, wanted):
            yield from _check_joined(tour.team.code, tour.stops[number - 1], stop, day)
            continue
        drive = day.travel.minutes(homes[number - 1] if number else day.office, homes[number])
        yield from _check_drive(tour.team.code, stop, drive, day)
        if number:
            yield from _check_between(tour.team.code, tour.stops[number - 1], stop, day)
    way_back = timedelta(minutes=day.travel.minutes(homes[-1], day.office))
    yield from _check_office(tour, way_back, day)


def _home(stop: Stop, wanted: Mapping[str, VisitRequest]) -> Place:
    request = wanted.get(stop.reference)
    return request.place if request is not None else Place(stop.regency_code)


def _check_joined(team: str, earlier: Stop, later: Stop, day: WorkingDay) -> Iterator[BrokenRule]:
    """The second person of a household: no sooner than the first is done, and without the noon rest in between."""
    if later.starts_at < earlier.ends_at:
        yield BrokenRule("overlap", team, later.reference, "the visit before it is not over: begin later")
    if _window_of(earlier, day, goes_on=True) != _window_of(later, day, joined=True):
        yield BrokenRule("household-divided", team, later.reference, "a household's call lies in one window: move both")


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
