"""Long lists of values are asked for in portions: a database takes only so many in one statement."""

from collections.abc import Iterator, Sequence

PORTION = 1000


def portions(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """The values in their order, at most a thousand at a time."""
    for begin in range(0, len(values), PORTION):
        yield values[begin : begin + PORTION]
