"""The dispatcher's hand in a plan: visits put off, one moved; checked at once, and everybody else stays where they are."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from casework.office_calendar import at
from casework.rounds.calls import Call, calls_of
from casework.rounds.checker import BrokenRule, check_plan
from casework.rounds.horizon import plan_ahead
from casework.rounds.keeping import KeepingSolver, kept_as_planned
from casework.rounds.model import ClockTime, Promise, Strict, TeamOfTheDay, VisitRequest, WorkingDay
from casework.rounds.plan import Plan, Round, Stop
from casework.rounds.timetable import minute_of, starts_within

MINUTES_OF_A_DAY = 24 * 60


class Move(Strict):
    """One visit goes to a team, at a time, or whenever it fits this team best."""

    reference: str
    team: str
    starts_at: ClockTime | None = None


class Edit(Strict):
    """What the dispatcher wants otherwise: who is put off, who is moved; whether the others may be moved for it."""

    postponed: tuple[str, ...] = ()
    moved: tuple[Move, ...] = ()
    others_may_move: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for."""
        return not self.postponed and not self.moved


@dataclass(frozen=True)
class Edited:
    """The plan after an edit, and the requests as they were asked by it, so that the plan can be judged by them."""

    plan: Plan
    requests: tuple[VisitRequest, ...]


def edited(
    days: Sequence[WorkingDay],
    requests: Sequence[VisitRequest],
    plan: Plan,
    edit: Edit,
    placed_by_hand: Collection[str] = (),
) -> Edited | BrokenRule:
    """The next plan of the first day: what was asked for is in it, everybody else stays unless the dispatcher lets them move.

    Whoever was ``placed_by_hand`` before stays in any case; whoever finds room now comes in. Returns the first broken
    rule where what was asked for cannot be: then nothing changes.
    """
    day = days[0]
    staying = set(placed_by_hand) if edit.others_may_move else set(plan.references)
    staying -= {*edit.postponed, *(move.reference for move in edit.moved)}
    asked = kept_as_planned(_as_asked(requests, edit, day), plan, day, staying)
    for move in edit.moved:
        placed = _placed(move, asked, _stops_of(plan, staying, day), day)
        if isinstance(placed, BrokenRule):
            return placed
        asked = placed
    made = plan_ahead(days, asked, KeepingSolver(plan))
    broken = check_plan(made, day, asked)
    if broken:
        return broken[0]
    known = {"planner": plan.planner, "solver_trouble": plan.solver_trouble}
    return Edited(made.model_copy(update=known), asked)


def _as_asked(requests: Sequence[VisitRequest], edit: Edit, day: WorkingDay) -> tuple[VisitRequest, ...]:
    put_off = {"postponed_on": (day.date,), "promise": None}
    return tuple(
        request.model_copy(update=put_off) if request.reference in edit.postponed else request for request in requests
    )


def _stops_of(plan: Plan, staying: Collection[str], day: WorkingDay) -> dict[str, list[Stop]]:
    """The stops that a move must get on with, by team."""
    return {
        tour.team.code: [stop for stop in tour.stops if stop.reference in staying]
        for tour in plan.rounds
        if tour.team.code in {team.code for team in day.teams}
    }


def _placed(
    move: Move, requests: Sequence[VisitRequest], beside: Mapping[str, list[Stop]], day: WorkingDay
) -> tuple[VisitRequest, ...] | BrokenRule:
    """The requests with the move as a promise, at the earliest time that breaks no rule where none is given.

    A household moves as a whole, for it is visited in one call.
    """
    calls = calls_of(_unpromised(request) for request in requests if request.may_be_on(day.date))
    call = next((one for one in calls if move.reference in {visit.reference for visit in one.visits}), None)
    team = next((one for one in day.teams if one.code == move.team), None)
    if call is None:
        return BrokenRule("not-asked-for", move.team, move.reference, "nobody asked for this visit today: take it out")
    if team is None:
        return BrokenRule("unknown-team", move.team, None, "the team is not one of the day's: take a team of the day")
    first_broken: BrokenRule | None = None
    for starts_at in [move.starts_at] if move.starts_at else times_of(day):
        promised = _promised(call, team, starts_at, day)
        broken = _broken_by(promised, team, beside, requests, day)
        if broken is None:
            return tuple(promised.get(one.reference, one) for one in requests)
        first_broken = first_broken or broken
    return first_broken or BrokenRule("start-outside-hours", team.code, move.reference, "that day has no hours")


def _unpromised(request: VisitRequest) -> VisitRequest:
    """A household keeps its own order wherever it goes."""
    return request.model_copy(update={"promise": None})


def _promised(call: Call, team: TeamOfTheDay, starts_at: time, day: WorkingDay) -> dict[str, VisitRequest]:
    minutes = starts_within(call, minute_of(starts_at), day)
    return {
        visit.reference: visit.model_copy(
            update={"promise": Promise(starts_at=time(*divmod(minute, 60)), team=team.code)}
        )
        for visit, minute in zip(call.visits, minutes, strict=True)
        if minute < MINUTES_OF_A_DAY
    }


def _broken_by(
    promised: Mapping[str, VisitRequest],
    team: TeamOfTheDay,
    beside: Mapping[str, list[Stop]],
    requests: Sequence[VisitRequest],
    day: WorkingDay,
) -> BrokenRule | None:
    """The rule that is broken where the promised are put among the others as a hand would, by their times."""
    starts = {stop.reference: stop.starts_at for stops in beside.values() for stop in stops}
    others = {one.reference: one for one in requests if one.reference in starts and one.reference not in promised}
    wanted = others | dict(promised)
    rounds = []
    for one in day.teams:
        times = [
            (starts[stop.reference], stop.reference) for stop in beside.get(one.code, ()) if stop.reference in others
        ]
        if one is team:
            times += [
                (at(day.date, visit.promise.starts_at), visit.reference) for visit in promised.values() if visit.promise
            ]
        if times:
            rounds.append(_round(one, sorted(times), wanted, day))
    found = check_plan(Plan(date=day.date, rounds=tuple(rounds), left_out=()), day, list(wanted.values()))
    return found[0] if found else None


def _round(
    team: TeamOfTheDay, times: Sequence[tuple[datetime, str]], wanted: Mapping[str, VisitRequest], day: WorkingDay
) -> Round:
    stops, place, household = list[Stop](), day.office, None
    for starts_at, reference in times:
        request = wanted[reference]
        joined = request.household is not None and request.household == household
        drive = 0 if joined else day.travel.minutes(place, request.place)
        ready = timedelta(minutes=0 if joined else day.hours.preparation_minutes + drive)
        stops.append(
            Stop(
                reference=reference,
                regency_code=request.regency_code,
                leaves_previous_at=starts_at - ready,
                travel_minutes=drive,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=request.service_minutes),
            )
        )
        place, household = request.place, request.household
    back = timedelta(minutes=day.hours.disinfection_minutes + day.travel.minutes(place, day.office))
    return Round(team=team, stops=tuple(stops), returns_at=stops[-1].ends_at + back)


def times_of(day: WorkingDay) -> tuple[time, ...]:
    """Every time at which a visit of that day may begin."""
    first, last = minute_of(day.hours.first_start), minute_of(day.hours.last_start)
    return tuple(time(*divmod(minute, 60)) for minute in range(first, last + 1, day.hours.step_minutes))
