"""A case's life carried by hand in a demo office, without any engine.

Each step does what the flow of its stage does, and every decision goes through ``decide`` with a one-time code.
"""

from dataclasses import dataclass
from datetime import date, datetime

from clock_of_the_test import DISPATCH_AT, RELEASE_AT, REPORT_AT
from demo_desk import DemoDesk
from sqlalchemy import select

from casework.effects import carry_out
from casework.lifecycle import Stage
from casework.registry import Event
from casework.registry.models import Decision, Effect, Equipment, Question, TeamDay
from casework.stages import closure, eligibility, intake, payment
from casework.stages.case_file import find_case
from casework.stages.dispatch import planning, release
from casework.stages.dispatch.subjects import rounds_subject, team_subject
from casework.standing_questions import Standing


@dataclass
class Life(DemoDesk):
    """One case in a demo office, as far as it has come."""

    def step(self) -> bool:
        """What happens in this stage on a good day, until the case leaves it; False where nothing has to happen."""
        steps = {
            Stage.RECEIVED: self.check,
            Stage.ASSESSMENT: lambda: self.decided("BS", "eligibility-verdict", "eligible"),
            Stage.PAYMENT: self.pay,
            Stage.WAITING_FOR_VISIT: lambda: self.send_all(self.announce()),
            Stage.VISIT: lambda: (self.release(), self.report(), self.send_all(rounds_subject(self.team().day))),
            Stage.PERMIT: lambda: (self.decided("BS", "permit-proposal"), self.decided("RK", "permit-decision")),
            Stage.CLOSING: lambda: self.decided("SH", "delivery-receipt"),
        }
        if self.stage not in steps:
            return False
        steps[self.stage]()
        return True

    def make_ready(self) -> None:
        """What the office does by itself in this stage, so that somebody may decide."""
        self.send_all()
        if self.stage is Stage.ASSESSMENT:
            self.assess()
        if self.stage is Stage.CLOSING:
            self.close()

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


def without_another_team(life: Life) -> None:
    """The office has only the kit that the team takes along, and whoever else was to go out is held back."""
    team = life.team()
    with life.change() as change:
        for other in change.session.scalars(select(TeamDay).where(TeamDay.team_code != team.team_code)):
            other.state = "held"
        for one in change.session.scalars(select(Equipment).where(Equipment.kind == "kit")):
            one.in_service = one.code == team.kit_code
        change.write(Event("office:equipment:out-of-service", "office"))


def decisions_of(life: Life, question_id: int) -> list[Decision]:
    """The decisions on record for a question: none or one."""
    return life.rows(Decision, Decision.question_id == question_id)


def question_row(life: Life, question_id: int) -> Question:
    """The question as it stands in the register."""
    return life.rows(Question, Question.id == question_id)[0]
