"""The work list, and what ``recover`` asks of the register, with 100,000 cases in it, against 1,000.

``python -m benchmarks.register_growth``: two hundred cases wait for a person in both, the others are closed.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

from postgresql_cluster import fresh_database, running_cluster

from benchmarks.grown_register import grow
from benchmarks.lived_cases import live_cases
from benchmarks.reporting import options, ratios, spread, summary, tell
from casework.askings import forms_never_seen, forms_to_empty, runs_that_wait_in_vain, runs_with_forms
from casework.clock import read_clock
from casework.engine_runs import keep_dying, last_starts, needed_runs
from casework.reconciliation.register import register_says
from casework.registry import Reading, Registry
from casework.standing_questions import open_questions

FEW, MANY = 1000, 100_000
KINDS = ("sqlite", "postgresql")


def main() -> None:
    """Measure and print."""
    chosen = options(__doc__, repeats=25).parse_args()
    rows, figures = [], {}
    for kind in KINDS:
        with _registers(kind) as (few, many):
            for name, look in LOOKS.items():
                times = _times(look, (few, many), chosen.repeats)
                growth = ratios(times[1], times[0])
                rows.append([kind, name, *(spread([1000 * one for one in each], 1) for each in times), spread(growth)])
                figures[f"{kind}: {name}"] = summary(growth)
    columns = ("register", "what", f"ms, {FEW:,} cases", f"ms, {MANY:,} cases", "ratio: median (least-most)")
    title = f"Growth of the register, {chosen.repeats} repeats"
    tell(title, columns, rows, as_json=chosen.json, figures=figures)


def _recover(reading: Reading) -> int:
    needed = needed_runs(reading)
    return len(last_starts(reading, needed)) - len(keep_dying(reading, needed, read_clock().recorded_at))


def _forms(reading: Reading) -> int:
    return len(forms_never_seen(reading)) + len(forms_to_empty(reading)) + len(runs_with_forms(reading))


def _reconcile(reading: Reading) -> int:
    later = read_clock().recorded_at + timedelta(days=30)  # the copies all lived in the same days: those are long over
    return len(register_says(reading, later, history=timedelta(days=400)).asked)


LOOKS: dict[str, Callable[[Reading], int]] = {
    "worklist": lambda reading: len(open_questions(reading)),
    "recover: what must run": _recover,
    "recover: what waits in vain": lambda reading: len(runs_that_wait_in_vain(reading)),
    "recover and prune: which forms": _forms,
    "reconcile: what may matter": _reconcile,
}


def _times(look: Callable[[Reading], int], registers: tuple[Registry, Registry], repeats: int) -> list[list[float]]:
    """Seconds in each register, in turn; the first look, which fills the caches, is not counted."""
    found: list[list[float]] = [[] for _ in registers]
    for repeat in range(repeats + 1):
        for register, times in zip(registers, found, strict=True):
            began = time.perf_counter()
            with register.reading() as reading:
                look(reading)
            if repeat:
                times.append(time.perf_counter() - began)
    return found


@contextmanager
def _registers(kind: str) -> Iterator[tuple[Registry, Registry]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="homevisit-bench-")))
        cluster = stack.enter_context(running_cluster()) if kind == "postgresql" else None
        grown = []
        for cases in (FEW, MANY):
            url = stack.enter_context(fresh_database(cluster)) if cluster else None
            life, references = live_cases(folder / str(cases), url)
            stack.callback(life.registry.close)
            grow(life.registry.url, references, cases)
            grown.append(life.registry)
        yield grown[0], grown[1]


if __name__ == "__main__":
    main()
