"""What an answer brings about, read from what was written when it was given: codes, digests and dates, nobody's name."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from casework.registry import Reading, Written
from casework.registry.models import Base, Case, Decision, Effect, Letter, Payment, Question, Visit
from casework.stages.envelope import TO_ROLE, addressees_of, is_for_parties, roles_told

Row = TypeVar("Row", bound=Base)

# Which fact of a letter is a day by which something must happen, and what that is.
DEADLINE_IN_LETTER = {"missing-documents": ("documents", "deadline"), "failed-visit": ("contact", "contact_by")}
ORDERS = ("billing-order", "simkim-handover")


@dataclass(frozen=True)
class ForeseenLetter:
    """A letter that would be written; ``signed`` in the name of whoever answers, or else issued by the system.

    ``settled``: it says this whoever answers, at whichever hour of the day, whatever the form's other fields say.
    Otherwise the digest is that of a plain answer at this very moment, for a visit notice names the number of the
    letter of assignment, the papers of a visit and of its day what the team reports, a letter on a visit that was not
    held when the team came and left, and the closing letter at which hour what was handed over to whom.
    """

    subject: str
    kind: str
    digest: str
    signed: bool
    settled: bool


@dataclass(frozen=True)
class ForeseenQuestion:
    """A question that would be asked next, to whom, and by when it would be due."""

    subject: str
    kind: str
    role: str
    due_on: date


@dataclass(frozen=True)
class Sequel:
    """What follows from one answer; with a ``refusal`` nothing follows, because the answer would not count.

    ``told`` are parties who receive a mail (guarantor, applicant, a role), a letter by post or a notice (app); ``orders`` go to neighbours;
    ``deadlines`` are days by which others must act; ``stages`` are where cases stand afterwards; ``void`` counts the
    visits, questions and letters that were there and are withdrawn. ``nobody_above``: a case ends with a "no" to which
    no objection can be made, for one was decided already, or no level is left that would decide it.
    """

    refusal: str | None = None
    letters: tuple[ForeseenLetter, ...] = ()
    questions: tuple[ForeseenQuestion, ...] = ()
    told: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    deadlines: tuple[tuple[str, date], ...] = ()
    stages: Mapping[str, str] = field(default_factory=dict)
    void: Mapping[str, int] = field(default_factory=dict)
    nobody_above: bool = field(default=False, compare=False)


NOTHING = Sequel()


def sequel_of(reading: Reading, written: Written) -> Sequel:
    """What was written, as far as it matters to whoever answers; read while it is still there."""
    letters = [letter for letter in _of(Letter, written.new) if letter.state == "reserved"]
    effects = [effect for effect in _of(Effect, written.new) if effect.state == "planned"]
    questions = _of(Question, written.new)
    decided = {decision.kind: decision.question_id for decision in _of(Decision, written.new)}
    return Sequel(
        letters=tuple(_foreseen_letter(letter, decided) for letter in letters),
        questions=tuple(ForeseenQuestion(one.subject, one.kind, one.role, one.due_on) for one in questions),
        told=_told(reading, effects),
        orders=tuple(order for order in ORDERS if any(effect.kind == order for effect in effects)),
        deadlines=tuple(dict.fromkeys([*_of_payments(written), *_of_letters(reading, letters)])),
        stages={case.reference: case.stage for case in _of(Case, written.changed)},
        void=_void(written),
    )


def _of(kind: type[Row], rows: Sequence[Base]) -> list[Row]:
    return [row for row in rows if isinstance(row, kind)]


def _foreseen_letter(letter: Letter, decided: Mapping[str, int]) -> ForeseenLetter:
    signed = (
        letter.signed_by_decision in decided.values()
    )  # a second officer's answer lets a letter of the first go out
    depends_on_the_answer = {
        "visit-notice": True,
        "visit-record": True,
        "passport-custody": True,
        "dispatch-report": True,
        "closing": "delivery-receipt" in decided,
        "failed-visit": "visit-report" in decided,
        "assignment": "changed-assignment" in decided,  # what begins by then is not in it any more
    }
    settled = not depends_on_the_answer.get(letter.kind, False)
    return ForeseenLetter(letter.subject, letter.kind, letter.content_digest, signed, settled)


def _told(reading: Reading, effects: Sequence[Effect]) -> tuple[str, ...]:
    mails = [effect for effect in effects if effect.kind.startswith(("mail:", "copies:"))]
    parties = {party for mail in mails if is_for_parties(mail) for party in addressees_of(reading, mail) or ("post",)}
    about_cases = [mail for mail in mails if reading.session.get(Case, mail.subject) is not None]
    roles = dict.fromkeys(
        role for mail in about_cases for role in roles_told(mail)
    )  # the day's report is the office's own
    by_app = any(effect.kind == "app-notice" for effect in effects)
    return (
        *(party for party in ("guarantor", "applicant", "post") if party in parties),
        *(("app",) if by_app else ()),
        *(f"{TO_ROLE}{role}" for role in roles),
    )


def _of_payments(written: Written) -> list[tuple[str, date]]:
    return [("payment", payment.due_on) for payment in _of(Payment, [*written.new, *written.changed])]


def _of_letters(reading: Reading, letters: Sequence[Letter]) -> list[tuple[str, date]]:
    found = []
    for letter in letters:
        if letter.kind in DEADLINE_IN_LETTER:
            name, fact = DEADLINE_IN_LETTER[letter.kind]
            opened = reading.unseal(letter.sealed_facts, "letter.sealed_facts", letter.subject, letter.number)
            found.append((name, date.fromisoformat(json.loads(opened)[fact])))
    return found


def _void(written: Written) -> dict[str, int]:
    """What had been there before and is withdrawn now."""
    names: dict[type[Base], str] = {Visit: "visit", Question: "question", Letter: "letter"}
    before = [row for row in written.changed if row not in written.new]
    return dict(
        Counter(names[type(row)] for row in before if type(row) in names and getattr(row, "state", "") == "void")
    )
