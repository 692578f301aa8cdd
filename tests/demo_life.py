"""The demo office in a folder of its own, without any engine: a clock that the test holds, neighbours that count.

A life is carried by hand: each step does what the flow of its stage does, and every decision goes through ``decide``
with a one-time code. Stages that were reached once are kept as copies, so that a test starts where it wants.
"""

import json
import shutil
import tempfile
from collections import Counter, deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import event, select

from casework import effects
from casework.clock import OFFICE_TIME_ZONE, Moment, moment_at
from casework.decisions import Outcome, Submitted, decide
from casework.demo_office.applications import clean_applications, sample_applications
from casework.desk import Desk, desk_of
from casework.effects import carry_out, planned_effects
from casework.letters.rendering import RenderedLetter, letter_as_html
from casework.lifecycle import Stage
from casework.office import Office, open_office
from casework.partners.addresses import Addresses, Neighbours, connect
from casework.partners.protocols import Billing, Payment, PermitReceipt
from casework.questions import NO_GROUND, QUESTION_KINDS, ROLE_NAMES, code_of
from casework.registry import ledger
from casework.registry.models import Case, Decision, Effect, LedgerEntry, Letter, Officer, Question, TeamDay
from casework.registry.officers import current_code
from casework.registry.schema import migrate
from casework.registry.vault import create_office_key
from casework.settings import Settings
from casework.stages import closure, eligibility, intake, payment
from casework.stages.case_file import find_case
from casework.stages.dispatch import planning, release
from casework.stages.dispatch.subjects import rounds_subject, team_subject
from casework.standing_questions import Standing, look_up, open_questions
from homevisit.demo import load_demo_office
from homevisit.rehearsal.answers import values_for

FIRST_MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=OFFICE_TIME_ZONE)  # a Tuesday
DISPATCH_AT, RELEASE_AT, REPORT_AT = time(13, 30), time(7, 30), time(9, 45)
CODE_STEP = timedelta(seconds=30)
FIRST_DAY = FIRST_MORNING.date()


@dataclass
class Clock:
    """The test's clock; it goes only where the test puts it."""

    now: datetime = FIRST_MORNING

    def pass_(self, **later: int) -> None:
        """Let time pass."""
        self.now += timedelta(**later)

    def put(self, day: date, at: time) -> None:
        """Go on to a time of a day (WIB), never back."""
        self.now = max(self.now, datetime.combine(day, at, OFFICE_TIME_ZONE))


@dataclass(frozen=True)
class OfficeByTheTestsClock(Office):
    """The demo office, whose clock is the test's."""

    clock: Clock = field(default_factory=Clock)

    def now(self) -> Moment:
        return moment_at(self.clock.now)


@dataclass(frozen=True)
class DeskByTheTestsClock(Desk):
    """A desk at which the test's clock counts."""

    clock: Clock = field(default_factory=Clock)

    @cached_property
    def office(self) -> Office:
        office = open_office(self.registry, self.settings)
        return OfficeByTheTestsClock(**{**vars(office), "clock": self.clock})


@dataclass
class CountingNeighbours:
    """All four neighbours in one: each order once by its key, each mail counted; ``faults`` strike before or after."""

    orders: dict[tuple[str, str], Any] = field(default_factory=dict)
    deliveries: Counter[tuple[str, str]] = field(default_factory=Counter)
    altered: list[str] = field(default_factory=list)
    paid: dict[str, Payment] = field(default_factory=dict)
    faults: deque[tuple[str, str, Exception]] = field(default_factory=deque)

    def hand_over(self, order, *, key):
        return self._accept("simkim", key, order, lambda number: PermitReceipt(
            key=key, register_number=f"REG-{number:06d}", permit_number=f"{order.permit_index}-{number:06d}",
            valid_from=order.ordered_at.date(), valid_to=order.valid_until, accepted_at=order.ordered_at,
        ))  # fmt: skip

    def issue(self, order, *, key):
        return self._accept("billing", key, order, lambda number: Billing(
            key=key, code=f"82{number:013d}", amount=order.amount, expires_at=order.ordered_at + timedelta(days=7),
        ))  # fmt: skip

    def payment_of(self, code):
        return self.paid.get(code)

    def tell(self, notice, *, key):
        self._accept("miskago", key, notice, lambda number: number)

    def send(self, message, *, message_id):
        self._accept("mail", message_id, message, lambda number: number)

    def received(self, partner: str) -> list[str]:
        """The keys under which a neighbour has anything, in the order of arrival."""
        return [key for named, key in self.orders if named == partner]

    def connected(self) -> Neighbours:
        """As the office sees its neighbours."""
        return Neighbours(permits=self, billing=self, guarantor_app=self, mail=self)

    def _accept(self, partner, key, order, answer):
        fault = self.faults.popleft() if self.faults and self.faults[0][0] == partner else None
        if fault is not None and fault[1] == "before":
            raise fault[2]
        self.deliveries[partner, key] += 1
        told, given = self.orders.setdefault((partner, key), (order, answer(len(self.orders) + 1)))
        if told != order:
            self.altered.append(key)
        if fault is not None:
            raise fault[2]
        return given


