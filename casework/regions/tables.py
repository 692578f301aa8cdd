"""The lists beside this package, row by row."""

import csv
from collections.abc import Iterator
from importlib.resources import files


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """The rows of a list, each by the names in its first line."""
    yield from csv.DictReader(files(__package__).joinpath("data", name).read_text(encoding="utf-8").splitlines())
