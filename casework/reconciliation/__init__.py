"""The engine compared with the register: what somebody did by hand in Prefect, and what does not fit.

Nothing that happens to a run decides, withdraws or closes anything. This finds it all the same, so that a technician hears
of it: a pure comparison of two snapshots, what the register says and what the engine says.
"""

from casework.reconciliation.comparison import LOOKED_BACK, PATIENCE, compare
from casework.reconciliation.findings import BY_HAND, Finding, Kind, SinceThen
from casework.reconciliation.snapshots import (
    Asked,
    EngineSays,
    QuestionSeen,
    RegisterSays,
    RunSeen,
    Started,
    StateSeen,
    TooLate,
)

__all__ = [
    "BY_HAND",
    "LOOKED_BACK",
    "PATIENCE",
    "Asked",
    "EngineSays",
    "Finding",
    "Kind",
    "QuestionSeen",
    "RegisterSays",
    "RunSeen",
    "SinceThen",
    "Started",
    "StateSeen",
    "TooLate",
    "compare",
]
