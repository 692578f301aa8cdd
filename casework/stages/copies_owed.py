"""Copies on their way: one that cannot go out holds up nothing, and is owed as soon as a paper that names it was told."""

from sqlalchemy import select

from casework.registry import Reading
from casework.registry.models import Effect, Letter, Question
from casework.stages.by_post import days_told

PARTNER_DOWN = "partner-down"
FAMILY = "copies:"


def is_a_copy(effect_kind: str) -> bool:
    """Whether an effect sends the copies of a letter to mailboxes."""
    return effect_kind.startswith(FAMILY)


def is_about_a_copy(question: Question) -> bool:
    """Whether a technician is asked about copies only: whatever else is to go out does not wait for that answer."""
    return question.kind == PARTNER_DOWN and is_a_copy(question.prepared["effect"])


def open_trouble(reading: Reading, subject: str, *, with_a_copy: bool) -> Question | None:
    """The open question about what does not go out for a subject; the one about its copies stands beside the other."""
    return next((one for one in _open_troubles(reading, subject) if is_about_a_copy(one) is with_a_copy), None)


def copies_to_send(reading: Reading, subject: str) -> list[Effect]:
    """The copies of letters that are written, but for those that a technician is asked about."""
    asked = open_trouble(reading, subject, with_a_copy=True)
    unwritten = select(Effect.kind, Effect.occurrence).where(
        Effect.subject == subject, Effect.state == "planned", Effect.kind.startswith("letter:")
    )
    to_be_written = {(kind.partition(":")[2], number) for kind, number in reading.session.execute(unwritten)}
    return [
        one
        for one in _planned(reading, subject)
        if (one.kind.removeprefix(FAMILY), one.occurrence) not in to_be_written
        and (asked is None or one.kind != asked.prepared["effect"])
    ]


def copies_that_wait(reading: Reading, subject: str | None = None) -> set[int]:
    """The copies of subjects about whose copies a technician is asked: the answer sends them, no other run is needed."""
    troubled = {one.subject for one in _open_troubles(reading, subject) if is_about_a_copy(one)}
    return {one.id for each in sorted(troubled) for one in _planned(reading, each)}


def is_owed(reading: Reading, copies: Effect) -> bool:
    """Whether the paper that names these copies was issued and told, or is told by them alone: nothing takes them back then."""
    if not is_a_copy(copies.kind):
        return False
    kind = copies.kind.removeprefix(FAMILY)
    issued = select(Letter.id).where(
        Letter.subject == copies.subject,
        Letter.kind == kind,
        Letter.occurrence == copies.occurrence,
        Letter.state == "issued",
    )
    its_mail = select(Effect).where(
        Effect.subject == copies.subject, Effect.kind == f"mail:{kind}", Effect.occurrence == copies.occurrence
    )
    if reading.session.scalar(issued) is None:
        return False
    mail = reading.session.scalar(its_mail)
    return mail is None or bool(days_told(reading, mail))


def _planned(reading: Reading, subject: str) -> list[Effect]:
    planned = select(Effect).where(Effect.subject == subject, Effect.state == "planned", Effect.kind.startswith(FAMILY))
    return list(reading.session.scalars(planned.order_by(Effect.id)))


def _open_troubles(reading: Reading, subject: str | None) -> list[Question]:
    wanted = [Question.kind == PARTNER_DOWN, Question.state == "open"]
    if subject is not None:
        wanted.append(Question.subject == subject)
    return list(reading.session.scalars(select(Question).where(*wanted).order_by(Question.id)))