@dataclass(frozen=True)
class ConnectedNeighbours:
    """The neighbours at their addresses, connected anew for each effect, as the office does it."""

    addresses: Addresses

    def connected(self) -> Neighbours:
        """As the office sees its neighbours."""
        return connect(self.addresses)


@dataclass
class Life:
    """A demo office and one case in it, as far as it has come."""

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

    # --- living

    def receive(self, sample) -> str:
        with self.change() as change:
            receipt = intake.receive(change, self.office, sample.application, sample.files_by_code())
        self.reference = receipt.reference
        return receipt.arrival

    def check(self) -> int:
        with self.change() as change:
            return len(intake.check(change, self.office, find_case(change, self.reference)))

    def assess(self) -> Standing:
        with self.change() as change:
            eligibility.prepare_verdict(change, self.office, self.reference)
        return self.question("eligibility-verdict")

    def send_all(self, subject: str | None = None) -> None:
        """What ``let_go_out`` does: every planned effect goes out, and what it causes after it."""
        while pending := self.planned(subject):
            for effect in pending:
                self.send(effect)

    def send(self, effect: Effect) -> str:
        with self.neighbours.connected() as connected:
            return carry_out(self.registry, self.office, connected, effect.id)

    def pay(self, paid_at: datetime | None = None) -> None:
        """The treasury tells of the payment."""
        with self.change() as change:
            billed = payment.present_payment(change, self.reference)
            payment.note_paid(
                change, billed.billing_code, paid_at=paid_at or self.clock.now, receipt_number="0123456789ABCDEF"
            )

    def propose(self, day: date | None = None) -> str:
        """The daily run at 13:30 for the next working day; returns the subject of the rounds."""
        if day is None:
            self.clock.put(self.clock.now.date(), DISPATCH_AT)
            day = self.office.calendar.next_working_day(self.clock.now.date())
        with self.change() as change:
            planning.note_missed_days(change, self.office, self.clock.now.date())
            planning.propose(change, self.office, day)
        return rounds_subject(day)

    def announce(self) -> str:
        """A day's rounds from the plan to the signature; returns their subject."""
        subject = self.propose()
        self.decided("WN", "plan-approval", "approve", subject=subject)
        self.decided("RK", "assignment-signature", "sign", subject=subject)
        return subject

    def team(self) -> TeamDay:
        """The team that goes out last."""
        return self.rows(TeamDay, order_by=TeamDay.day)[-1]

    def ask_morning(self) -> Standing:
        """In the morning of the visit the team's lead is asked."""
        team = self.team()
        self.clock.put(team.day, RELEASE_AT)
        with self.change() as change:
            release.open_release(change, self.office, team.day)
        return self.question("morning-release", team_subject(team.day, team.team_code))

    def release(self) -> None:
        question = self.ask_morning()
        assert self.decide_as(self.team().lead_code, question).granted

    def report(self, choice: str = "held", ground: str | None = None, **extras) -> None:
        """The team's lead reports from the door."""
        self.clock.put(self.team().day, REPORT_AT)
        if choice != "held":
            extras = {"biometrics": "not-taken", "interview": "incomplete", "evidence": ("door-photo",), **extras}
        self.decided(self.team().lead_code, "visit-report", choice, ground=ground, **extras)

    def close(self) -> None:
        with self.change() as change:
            closure.prepare_closure(change, self.office, self.reference)

    def visit_once(self, choice: str = "held", ground: str | None = None, **extras) -> None:
        """From the queue to the report."""
        self.announce()
        self.release()
        self.report(choice, ground, **extras)


def queue(life: Life, samples) -> list[str]:
    """Cases that wait for a visit, their fee paid."""
    references = []
    for sample in samples:
        life.receive(sample)
        life.check()
        question = life.assess()
        outcome = life.decide_as("BS", question, "eligible", ground="other-evidence")
        assert outcome.granted, outcome.reason
        life.send_all()
        if life.stage is Stage.PAYMENT:
            life.pay()
        life.send_all()
        references.append(life.reference)
    return references


def told(row: LedgerEntry) -> dict[str, Any]:
    """What a ledger row tells."""
    return json.loads(row.body)


def shown(options, code: str) -> str:
    """What a form shows for a code."""
    return next(option for option in options if code_of(option) == code)


