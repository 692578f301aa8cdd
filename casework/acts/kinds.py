"""What an act of two persons is: what it says, who proposes it, who approves it, when it cannot be, and what it does."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from casework.office import Office
from casework.registry import Change, Reading
from casework.registry.models import JointAct
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
    of its approval. ``unready`` is the reason for which it cannot be proposed yet, a code of ``REFUSALS``.
    ``kept_from`` names the officers who may not decide its proposal or its approval, beyond four eyes. ``context`` is
    what the register says about it, for whoever decides: lines of codes and dates.
    """

    name: str
    title: str
    title_english: str
    content: type[ActContent]
    proposed_by: str
    approved_by: Callable[[Any], str]
    fault: Callable[[Reading, Office, Any], str | None]
    apply: Callable[[Change, Office, Decided, Any], None]
    unready: Callable[[Reading, JointAct], str | None] = lambda _reading, _act: None
    context: Callable[[Reading, Any], list[str]] = lambda _reading, _content: []
    kept_from: Callable[[Reading, JointAct, str], Collection[str]] = lambda _reading, _act, _question_kind: ()


def always(role: str) -> Callable[[Any], str]:
    """An approver whatever the act says."""
    return lambda _content: role
