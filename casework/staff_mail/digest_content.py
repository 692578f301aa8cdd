"""What the morning's digest of a role tells, as it stood when it was planned: references and codes, of long lists the first lines."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """Written once, read whenever the digest is sent."""

    model_config = ConfigDict(frozen=True)


class WaitingLine(Frozen):
    """An open question; ``run`` is where it is answered."""

    subject: str
    kind: str
    due_on: date
    run: str | None
    sheet: str


class PaperLine(Frozen):
    """An open question that may be decided on paper; ``options`` are choices of its form that are known only now."""

    subject: str
    kind: str
    cycle: int
    opened_on: date
    due_on: date
    options: dict[str, list[str]]


class DecidedLine(Frozen):
    """A decision, by whom and when (the office's time)."""

    subject: str
    kind: str
    choice: str
    officer: str
    at: datetime


class RefusedLine(Frozen):
    """A submission in an officer's name that did not count: when it was made (the office's time), and why not."""

    subject: str
    kind: str
    officer: str
    at: datetime
    reason: str


class LateElsewhere(Frozen):
    """How much another role is late with, and since when: for the head of office."""

    role: str
    count: int
    oldest: date


class DigestContent(Frozen):
    """The digest of one role; each list that may be cut off has its length beside it. ``decided_since`` is its last digest's day.

    ``stuck`` is what nobody may decide any more, each with its cure in words: for those who can appoint somebody. Of
    ``forms`` the decision forms are printed.
    """

    role: str
    day: date
    as_of: datetime
    decided_since: date
    work_list: str
    waiting: list[WaitingLine]
    waiting_count: int
    late_count: int
    due_today_count: int
    decided: list[DecidedLine]
    decided_count: int
    refused: list[RefusedLine]
    refused_count: int
    late_elsewhere: list[LateElsewhere]
    stuck: list[str] = []
    stuck_count: int = 0
    forms: list[PaperLine] = []
    forms_count: int = 0

    @property
    def is_worth_reading(self) -> bool:
        """Whether something waits, did not count, is late elsewhere, or waits in vain; what was decided alone is no reason."""
        return bool(self.waiting or self.refused or self.late_elsewhere or self.stuck)
