"""What is planned and has not gone out yet: it can still be taken back."""

from collections.abc import Callable

from sqlalchemy import select

from casework.registry import Change, Event
from casework.registry.ledger import Fact
from casework.registry.models import Effect, Letter
from casework.stages.by_post import void_post
from casework.stages.copies_owed import is_owed


def void_unsent(
    change: Change, subject: str, stage: str, reason: str, *, wanted: Callable[[str], bool] = lambda _kind: True
) -> set[str]:
    """What has not gone out for a subject is void, its numbers stay, nobody posts it; returns the kinds of these effects.

    ``wanted`` says which, by the kind of the effect (``letter:visit-notice``, ``mail:visit-notice``). Copies that a told
    letter names are owed, whatever becomes of its subject: they still go out.
    """
    planned = select(Effect).where(Effect.subject == subject, Effect.state == "planned")
    written = select(Letter).where(Letter.subject == subject, Letter.state == "reserved")
    open_ones = [effect for effect in change.session.scalars(planned) if wanted(effect.kind)]
    unsent = [effect for effect in open_ones if not is_owed(change, effect)]
    reserved = [letter for letter in change.session.scalars(written) if wanted(f"letter:{letter.kind}")]
    for effect in unsent:
        effect.state, effect.void_reason, effect.settled_at = "void", reason, change.moment.recorded_at
    for letter in reserved:
        letter.state, letter.void_reason = "void", reason
    if unsent or reserved:
        facts: dict[str, Fact] = {
            "effects": [effect.key for effect in unsent],
            "letters": [letter.number for letter in reserved],
            "reason": reason,
        }
        change.write(Event(f"{stage}:effects:voided", subject, facts=facts))
        void_post(change, subject, {effect.key for effect in unsent}, reason)
    return {effect.kind for effect in unsent}
