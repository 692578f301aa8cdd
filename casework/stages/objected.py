"""What a question about a case under objection carries with it, from the one who is asked first to the one who decides."""

from collections.abc import Collection, Mapping
from datetime import date

from casework.registry.models import Question
from casework.stages.deciding import ConsequenceRefused

CARRIED = ("objection", "decide_by", "shut_out")


def to_carry(kind: str, decide_by: date, shut_out: Collection[str] = ()) -> dict[str, object]:
    """``kind`` is what was objected to; ``shut_out`` are those who said no and may not say it again."""
    return {"objection": kind, "decide_by": decide_by.isoformat(), "shut_out": sorted(shut_out)}


def carried_from(question: Question) -> dict[str, object]:
    """What this question carries of an objection; nothing, where there is none."""
    return {name: question.prepared[name] for name in CARRIED if name in question.prepared}


def decide_by(carried: Mapping[str, object]) -> date | None:
    """The day by which an objection is decided: what is asked about it is due by then at the latest."""
    return date.fromisoformat(str(carried["decide_by"])) if "decide_by" in carried else None


def refuse_to_return_an_objection(asked: Question | None) -> None:
    """An objection is granted or rejected, never sent back (UU 30/2014 Ps 77); ``asked`` is what is asked about it."""
    if asked is not None and carried_from(asked):
        raise ConsequenceRefused("not-consistent")