# --- offices and stages to start from


def new_life(folder: Path) -> Life:
    """A fresh demo office on a Tuesday morning."""
    shutil.copytree(_fresh_office(), folder, dirs_exist_ok=True)
    return open_life(folder, FIRST_MORNING)


def open_life(folder: Path, now: datetime) -> Life:
    """The office of a folder, at a time."""
    clock = Clock(now)
    plain = desk_of(Settings(state_folder=folder))
    # a test's office need not survive a power cut
    event.listen(plain.registry.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    return Life(DeskByTheTestsClock(plain.registry, plain.settings, clock), clock)


def carry_case_to(stage: Stage, folder: Path) -> Life:
    """A copy of an office in which a case has just reached a stage; everything planned before has gone out."""
    kept, now, reference, neighbours = _stations()[stage]
    shutil.copytree(kept, folder, dirs_exist_ok=True)
    life = open_life(folder, now)
    life.reference = reference
    life.neighbours = CountingNeighbours(
        dict(neighbours.orders), Counter(neighbours.deliveries), list(neighbours.altered)
    )
    return life


def set_quickly(kind, facts, frame) -> RenderedLetter:
    """A letter's text, as bytes that call themselves PDF."""
    html = letter_as_html(kind, facts, frame)
    pdf = b"%PDF-" + html.encode()
    return RenderedLetter(pdf, sha256(pdf).hexdigest(), "digest", "version", 1)


def first_sample(today: date = FIRST_DAY):
    """The first known visit, with an invented person: 70 years, USA, Timuran."""
    return sample_applications(today)[0]


def sample_number(number: int, today: date = FIRST_DAY):
    """One of the invented applications by its number in the external reference."""
    return next(one for one in sample_applications(today) if one.external_reference == f"MSK-CONTOH-{number:04}")


def good_samples(count: int, today: date = FIRST_DAY, seed: int = 7):
    """So many good applications."""
    return list(clean_applications(today, count, seed))


@cache
def _fresh_office() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="homevisit-fresh-"))
    settings = Settings(state_folder=folder)
    create_office_key(settings.key_file)
    migrate(settings.register_url)
    opened = open_life(folder, FIRST_MORNING)
    load_demo_office(opened.desk)
    opened.registry.close()
    return folder


@cache
def _stations() -> dict[Stage, tuple[Path, datetime, str, CountingNeighbours]]:
    """One golden life (and an incomplete one), of which the office is kept at every stage."""
    kept: dict[Stage, tuple[Path, datetime, str, CountingNeighbours]] = {}
    printer, effects.render_letter = effects.render_letter, set_quickly
    try:
        for sample in (sample_number(2), first_sample()):
            _live(sample, kept)
    finally:
        effects.render_letter = printer
    return kept


def _live(sample, kept) -> None:
    life = new_life(Path(tempfile.mkdtemp(prefix="homevisit-life-")))
    life.receive(sample)
    steps = {
        Stage.RECEIVED: life.check,
        Stage.ASSESSMENT: lambda: life.decide_as("BS", life.question("eligibility-verdict"), "eligible"),
        Stage.PAYMENT: life.pay,
        Stage.WAITING_FOR_VISIT: lambda: life.send_all(life.announce()),
        Stage.VISIT: lambda: (life.release(), life.report()),
        Stage.PERMIT: lambda: (life.decided("BS", "permit-proposal"), life.decided("RK", "permit-decision")),
        Stage.CLOSING: lambda: life.decided("SH", "delivery-receipt"),
    }
    while True:
        life.send_all()
        if life.stage is Stage.ASSESSMENT:
            life.assess()
        if life.stage is Stage.CLOSING:
            life.close()
        life.registry.close()
        kept[life.stage] = (_copy(life), life.clock.now, life.reference, _copied(life.neighbours))
        if life.stage not in steps:
            return
        steps[life.stage]()
        life.clock.pass_(minutes=5)
        if life.stage is Stage.PERMIT:
            life.send_all()


def _copy(life: Life) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="homevisit-station-"))
    shutil.copytree(life.desk.settings.state_folder, folder, dirs_exist_ok=True)
    return folder


def _copied(neighbours: CountingNeighbours) -> CountingNeighbours:
    return CountingNeighbours(dict(neighbours.orders), Counter(neighbours.deliveries), list(neighbours.altered))


def decisions_of(life: Life, question_id: int) -> list[Decision]:
    """The decisions on record for a question: none or one."""
    return life.rows(Decision, Decision.question_id == question_id)


def question_row(life: Life, question_id: int) -> Question:
    """The question as it stands in the register."""
    return life.rows(Question, Question.id == question_id)[0]
