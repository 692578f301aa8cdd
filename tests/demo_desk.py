"""Looking at a demo office and deciding in it, by hand: every decision goes through ``decide`` with a one-time code."""

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from clock_of_the_test import CODE_STEP, Clock, DeskByTheTestsClock
from counting_neighbours import CountingNeighbours
from sqlalchemy import func, select

from casework.decisions import Outcome, Submitted, decide
from casework.effects import planned_effects
from casework.entitlement import entitled_to
from casework.lifecycle import Stage
from casework.office import Office
from casework.questions import NO_GROUND, QUESTION_KINDS, ROLE_NAMES, code_of
from casework.registry import ledger
from casework.registry.models import Case, Effect, LedgerEntry, Letter, Officer, Question
from casework.registry.officers import current_code
from casework.standing_questions import Standing, look_up, open_questions
from homevisit.rehearsal.answers import values_for

# What staff mark along with an answer, unless a test says otherwise.
GOES_WITH: dict[tuple[str, str], dict[str, Any]] = {
    ("biometrics", "not-taken"): {"language": "none"},
    ("biometrics", "exception"): {"worn_fingers": ("right-ring",)},
    ("means", "brought"): {"identity": "other"},
}


@dataclass
class DemoDesk:
    """A demo office as one looks at it and decides in it, with one case at hand."""

    desk: DeskByTheTestsClock
    clock: Clock
    neighbours: Any = field(default_factory=CountingNeighbours)  # or ConnectedNeighbours
    reference: str = ""

    # --- looking

    @property
    def office(self) -> Office:
        return self.desk.office

    @property
    def registry(self):
        return self.desk.registry

    @contextmanager
    def change(self):
        """One transaction at the test's time."""
        with self.registry.change(self.office.now()) as change:
            yield change

    def rows(self, model, *conditions, order_by=None) -> list[Any]:
        """Rows of the register, detached."""
        with self.registry.reading() as reading:
            statement = select(model).where(*conditions)
            found = list(reading.session.scalars(statement if order_by is None else statement.order_by(order_by)))
            reading.session.expunge_all()
            return found

    def count(self, model) -> int:
        """How many rows of a kind the register holds."""
        with self.registry.reading() as reading:
            return reading.session.scalar(select(func.count()).select_from(model))

    def case(self, reference: str | None = None) -> Case:
        return self.rows(Case, Case.reference == (reference or self.reference))[0]

    @property
    def stage(self) -> Stage:
        return Stage(self.case().stage)

    def open(self, subject: str | None = None, kind: str | None = None) -> list[Standing]:
        """The open questions of a subject (the case by default)."""
        with self.registry.reading() as reading:
            found = open_questions(reading, subject=subject or self.reference)
        return [one for one in found if kind is None or one.kind == kind]

    def question(self, kind: str, subject: str | None = None) -> Standing:
        """The open question of a kind."""
        found = self.open(subject, kind)
        assert len(found) == 1, f"{len(found)} open questions of kind {kind}"
        return found[0]

    def standing(self, question_id: int) -> Standing:
        return look_up(self.registry, question_id)

    def may_decide(self, question_id: int) -> list[str]:
        """Who may decide a question today, by their codes."""
        with self.registry.reading() as reading:
            row = reading.session.get_one(Question, question_id)
            return [officer.code for officer in entitled_to(reading, row, self.office.now().office_date)]

    def entitled(self, kind: str, subject: str | None = None) -> list[str]:
        """Who may decide the open question of a kind."""
        return self.may_decide(self.question(kind, subject).question_id)

    def events(self, subject: str | None = None) -> list[str]:
        """The names of what happened, in order."""
        found = self.rows(LedgerEntry, LedgerEntry.subject == (subject or self.reference), order_by=LedgerEntry.seq)
        return [told(row)["event"] for row in found]

    def facts_of(self, event: str, subject: str | None = None) -> list[dict[str, Any]]:
        """The facts of each event of that name."""
        found = self.rows(LedgerEntry, LedgerEntry.subject == (subject or self.reference), order_by=LedgerEntry.seq)
        return [told(row)["facts"] for row in found if told(row)["event"] == event]

    def letters(self, subject: str | None = None, state: str | None = None) -> list[str]:
        """The kinds of a subject's letters in the order of planning."""
        found = self.rows(Letter, Letter.subject == (subject or self.reference), order_by=Letter.id)
        return [letter.kind for letter in found if state is None or letter.state == state]

    def letter_text(self, kind: str, subject: str | None = None) -> str:
        """The latest letter of a kind as it lies in the sealed folder, where it was set and not printed."""
        owner = subject or self.reference
        row = self.rows(Letter, Letter.subject == owner, Letter.kind == kind, order_by=Letter.id)[-1]
        with self.registry.reading() as reading:
            return self.office.files.read(reading.key_of(owner), row.stored_as, sha256=row.pdf_sha256).decode()

    def planned(self, subject: str | None = None) -> list[Effect]:
        with self.registry.reading() as reading:
            found = planned_effects(reading, subject or self.reference)
            reading.session.expunge_all()
        return found

    def ledger_holds(self) -> bool:
        return ledger.verify(self.registry.engine).holds

    # --- deciding

    def code_of(self, officer: str, at: datetime | None = None) -> str:
        """What the officer's authenticator shows at a time, now by default."""
        with self.registry.reading() as reading:
            return current_code(reading, reading.session.get_one(Officer, officer), at or self.clock.now)

    def values(
        self, officer: str, question: Standing, choice: str | None = None, *, ground: str | None = None, **extras
    ) -> dict[str, Any]:
        """A filled form: the good day's answer, with the choice, ground and extras given here (in codes)."""
        kind = QUESTION_KINDS[question.kind]
        for marked, along in GOES_WITH.items():
            extras = along | extras if marked in extras.items() else extras
        values = values_for(question, "golden") | {
            "who": f"{officer} · {ROLE_NAMES[question.role]}",
            "code": self.code_of(officer),
        }
        if choice is not None:
            values["decision"] = shown(kind.choices, choice)
            if kind.grounds:
                values["ground"] = NO_GROUND
        if ground is not None:
            values["ground"] = shown(kind.grounds, ground)
        for extra in kind.extras:
            if extra.name in extras:
                given = extras[extra.name]
                options = tuple(question.options.get(extra.name, extra.options))
                values[extra.name] = (
                    [shown(options, one) for one in given]
                    if extra.several
                    else shown(options, given)
                    if options
                    else given
                )
        return values

    def submit(
        self, question: Standing, values: dict[str, Any], *, at: datetime | None = None, key: str | None = None
    ) -> Outcome:
        """One submission through the door of the tests, picked up now."""
        submitted = Submitted(question.question_id, values, at or self.clock.now, key or f"test:{uuid4()}", "test")
        return decide(self.registry, self.office, submitted, self.office.now())

    def decide_as(
        self, officer: str, question: Standing, choice: str | None = None, *, ground: str | None = None, **extras
    ) -> Outcome:
        """An officer answers with a fresh code; half a minute later."""
        self.clock.now += CODE_STEP
        return self.submit(question, self.values(officer, question, choice, ground=ground, **extras))

    def decided(
        self,
        officer: str,
        kind: str,
        choice: str | None = None,
        *,
        subject: str | None = None,
        ground: str | None = None,
        **extras,
    ) -> None:
        """An officer answers the open question of a kind, and the answer is granted."""
        outcome = self.decide_as(officer, self.question(kind, subject), choice, ground=ground, **extras)
        assert outcome.granted, outcome.reason


def told(row: LedgerEntry) -> dict[str, Any]:
    """What a ledger row tells."""
    return json.loads(row.body)


def shown(options, code: str) -> str:
    """What a form shows for a code."""
    return next(option for option in options if code_of(option) == code)
