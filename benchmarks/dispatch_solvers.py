"""General solvers on the same day, by the same plain problem: OR-Tools, which knows all rules, and pyvrp, which knows no noon rest.

Whatever of their answer breaks a rule of the office is taken out, and what then fits is put in: kind to them.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2
from pyvrp import Client, ClientGroup, Depot, Location, ProblemData, VehicleType, solve
from pyvrp.stop import MaxRuntime

from benchmarks.dispatch_days import SyntheticDay
from casework.rounds.calls import Orders
from casework.rounds.guarded_solver import what_fits
from casework.rounds.insertion import missing, put_in_all
from casework.rounds.problem import Problem, orders_of, problem_of
from casework.rounds.timetable import Timetable

SECONDS = 5
FORBIDDEN = 10_000_000  # seconds: a way that nobody takes


def by_or_tools(day: SyntheticDay, timetable: Timetable) -> Orders:
    """Cheapest insertion, then guided local search, for some seconds."""
    problem, lost = problem_of(timetable), _weights(day, timetable)
    manager = pywrapcp.RoutingIndexManager(len(problem["jobs"]) + 1, len(problem["vehicles"]), 0)
    routing = pywrapcp.RoutingModel(manager)
    _tell_costs(routing, manager, problem)
    _tell_times(routing, manager, problem)
    _tell_jobs(routing, manager, problem, lost)
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.seconds = SECONDS
    found = routing.SolveWithParameters(parameters)
    routes = [_route(routing, manager, found, number) if found else [] for number in range(len(problem["vehicles"]))]
    return _made_right(routes, timetable)


def by_pyvrp(day: SyntheticDay, timetable: Timetable) -> Orders:
    """Each visit once for each of its time windows, of which one is served; who may not come has no way to it."""
    problem, lost = problem_of(timetable), _weights(day, timetable)
    spans = [(number, span) for number, job in enumerate(problem["jobs"]) for span in job["starts"]]
    clients, groups = _clients(problem, spans, lost)
    matrices = [_matrices(problem, spans, vehicle["skills"]) for vehicle in problem["vehicles"]]
    data = ProblemData(
        [Location(0, 0) for _ in range(len(spans) + 1)],
        clients,
        [Depot(0)],
        [_vehicle(number, vehicle, problem) for number, vehicle in enumerate(problem["vehicles"])],
        [distances for distances, _ in matrices],
        [durations for _, durations in matrices],
        groups,
    )
    best = solve(data, MaxRuntime(SECONDS), seed=1, display=False).best
    routes: list[list[int]] = [[] for _ in problem["vehicles"]]
    for route in best.routes():
        routes[route.vehicle_type()] = [spans[one.idx][0] for one in route if one.is_client()]
    return _made_right(routes, timetable)


def _weights(day: SyntheticDay, timetable: Timetable) -> list[int]:
    """What it costs to leave each call out, in seconds on the road."""
    return [day.hours_if_left_out[call.first.reference] * 3600 for call in timetable.calls]


def _made_right(routes: Sequence[Sequence[int]], timetable: Timetable) -> Orders:
    kept = what_fits(orders_of(routes, timetable), timetable)
    return put_in_all(missing(kept, timetable), kept, timetable)


def _tell_costs(routing: Any, manager: Any, problem: Problem) -> None:
    def cost(origin: int, destination: int) -> int:
        return int(problem["costs"][manager.IndexToNode(origin)][manager.IndexToNode(destination)] * 60)

    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitCallback(cost))


def _tell_times(routing: Any, manager: Any, problem: Problem) -> None:
    def transit(origin: int, destination: int) -> int:
        one, other = manager.IndexToNode(origin), manager.IndexToNode(destination)
        return int(_service(problem, one) + problem["durations"][one][other])

    horizon = problem["back_by"]
    routing.AddDimension(routing.RegisterTransitCallback(transit), horizon, horizon, False, "time")
    times = routing.GetDimensionOrDie("time")
    services = [_service(problem, manager.IndexToNode(index)) for index in range(routing.Size())]
    for vehicle in range(len(problem["vehicles"])):
        times.CumulVar(routing.Start(vehicle)).SetRange(problem["leaves_from"], horizon)
        times.CumulVar(routing.End(vehicle)).SetRange(problem["leaves_from"], horizon)
        rests = [
            routing.solver().FixedDurationIntervalVar(*rest["starts"], rest["service"], False, f"rest {vehicle}")
            for rest in problem["rests"]
        ]
        times.SetBreakIntervalsOfVehicle(rests, vehicle, services)


def _tell_jobs(routing: Any, manager: Any, problem: Problem, lost: Sequence[int]) -> None:
    amounts = [0, *(job["amount"] for job in problem["jobs"])]
    demand = routing.RegisterUnaryTransitCallback(lambda index: amounts[manager.IndexToNode(index)])
    limits = [vehicle["capacity"] for vehicle in problem["vehicles"]]
    routing.AddDimensionWithVehicleCapacity(demand, 0, limits, True, "calls")
    times = routing.GetDimensionOrDie("time")
    for number, job in enumerate(problem["jobs"]):
        index = manager.NodeToIndex(number + 1)
        routing.AddDisjunction([index], lost[number])
        able = [n for n, vehicle in enumerate(problem["vehicles"]) if job["skill"] in vehicle["skills"]]
        if not able or not job["starts"]:
            routing.solver().Add(routing.ActiveVar(index) == 0)
            continue
        routing.VehicleVar(index).SetValues([-1, *able])
        when = times.CumulVar(index)
        when.SetRange(job["starts"][0][0], job["starts"][-1][1])
        for (_, earlier), (later, _) in zip(job["starts"], job["starts"][1:], strict=False):
            when.RemoveInterval(earlier + 1, later - 1)


def _service(problem: Problem, node: int) -> int:
    return int(problem["jobs"][node - 1]["service"]) if node else 0


def _route(routing: Any, manager: Any, found: Any, vehicle: int) -> list[int]:
    index, route = found.Value(routing.NextVar(routing.Start(vehicle))), list[int]()
    while not routing.IsEnd(index):
        route.append(manager.IndexToNode(index) - 1)
        index = found.Value(routing.NextVar(index))
    return route


def _clients(
    problem: Problem, spans: Sequence[tuple[int, Sequence[int]]], lost: Sequence[int]
) -> tuple[list[Client], list[ClientGroup]]:
    windows_of: dict[int, list[int]] = {}
    for client, (job, _) in enumerate(spans):
        windows_of.setdefault(job, []).append(client)
    several = [windows for windows in windows_of.values() if len(windows) > 1]
    group_of = {client: number for number, windows in enumerate(several) for client in windows}
    clients = [
        Client(
            client + 1, delivery=[problem["jobs"][job]["amount"]], service_duration=problem["jobs"][job]["service"],
            tw_early=first, tw_late=last, prize=lost[job], required=False, group=group_of.get(client),
        )
        for client, (job, (first, last)) in enumerate(spans)
    ]  # fmt: skip
    return clients, [ClientGroup(windows, required=False) for windows in several]


def _matrices(
    problem: Problem, spans: Sequence[tuple[int, Sequence[int]]], skills: Sequence[int]
) -> tuple[np.ndarray, np.ndarray]:
    nodes = [0, *(job + 1 for job, _ in spans)]
    pairs = np.ix_(nodes, nodes)
    distances, durations = np.array(problem["costs"])[pairs] * 60, np.array(problem["durations"])[pairs]
    for node, (job, _) in enumerate(spans, start=1):
        if problem["jobs"][job]["skill"] not in skills:
            distances[:, node] = FORBIDDEN
    np.fill_diagonal(distances, 0)
    np.fill_diagonal(durations, 0)
    return distances, durations


def _vehicle(number: int, vehicle: Any, problem: Problem) -> VehicleType:
    return VehicleType(
        1, capacity=[vehicle["capacity"]], tw_early=problem["leaves_from"], tw_late=problem["back_by"], profile=number
    )
