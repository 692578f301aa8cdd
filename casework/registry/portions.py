"""Long lists of values are asked for in portions: a database, and an engine, takes only so many at once."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

PORTION = 1000
Value = TypeVar("Value")


def portions(values: Sequence[Value], most: int = PORTION) -> Iterator[Sequence[Value]]:
    """The values in their order, at most a thousand at a time, or so many."""
    for begin in range(0, len(values), most):
        yield values[begin : begin + most]
