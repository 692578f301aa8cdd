"""What an act of two persons is: what it says, who proposes it, who approves it, when it cannot be, and what it does."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from casework.office import Office
from casework.questions.about_acts import ACT_APPROVAL
from casework.registry import Change, Reading
from casework.registry.models import JointAct
from casework.stages.deciding import Decided


class ActContent(BaseModel):
    """What an act says: codes, dates and numbers; nobody's name, for it passes through the engine.

    The description in a kind's schema is what stands above its form.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    def lines(self) -> list[str]:
        """What the approver reads of it, each on a line of its own, Indonesian first."""
        return [f"{title}: {value}" for title, value in self.told()]

    def told(self) -> list[tuple[str, str]]:
        """Each field that says something, by its title, as the office writes it."""
        fields = type(self).model_fields
        values = ((fields[name].title or name, _written(value)) for name, value in self)
        return [(title, value) for title, value in values if value]


def _nobody(_reading: Reading, _act: JointAct, _question_kind: str) -> Collection[str]:
    return ()


def _nothing(_reading: Reading, _content: Any, _today: date) -> list[str]:
    return []


@dataclass(frozen=True)
class ActKind:
    """One kind of act.

    ``proposed_by`` and ``approved_by`` are roles, the latter by what the act says; ``substitutes`` are asked in their
    order where nobody who may holds such a role, and where the act ``cannot_wait`` nobody who is at work. ``fault`` says
    in one sentence, in both languages, why the act cannot be as the register stands, or None; ``unready`` is the reason
    for which it cannot be proposed yet, a code of ``REFUSALS``. ``apply`` makes it hold, in the transaction of its
    approval. ``shuts_out`` names the officers who may not answer its proposal or its approval, whatever their role, and
    ``case_of`` the case that it is about: whoever is kept from that case is kept from the act. ``event_of`` is the
    outside event that it is about, by its question: an act means the one it was filled in for, and no later one.
    ``notes`` are what the approver should know besides, and what stops nobody. ``due_by`` is the day by which it is
    proposed and approved at the latest, whatever days the office is closed on; None where its questions' own days count.
    """

    name: str
    title: str
    title_english: str
    content: type[ActContent]
    proposed_by: str
    approved_by: Callable[[Any], str]
    fault: Callable[[Change, Office, Any], str | None]
    apply: Callable[[Change, Office, Decided, Any], None]
    substitutes: tuple[str, ...] = ()
    cannot_wait: bool = False
    shuts_out: Callable[[Reading, JointAct, str], Collection[str]] = _nobody
    case_of: Callable[[Any], str | None] = lambda _content: None
    event_of: Callable[[Reading, Any], int | None] = lambda _reading, _content: None
    notes: Callable[[Reading, Any, date], list[str]] = _nothing
    unready: Callable[[Reading, JointAct], str | None] = lambda _reading, _act: None
    due_by: Callable[[Any], date | None] = lambda _content: None


def always(role: str) -> Callable[[Any], str]:
    """An approver whatever the act says."""
    return lambda _content: role


def from_approving(field: str) -> Callable[[Reading, JointAct, str], Collection[str]]:
    """Whoever an act gives something to (the field of its form names them) may ask for it and does not approve it."""
    return lambda _reading, act, question_kind: (str(act.content[field]),) if question_kind == ACT_APPROVAL.name else ()


def altogether(field: str) -> Callable[[Reading, JointAct, str], Collection[str]]:
    """Whoever an act is about (the field of its form names them) is not there to ask for it, and does not approve it."""
    return lambda _reading, act, _question_kind: (str(act.content[field]),)


def period(first: date, last: date) -> str:
    """A period as the office writes it, both days included."""
    return f"{first:%d-%m-%Y} – {last:%d-%m-%Y}"


def _written(value: object) -> str:
    if isinstance(value, list | tuple):
        between = "; " if any(", " in str(one) for one in value) else ", "
        return between.join(_written(one) for one in value)
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else str(value)
