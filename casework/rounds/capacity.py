"""How long people wait with the teams there are, and how long with one more or one less: the same days planned again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from casework.rounds.horizon import plan_each
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
    """One way to be staffed or asked, in words: the days as they would be then, and the visits."""

    indonesian: str
    english: str
    days: Sequence[WorkingDay]
    requests: Sequence[VisitRequest]


def alternatives(
    days: Sequence[WorkingDay], requests: Sequence[VisitRequest], more_percent: int
) -> tuple[Alternative, ...]:
    """As it is; with one more team that can do what any team can; with one less; with so many percent more visits."""
    one_more, one_less = _with_teams(days, _one_more), _with_teams(days, _one_less)
    more = _more_visits(requests, more_percent)
    return (
        Alternative("seperti sekarang", "as it is", days, requests),
        Alternative("satu tim lagi", "one more team", one_more, requests),
        Alternative("satu tim kurang", "one team less", one_less, requests),
        Alternative(f"{more_percent}% kunjungan lagi", f"{more_percent}% more visits", days, more),
    )


def waiting(days: Sequence[WorkingDay], requests: Sequence[VisitRequest], solver: Solver | None = None) -> Waiting:
    """Everybody's wait until the day on which they are planned; whoever finds no place waits for all the days that were planned."""
    plans = plan_each(days, requests, solver)
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


def _more_visits(requests: Sequence[VisitRequest], percent: int) -> list[VisitRequest]:
    """So many more, spread over those there are, as if somebody else lived there too; what was promised is promised once."""
    known = sorted(requests, key=lambda request: request.reference)
    number = -(-len(known) * percent // 100)
    spread = [known[index * len(known) // number] for index in range(number)]
    again = [
        one.model_copy(
            update={"reference": f"{ONE_MORE} {index} {one.reference}"[:40], "household": None, "promise": None}
        )
        for index, one in enumerate(spread)
    ]
    return [*requests, *again]
