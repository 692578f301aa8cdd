"""An office for a measurement: nothing in it runs by schedule, and the CPU of its processes can be read."""

import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from office_under_test import OfficeUnderTest, awaited, office_in

from casework.case import PermitKind

MEASURED = ("server", "worker", "warm-engine")  # the neighbours and the case sheet are not the engine's


@contextmanager
def quiet_office(**chosen: Any) -> Iterator[OfficeUnderTest]:
    """A demo office on free ports whose schedules rest; stopped with everything in it, also by SIGTERM."""
    stop_all_when_told()
    with (
        tempfile.TemporaryDirectory(prefix="homevisit-bench-") as folder,
        office_in(Path(folder), engine_port=0, case_sheet_port=0, **chosen) as office,
    ):
        with office.engine() as client:
            for deployment in client.read_deployments():
                client.pause_deployment(deployment.id)
        office._people = (one for one in office._people if one.application.permit.kind is PermitKind.LIMITED)  # noqa: SLF001 a life like the other: decided by the office itself
        yield office


def stop_all_when_told() -> None:
    """SIGTERM ends a benchmark as an error would: what it started is stopped with it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


def cpu_seconds(office: OfficeUnderTest) -> float:
    """CPU seconds so far of server, worker, fork server and every execution; asked for when nothing executes."""
    awaited(lambda: None if office.executions() else True, "an execution never ended")
    total = 0.0
    for process in _measured(office):
        times = process.cpu_times()
        total += times.user + times.system + times.children_user + times.children_system
    return total


def memory(office: OfficeUnderTest) -> dict[str, int]:
    """The resident bytes of each."""
    return {name: process.memory_info().rss for name, process in zip(MEASURED, _measured(office), strict=True)}


def _measured(office: OfficeUnderTest) -> list[psutil.Process]:
    return [psutil.Process(office.house.processes[name].pid) for name in MEASURED]
