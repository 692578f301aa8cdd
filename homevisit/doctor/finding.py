"""What the doctor finds: one sentence for each thing looked at."""

from collections.abc import Callable
from dataclasses import dataclass

from casework.settings import Settings


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    what: str
    in_order: bool
    told: str


class Amiss(Exception):
    """Something is not in order; the message says what, and what to do."""


Look = Callable[[Settings], str]
