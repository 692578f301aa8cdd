"""A letter that no mail can carry is posted or handed over by a person, and counts as told from that day on."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from casework.office import Office
from casework.registry import Change, Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import Effect, LedgerEntry, Letter, Question
from casework.registry.portions import portions
from casework.stages.case_file import ask, next_cycle, void_question
from casework.stages.deciding import ConsequenceRefused, Decided

LETTER_BY_POST = "letter-by-post"
NO_ADDRESS, ADDRESS_REFUSED = "no-address", "address-refused"
# How a letter's mail, or what took its place, reached whom it is for, by the event that tells it.
SENT, REFUSED = "letters:mail:sent", "letters:mail:refused"
POSTED, HANDED_OVER = "letters:letter:posted", "letters:letter:handed-over"
TOLD = (SENT, POSTED, HANDED_OVER)
EVENT_OF = {"posted": POSTED, "handed-over": HANDED_OVER}
DAY_AS_TYPED = "%d-%m-%Y"


@dataclass(frozen=True)
class Told:
    """How something reached whom it is for: the event that tells it, on which office day, and the post's number of a registered item."""

    event: str
    day: date
    item: str = ""


def ask_for_post(
    change: Change, office: Office, effect: Effect, letter: Letter, *, parties: Sequence[str], why: str
) -> Question:
    """The counter officer is asked to post a letter or to hand it over; its mail stays planned until that is answered.

    ``parties`` are whom it must still reach (guarantor, applicant).
    """
    prepared: dict[str, object] = {
        "effect": effect.key,
        "effect_id": effect.id,
        "letter": letter.kind,
        "number": letter.number,
        "dated": letter.dated.isoformat(),
        "parties": list(parties),
        "why": why,
    }
    cycle = next_cycle(change, effect.subject, LETTER_BY_POST)
    return ask(change, office, LETTER_BY_POST, effect.subject, cycle, prepared)


def settle_post(change: Change, office: Office, decided: Decided) -> None:
    """What was posted or handed over is out, from the day on which it was; that is today, where none is said.

    Refused is a day before the letter's own, one that is still to come, and the number of a registered item for what was
    handed over.
    """
    del office
    prepared = decided.question.prepared
    effect = change.session.get_one(Effect, prepared["effect_id"])
    if effect.state != "planned":
        raise ConsequenceRefused("question-void")
    today = change.moment.office_date
    day = _day(str(decided.answer.get("day") or "")) or today
    if day < date.fromisoformat(prepared["dated"]):
        raise ConsequenceRefused("day-before-the-letter")
    if day > today:
        raise ConsequenceRefused("day-to-come")
    item = str(decided.answer.get("item") or "")
    if item and decided.choice != "posted":
        raise ConsequenceRefused("not-consistent")
    effect.state, effect.settled_at = "done", change.moment.recorded_at
    facts: dict[str, Fact] = {
        "effect": effect.key, "letter": prepared["letter"], "to": prepared["parties"], "day": day.isoformat(),
        **({"item": item} if item else {}),
    }  # fmt: skip
    change.write(Event(EVENT_OF[decided.choice], decided.question.subject, decided.officer.code, facts))


def waiting_for_post(reading: Reading, subject: str | None = None) -> dict[int, str]:
    """The mails in whose place a person posts a letter, by the effect's id, and their subjects: nothing else sends them."""
    return {one.prepared["effect_id"]: one.subject for one in _asked(reading, subject)}


def days_told(reading: Reading, mail: Effect) -> list[date]:
    """The office's days on which a letter reached somebody, by mail, by post or by hand; none while it has not."""
    bodies = (
        select(LedgerEntry.body).where(LedgerEntry.subject == mail.subject).order_by(LedgerEntry.subject_seq.desc())
    )
    entries = map(json.loads, reading.session.scalars(bodies))
    return [
        date.fromisoformat(str(entry["facts"].get("day", entry["office_date"])))
        for entry in entries
        if entry["event"] in TOLD and entry["facts"]["effect"] == mail.key
    ]


def how_told(reading: Reading, subjects: Collection[str]) -> dict[str, Told]:
    """How each mail of these subjects, or what took its place, went out last, by the effect's key."""
    told = {}
    for portion in portions(sorted(subjects)):
        bodies = select(LedgerEntry.body).where(LedgerEntry.subject.in_(portion)).order_by(LedgerEntry.seq)
        for entry in map(json.loads, reading.session.scalars(bodies)):
            if entry["event"] in TOLD:
                day = date.fromisoformat(str(entry["facts"].get("day", entry["office_date"])))
                told[entry["facts"]["effect"]] = Told(entry["event"], day, entry["facts"].get("item", ""))
    return told


def void_post(change: Change, subject: str, effects: Collection[str], reason: str) -> None:
    """Nobody posts what is not to go out any more; ``effects`` by their keys."""
    for asked in _asked(change, subject):
        if asked.prepared["effect"] in effects:
            void_question(change, asked, reason)


def _asked(reading: Reading, subject: str | None = None) -> list[Question]:
    wanted = [Question.kind == LETTER_BY_POST, Question.state == "open"]
    if subject is not None:
        wanted.append(Question.subject == subject)
    return list(reading.session.scalars(select(Question).where(*wanted)))


def _day(typed: str) -> date | None:
    """A day as the form takes it (25-11-2026); one that is in no calendar is refused."""
    if not typed:
        return None
    try:
        return datetime.strptime(typed, DAY_AS_TYPED).date()  # noqa: DTZ007 a day on paper has no time zone
    except ValueError:
        raise ConsequenceRefused("day-not-in-the-calendar") from None
