"""Offices in which alike items wait without a problem: visitors whose fee is published, and a partner that is down."""

from dataclasses import replace

from clock_of_the_test import FIRST_DAY

from casework.case import PermitKind
from casework.demo_office.applications import _visitor
from casework.demo_office.dossier import assemble
from casework.holding import claim
from casework.joint_decisions.carrying_out import being_decided, carry_out
from casework.joint_decisions.routine import routine_items
from casework.joint_decisions.trays import put_out_trays
from casework.registry import Event
from casework.registry.models import Case, Effect, Question
from casework.stages.case_file import find_case
from casework.stages.ending import open_outside_event
from casework.stages.permit import ask_about_partner
from casework.standing_questions import Standing

OUTAGE = "simkim gave no usable answer (http-503): send the same order again, with the same key"
REFUSED = "simkim refused the order (E17): a person must look at it before it is sent again"


def visitor(number: int, today=FIRST_DAY):
    """A visit stay permit of an invented person: eligible by every rule, with a published fee."""
    dossier = _visitor(today)
    assert dossier.kind is PermitKind.VISIT
    fresh = replace(dossier, reference=f"MSK-RUTIN-{number:05}", passport_number=f"Z22{number:05}", serial=300 + number)
    return assemble(fresh, today, "A visitor like the others")


def verdicts(life, count: int) -> list[Standing]:
    """So many questions about the eligibility of visitors, each of them routine."""
    return [verdict_on(life, visitor(number)) for number in range(1, count + 1)]


def verdict_on(life, sample) -> Standing:
    """The question about one application's eligibility."""
    life.receive(sample)
    life.check()
    return life.assess()


def outage_of(life, subject: str, reason: str = OUTAGE) -> Standing:
    """The question about a partner that does not answer to one of a subject's orders."""
    with life.change() as change:
        effect = change.session.query(Effect).filter_by(subject=subject).order_by(Effect.id).first()
        ask_about_partner(change, life.office, effect, reason)
    return life.question("partner-down", subject)


def put_out(life) -> list[str]:
    """What the flow does at 08:00 and 13:00."""
    with life.registry.reading() as reading:
        alike = routine_items(reading, life.clock.now.date(), being_decided(reading))
        found = [one.id for items in alike.values() for one in items]
    with life.change() as change:
        return put_out_trays(change, life.office, found, being_decided(change))


def tray_of(life, role: str = "section-head", hour: str = "0800") -> Standing:
    """The tray of a role that is out today."""
    return life.question("routine-tray", f"TRAY-{role}-{life.clock.now.date().isoformat()}-{hour}")


def answer(life, officer: str, tray: Standing, *exceptions: str, choice: str = "approve-all-but"):
    """An officer answers a tray; its items are not submitted yet."""
    return life.decide_as(officer, tray, choice, exceptions=exceptions)


def carried(life, tray: Standing) -> dict[str, str | None]:
    """The items are submitted; what became of each, by subject: None where it was granted."""
    return {one.subject: one.reason for one in carry_out(life.desk, tray.question_id)}


def withdraw(life, reference: str) -> None:
    """The counter reports that an application was withdrawn."""
    with life.change() as change:
        open_outside_event(change, life.office, find_case(change, reference))
    life.decided("SH", "outside-event", "withdrawn", subject=reference, ground="letter-of-withdrawal")


def hold(life, question_id: int, officer: str) -> None:
    """An officer takes a question on."""
    with life.change() as change:
        assert claim(change, question_id, officer) == "done"


def items_of(tray: Standing) -> list[str]:
    """The references in a tray, in its order."""
    return list(tray.options["exceptions"])


def in_stage(life, reference: str, stage: str) -> None:
    """A case stands in another stage."""
    with life.change() as change:
        change.session.get_one(Case, reference).stage = stage
        change.write(Event("test:case:moved", reference))


def prepared_as(life, one: Standing, prepared: dict[str, object]) -> None:
    """Something else was prepared for a question."""
    with life.change() as change:
        change.session.get_one(Question, one.question_id).prepared = prepared
        change.write(Event("test:question:prepared", one.subject))
