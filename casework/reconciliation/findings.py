"""What a comparison may find, and what became of it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from casework.reconciliation.snapshots import QuestionSeen


class Kind(StrEnum):
    """What may be found; the first four are somebody's doing, the others do not fit."""

    ENDED_BY_HAND = "ended-by-hand"
    DELETED = "deleted"
    RETRIED = "retried"
    SUBMITTED_TOO_LATE = "submitted-too-late"
    FAILED = "failed"
    NO_LIVE_RUN = "no-live-run"
    WAITS_IN_VAIN = "waits-in-vain"
    STILL_SAYS_IT_WAITS = "still-says-it-waits"
    START_WITHOUT_RUN = "start-without-run"
    ENGINE_IS_NEW = "engine-is-new"


BY_HAND = frozenset({Kind.ENDED_BY_HAND, Kind.DELETED, Kind.RETRIED, Kind.SUBMITTED_TOO_LATE})
STANDING = frozenset({Kind.NO_LIVE_RUN, Kind.WAITS_IN_VAIN, Kind.STILL_SAYS_IT_WAITS})  # told for as long as it is so


class SinceThen(StrEnum):
    """What became of it: what the system did, or is about to do."""

    ASKED_AGAIN = "asked-again"
    DECIDED = "decided"
    VOID = "void"
    NOT_YET = "not-yet"
    REFUSED = "refused"
    WOKEN_SOON = "woken-soon"
    NAMED_SOON = "named-soon"
    STARTED_AGAIN = "started-again"
    NOT_NEEDED = "not-needed"


@dataclass(frozen=True)
class Finding:
    """One difference.

    ``at`` is when it happened, where that can be known; ``how`` a code: how a run ended, or from what it was retried, or
    how many runs a new engine does not know. ``other_run`` is the run in which the question waits now.
    """

    kind: Kind
    subject: str
    flow_run_id: str | None = None
    at: datetime | None = None
    how: str | None = None
    question: QuestionSeen | None = None
    since_then: SinceThen = SinceThen.NOT_NEEDED
    other_run: str | None = None

    @property
    def happened_at(self) -> str | None:
        """When it happened, as the ledger tells it."""
        return self.at.astimezone(UTC).isoformat() if self.at else None

    @property
    def identity(self) -> tuple[str | int | None, ...]:
        """What makes two findings the same one: it is on the ledger once. What is done twice to one run is two findings."""
        question = (self.question.kind, self.question.cycle) if self.question else (None, None)
        return (self.kind.value, self.subject, self.flow_run_id, *question, self.happened_at)
