"""How the figures are told: a table for a person, or one JSON object for a program, the machine beside either."""

import argparse
import json
import statistics
import sys
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.machine import machine


def options(about: str | None, repeats: int = 5) -> argparse.ArgumentParser:
    """The options that every benchmark has."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--repeats", type=int, default=repeats)
    parser.add_argument("--json", action="store_true")
    return parser


def tell(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], *, as_json: bool, figures: Any) -> None:
    """Print what was measured."""
    if as_json:
        Console(highlight=False, soft_wrap=True).print(json.dumps({"machine": machine(), **figures}), markup=False)
        return
    table = Table(title=f"{title} · {machine()}", title_justify="left")
    for column in columns:
        table.add_column(column)
    for row in rows:
        table.add_row(*row)
    Console(width=None if sys.stdout.isatty() else 140).print(table)


def spread(values: Sequence[float], digits: int = 2) -> str:
    """Median, and from the least to the most."""
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def ratios(values: Sequence[float], to: Sequence[float]) -> list[float]:
    """Each value to the one that was measured beside it."""
    return [value / other for value, other in zip(values, to, strict=True)]


def summary(values: Sequence[float]) -> dict[str, float]:
    """Median, least and most."""
    return {
        "median": round(statistics.median(values), 4),
        "least": round(min(values), 4),
        "most": round(max(values), 4),
    }
