"""How long people wait with the teams there are, and how long with one more or one less: the same days planned again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from casework.rounds.horizon import plan_ahead
from casework.rounds.model import TeamOfTheDay, VisitRequest, WorkingDay
from casework.rounds.planner import Solver

ONE_MORE = "+1"


@dataclass(frozen=True)
class Waiting:
    """How those who wait fare: days are working days from the first day planned (0: on that day)."""

    visits: int
    planned: int
    too_late: int
    mean_days: float
    longest_days: int


@dataclass(frozen=True)
class Alternative:
    """One way to be staffed, in words, and how people would wait then."""

    indonesian: str
    english: str
    waiting: Waiting


def alternatives(
    days: Sequence[WorkingDay], requests: Sequence[VisitRequest], solver: Solver | None = None
) -> tuple[Alternative, ...]:
    """As it is; with one more team that can do what any team can; with one less; with a tenth more and a third more visits."""

    def waited(plan_days: Sequence[WorkingDay], asked: Sequence[VisitRequest]) -> Waiting:
        return waiting(plan_days, asked, solver)

    return (
        Alternative("seperti sekarang", "as it is", waited(days, requests)),
        Alternative("satu tim lagi", "one more team", waited(_with_teams(days, _one_more), requests)),
        Alternative("satu tim kurang", "one team less", waited(_with_teams(days, _one_less), requests)),
        Alternative("10% kunjungan lagi", "10% more visits", waited(days, _more_visits(requests, 10))),
        Alternative(
            "sepertiga kunjungan lagi, mis. usia 60",
            "a third more visits, e.g. from age 60 on",
            waited(days, _more_visits(requests, 3)),
        ),
    )


def waiting(days: Sequence[WorkingDay], requests: Sequence[VisitRequest], solver: Solver | None = None) -> Waiting:
    """Everybody's wait until the day on which they are planned; whoever finds no place waits for all the days that were planned."""
    plans = plan_ahead(days, requests, solver)
    day_of: dict[str, int] = {
        stop.reference: number for number, plan in enumerate(plans) for tour in plan.rounds for stop in tour.stops
    }
    waits = [day_of.get(request.reference, len(days)) for request in requests]
    late = sum(_is_late(request, day_of.get(request.reference), days) for request in requests)
    return Waiting(
        visits=len(requests),
        planned=len(day_of),
        too_late=late,
        mean_days=round(sum(waits) / len(waits), 2) if waits else 0.0,
        longest_days=max(waits, default=0),
    )


def _is_late(request: VisitRequest, number: int | None, days: Sequence[WorkingDay]) -> bool:
    planned: date | None = days[number].date if number is not None else None
    return request.last_safe_day < (planned or days[-1].following[0])


def _with_teams(
    days: Sequence[WorkingDay], changed: Callable[[tuple[TeamOfTheDay, ...]], tuple[TeamOfTheDay, ...]]
) -> list[WorkingDay]:
    return [day.model_copy(update={"teams": changed(day.teams)}) for day in days]


def _one_more(teams: tuple[TeamOfTheDay, ...]) -> tuple[TeamOfTheDay, ...]:
    everything = sorted({token for team in teams for token in team.offers})
    another = TeamOfTheDay(
        code=ONE_MORE, members=(ONE_MORE,), lead=ONE_MORE, kit=ONE_MORE, vehicle=ONE_MORE, abilities=tuple(everything)
    )
    return (*teams, another)


def _one_less(teams: tuple[TeamOfTheDay, ...]) -> tuple[TeamOfTheDay, ...]:
    return teams[:-1]


def _more_visits(requests: Sequence[VisitRequest], every: int) -> list[VisitRequest]:
    """Each so-manieth visit comes once more, as if somebody else lived there too; what was promised is promised once."""
    doubled = [
        request.model_copy(update={"reference": f"{request.reference}-{ONE_MORE}", "household": None, "promise": None})
        for number, request in enumerate(sorted(requests, key=lambda request: request.reference))
        if number % every == 0
    ]
    return [*requests, *doubled]
