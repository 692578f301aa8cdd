"""VROOM, in a process of its own: a problem on the standard input, for each vehicle its jobs in order on the standard output.

One thread and no time limit inside: the same problem has the same answer. Whoever starts it watches the clock.
"""

import json
import sys
from typing import Any

import numpy as np
import vroom

OFFICE = 0  # the place that the matrices begin with
COSTS_FINER = 100  # so that whole minutes stay apart from rounding inside


def solve(problem: dict[str, Any], exploration_level: int) -> list[list[int]]:
    """For each vehicle the numbers of its jobs, one after the other."""
    routing = vroom.Input()
    routing.set_durations_matrix("car", _matrix(problem["durations"], 1))
    routing.set_costs_matrix("car", _matrix(problem["costs"], COSTS_FINER))
    for number, vehicle in enumerate(problem["vehicles"]):
        routing.add_vehicle(_vehicle(number, vehicle, problem))
    for number, job in enumerate(problem["jobs"]):
        if job["starts"]:
            routing.add_job(_job(number, job))
    answer = routing.solve(exploration_level, nb_threads=1).to_dict()
    routes: list[list[int]] = [[] for _ in problem["vehicles"]]
    for route in answer["routes"]:
        routes[route["vehicle"]] = [step["id"] for step in route["steps"] if step["type"] == "job"]
    return routes


def _matrix(rows: list[list[int]], factor: int) -> Any:
    return np.array(rows, dtype=np.uint32) * factor


def _vehicle(number: int, vehicle: dict[str, Any], problem: dict[str, Any]) -> Any:
    return vroom.Vehicle(
        number,
        start=OFFICE,
        end=OFFICE,
        capacity=[vehicle["capacity"]],
        skills=set(vehicle["skills"]),
        time_window=vroom.TimeWindow(problem["leaves_from"], problem["back_by"]),
        breaks=[
            vroom.Break(which, time_windows=[vroom.TimeWindow(*rest["starts"])], service=rest["service"])
            for which, rest in enumerate(problem["rests"])
        ],
    )


def _job(number: int, job: dict[str, Any]) -> Any:
    return vroom.Job(
        number,
        number + 1,
        default_service=job["service"],
        delivery=vroom.Amount([job["amount"]]),
        skills={job["skill"]},
        priority=job["priority"],
        time_windows=[vroom.TimeWindow(*span) for span in job["starts"]],
    )


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    json.dump(solve(asked["problem"], asked["exploration_level"]), sys.stdout)
