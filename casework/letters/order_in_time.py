"""Whether what a letter tells agrees with its date: what has happened lies not after it, what is still to come not before it."""

from collections.abc import Iterator
from datetime import date, datetime

from pydantic import BaseModel

from casework.letters.facts.parts import LetterFacts
from casework.letters.kinds import LetterKind
from casework.letters.text_checks import LetterRefused
from casework.letters.wording import day_of

# Facts by their names: a name means the same in every kind, unless a kind says otherwise below.
HAPPENED = frozenset(
    {
        "accepted_at", "applied_on", "arrived_at", "assessed_on", "assignment_date", "closed_on", "dated", "decided_on",
        "decree_date", "discovered_at", "ended_at", "ended_on", "fee_paid_on", "fee_received_on", "handed_over_at",
        "happened_on", "left_at", "passport_returned_on", "received_at", "received_on", "reinstated_on", "released_at",
        "reported_at", "settled_on", "started_at", "taken_at", "told_on", "visited_on",
    }
)  # fmt: skip
TO_COME = frozenset(
    {
        "back_by", "checked_by", "contact_by", "deadline", "leave_by", "next_starts_at", "payable_until",
        "reapply_from", "reschedule_until", "retention_until",
    }
)  # fmt: skip
TO_COME_IN = {
    LetterKind.ASSIGNMENT: frozenset({"round_date"}),
    LetterKind.VISIT_NOTICE: frozenset({"starts_at"}),
    LetterKind.TEAM_DECREE: frozenset({"valid_to"}),
}
# What the office calls off may lie ahead: the letter tells the announced time, and nobody stood at the door.
CALLED_OFF = frozenset({"office-closed", "team-not-ready", "another-team", "new-address"})
OF_A_VISIT_AT_THE_DOOR = frozenset({"arrived_at", "left_at"})


def check_order_in_time(kind: LetterKind, facts: LetterFacts, dated: date) -> None:
    """A letter is written only where its date lies between what it tells as past and what it tells as still to come.

    Days are compared in the office's time. Raises ``LetterRefused``, which names the fact and never its value.
    """
    for field, day in _days(facts):
        name = field.rpartition(".")[2]
        if name in _happened(facts) and day > dated:
            raise LetterRefused(kind, field, "lies after the letter's date, but is told as past: correct one of them")
        if name in _to_come(kind) and day < dated:
            raise LetterRefused(kind, field, "lies before the letter's date, but is still to come: correct one of them")


def date_that_fits(kind: LetterKind, facts: LetterFacts, usual: date) -> date:
    """A date for a specimen of these facts: the usual one, or the nearest that agrees with them."""
    told = [(field.rpartition(".")[2], day) for field, day in _days(facts)]
    dated = max([usual, *(day for name, day in told if name in _happened(facts))])
    return min([dated, *(day for name, day in told if name in _to_come(kind))])


def _happened(facts: LetterFacts) -> frozenset[str]:
    is_called_off = getattr(facts, "outcome", None) in CALLED_OFF
    return HAPPENED - OF_A_VISIT_AT_THE_DOOR if is_called_off else HAPPENED


def _to_come(kind: LetterKind) -> frozenset[str]:
    return TO_COME | TO_COME_IN.get(kind, frozenset())


def _days(model: BaseModel, path: str = "") -> Iterator[tuple[str, date]]:
    """Each day that the facts tell, with where it stands in them; a moment counts as the office's day of it."""
    for name in type(model).model_fields:
        for value in _each(getattr(model, name)):
            if isinstance(value, BaseModel):
                yield from _days(value, f"{path}{name}.")
            elif isinstance(value, datetime):
                yield f"{path}{name}", day_of(value)
            elif isinstance(value, date):
                yield f"{path}{name}", value


def _each(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)
