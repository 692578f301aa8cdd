"""The first page of the work list where 10,000 questions wait, against 100: ``python -m benchmarks.work_list_page``.

From the register to the text of the page, with what nobody may decide; on both databases.
"""

import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from postgresql_cluster import fresh_database, running_cluster

from benchmarks.grown_register import grow
from benchmarks.lived_cases import live_cases
from benchmarks.reporting import options, ratios, spread, summary, tell
from casework.clock import read_clock
from casework.deadlocks import deadlocks_among
from casework.registry import Registry
from casework.work_list import PAGE, as_markdown, how_much_waits, work_items

FEW, MANY = 100, 10_000


def main() -> None:
    """Measure and print."""
    chosen = options(__doc__, repeats=15).parse_args()
    rows, figures = [], {}
    for kind in ("sqlite", "postgresql"):
        with ExitStack() as stack:
            few, many = (_waiting(stack, kind, count) for count in (FEW, MANY))
            times = _times(few, many, chosen.repeats)
        growth = ratios(times[1], times[0])
        rows.append([kind, *(spread([1000 * one for one in each], 1) for each in times), spread(growth)])
        figures[kind] = {"ms": summary([1000 * one for one in times[1]]), "growth": summary(growth)}
    columns = ("register", f"ms, {FEW:,} wait", f"ms, {MANY:,} wait", "ratio: median (least-most)")
    title = f"First page of the work list, {chosen.repeats} repeats"
    tell(title, columns, rows, as_json=chosen.json, figures=figures)


def _waiting(stack: ExitStack, kind: str, count: int) -> Registry:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="homevisit-bench-"))) / "office"
    url = stack.enter_context(fresh_database(stack.enter_context(running_cluster()))) if kind == "postgresql" else None
    life, references = live_cases(folder, url)
    stack.callback(life.registry.close)
    grow(life.registry.url, references, count, open_cases=count)
    return life.registry


def _times(few: Registry, many: Registry, repeats: int) -> tuple[list[float], list[float]]:
    """Seconds in each, in turn; the first page, which fills the caches, is not counted."""
    found: tuple[list[float], list[float]] = ([], [])
    for repeat in range(repeats + 1):
        for registry, times in zip((few, many), found, strict=True):
            began = time.perf_counter()
            _first_page(registry)
            if repeat:
                times.append(time.perf_counter() - began)
    return found


def _first_page(registry: Registry) -> str:
    moment = read_clock()
    with registry.reading() as reading:
        waiting = how_much_waits(reading, moment.office_date)
        items = work_items(reading, moment.office_date, most=PAGE)
        stuck = deadlocks_among(reading, [item.standing for item in items], moment.office_date)
    return as_markdown(items, waiting, stuck, moment, "http://engine", "http://sheet")


if __name__ == "__main__":
    main()
