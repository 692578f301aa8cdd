"""A day's calls as a routing problem in plain numbers, and its answer as orders; times in seconds, costs in minutes.

Visits begin on the day's grid: a drive with the preparation after it is rounded up to a step, which is what the grid
makes of it anyway; what a drive costs is not rounded.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from casework.rounds.calls import Call, Orders
from casework.rounds.model import WorkingDay
from casework.rounds.objective import weight, weights_on
from casework.rounds.timetable import Timetable, minute_of, on_the_grid

Problem = dict[str, Any]
SECONDS = 60
# Promised visits stand alone on the highest step, with room below it: sharing it with the urgent ones loses promises.
PRIORITIES = {"promised": 100, "too_late_tomorrow": 80, "urgent": 60}
MOST_OF_THE_WAITING = 30


def problem_of(timetable: Timetable) -> Problem:
    """Everything that a solver needs to know of a day: no name, no reference, no place."""
    day, calls = timetable.day, timetable.calls
    teams_of = [
        frozenset(number for number, team in enumerate(day.teams) if timetable.may_make(call, team)) for call in calls
    ]
    skills = {teams: number for number, teams in enumerate(sorted(set(teams_of), key=sorted))}
    return {
        "durations": [_durations(row, day) for row in timetable.drives],
        "costs": timetable.drives,
        "vehicles": [
            {"skills": [skill for teams, skill in skills.items() if number in teams], "capacity": timetable.limit}
            for number in range(len(day.teams))
        ],
        "jobs": [
            {"skill": skills[teams], **_job(call, timetable)} for call, teams in zip(calls, teams_of, strict=True)
        ],
        "leaves_from": timetable.leaves * SECONDS,
        "back_by": timetable.back_by * SECONDS,
        "rests": _rests(day),
    }


def orders_of(answer: Sequence[Sequence[int]], timetable: Timetable) -> Orders:
    """A solver's answer: for each team the numbers of its calls, one after the other."""
    return {
        team.code: tuple(timetable.calls[number] for number in route)
        for team, route in zip(timetable.day.teams, answer, strict=True)
    }


def _durations(row: Sequence[int], day: WorkingDay) -> list[int]:
    back, *homes = row
    prepared = [on_the_grid(minutes + day.hours.preparation_minutes, day) for minutes in homes]
    return [back * SECONDS, *(minutes * SECONDS for minutes in prepared)]


def _job(call: Call, timetable: Timetable) -> Mapping[str, Any]:
    number = timetable.number[call]
    spans = [span for window in timetable.spans[number] for span in window]
    return {
        "service": on_the_grid(timetable.busy[number], timetable.day) * SECONDS,
        "starts": [[first * SECONDS, last * SECONDS] for first, last in _joined(sorted(spans))],
        "amount": timetable.share[number],
        "priority": _priority(call, timetable.day),
    }


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for begin, end in spans:
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def _rests(day: WorkingDay) -> list[Mapping[str, Any]]:
    """Between two of the office's windows everybody rests, on the way or at a door."""
    hours = day.hours
    return [
        {
            "service": hours.rest_minutes * SECONDS,
            "starts": [minute_of(earlier.closes) * SECONDS, minute_of(later.opens) * SECONDS],
        }
        for earlier, later in pairwise(hours.windows)
    ]


def _priority(call: Call, day: WorkingDay) -> int:
    weights, own = weights_on(day), weight(call, day)
    for name, priority in PRIORITIES.items():
        if own >= getattr(weights, name):
            return priority
    return min(MOST_OF_THE_WAITING, 1 + (own - weights.waiting) // weights.waiting_a_day * 2)
