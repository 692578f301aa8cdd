"""The two snapshots that are compared: what the register says of questions and starts, what the engine says of runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

SKEW = timedelta(seconds=5)  # two machines' clocks: the doctor complains of more
ENDED: Mapping[str, str] = {
    "COMPLETED": "completed", "CANCELLED": "cancelled", "FAILED": "failed", "CRASHED": "crashed",
}  # fmt: skip


@dataclass(frozen=True)
class QuestionSeen:
    """A question as the register knows it; ``settled`` is None, ``decided`` or ``void``. Times are real, aware.

    ``flow`` is the deployment that asks it.
    """

    question_id: int
    subject: str
    kind: str
    cycle: int
    flow: str
    opened_at: datetime
    settled: str | None = None
    settled_at: datetime | None = None

    def was_open_at(self, time: datetime) -> bool:
        """Whether nobody had settled it yet."""
        return self.settled is None or (self.settled_at is not None and time < self.settled_at - SKEW)


@dataclass(frozen=True)
class Asked:
    """A question was put in a run."""

    question: QuestionSeen
    flow_run_id: str
    asked_at: datetime


@dataclass(frozen=True)
class Started:
    """A start on record; ``needed`` says whether its subject still needs that flow, ``last`` whether none came after it."""

    subject: str
    flow: str
    flow_run_id: str | None
    started_at: datetime
    needed: bool = False
    last: bool = True


@dataclass(frozen=True)
class TooLate:
    """What was submitted to a question in a run after it had been settled, and was refused on record."""

    question: QuestionSeen
    flow_run_id: str
    submitted_at: datetime


@dataclass(frozen=True)
class RegisterSays:
    """What the register says: what may still matter, or did within the time looked back at."""

    open_questions: Sequence[QuestionSeen] = ()
    asked: Sequence[Asked] = ()
    started: Sequence[Started] = ()
    too_late: Sequence[TooLate] = ()


@dataclass(frozen=True)
class StateSeen:
    """A state of a run: the engine's type of it (``PAUSED``), its message, since when."""

    type: str
    message: str
    since: datetime


@dataclass(frozen=True)
class RunSeen:
    """A run as the engine shows it; ``history`` holds all its states where they were read, the first one first.

    ``subject`` is empty where the run is about no case: it keeps the office running.
    """

    flow_run_id: str
    subject: str
    state: StateSeen
    says_it_waits: bool = False
    history: Sequence[StateSeen] = ()

    @property
    def is_alive(self) -> bool:
        """Whether it still goes, waits or is about to."""
        return self.state.type not in ENDED


@dataclass(frozen=True)
class EngineSays:
    """What the engine says: the runs that it was asked about, and since when it has had its deployments."""

    runs: Mapping[str, RunSeen]
    born_at: datetime

    def is_alive(self, flow_run_id: str | None) -> bool:
        """Whether that run is there and not over."""
        found = self.runs.get(flow_run_id or "")
        return found is not None and found.is_alive
