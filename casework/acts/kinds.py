"""What an act of two persons is: what it says, who proposes it, who approves it, when it cannot be, and what it does."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from casework.office import Office
from casework.registry import Change, Reading
from casework.stages.deciding import Decided


class ActContent(BaseModel):
    """What an act says: codes, dates and numbers; nobody's name, for it passes through the engine."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def lines(self) -> list[str]:
        """What the approver reads of it, each on a line of its own, Indonesian first."""
        told = self.model_dump(mode="json")
        return [f"{self.__class__.model_fields[name].title or name}: {value}" for name, value in told.items() if value]


@dataclass(frozen=True)
class ActKind:
    """One kind of act.

    ``proposed_by`` and ``approved_by`` are roles, the latter by what the act says. ``fault`` says in one sentence, in
    both languages, why the act cannot be as the register stands, or None. ``apply`` makes it hold, in the transaction
    of its approval. ``shuts_out`` are the officers who may neither propose nor approve it, for what it is about.
    """

    name: str
    title: str
    title_english: str
    content: type[ActContent]
    proposed_by: str
    approved_by: Callable[[Any], str]
    fault: Callable[[Change, Office, Any], str | None]
    apply: Callable[[Change, Office, Decided, Any], None]
    shuts_out: Callable[[Reading, Office, Any], Collection[str]] = lambda _reading, _office, _content: ()


def always(role: str) -> Callable[[Any], str]:
    """An approver whatever the act says."""
    return lambda _content: role
