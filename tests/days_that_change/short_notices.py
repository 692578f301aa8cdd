"""An office that tells everybody two working days before: who waits, what is planned, what is added to a signed day."""

from datetime import date

from clock_of_the_test import DISPATCH_AT
from demo_life import Life, queue
from lives_by_stage import good_samples

from casework.registry import Event
from casework.registry.models import Case, RoundPlan, Visit
from casework.rounds import Plan
from casework.stages.dispatch import planning
from casework.stages.dispatch.subjects import rounds_subject

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 11, day) for day in (24, 25, 26, 27))


def three_who_can_wait(life: Life) -> list[str]:
    everybody = queue(life, good_samples(3))
    life.clock.put(TUESDAY, DISPATCH_AT)
    return everybody


def cannot_wait(life: Life, reference: str, last_safe_day: date = WEDNESDAY) -> str:
    with life.change() as change:
        change.session.get_one(Case, reference).last_safe_visit_day = last_safe_day
        change.write(Event("test:case:made-urgent", reference))
    return reference


def plan_of(life: Life, day: date) -> Plan:
    row = life.rows(RoundPlan, RoundPlan.day == day, order_by=RoundPlan.revision)[-1]
    return Plan.model_validate(row.content["plan"])


def question(life: Life, day: date, kind: str = "plan-approval"):
    return life.question(kind, rounds_subject(day))


def sign(life: Life, day: date) -> None:
    life.decided("WN", "plan-approval", "approve", subject=rounds_subject(day))
    life.decided("RK", "assignment-signature", "sign", subject=rounds_subject(day))


def signed_and_one_more(life: Life) -> tuple[dict[str, tuple], str]:
    three_who_can_wait(life)
    life.propose(THURSDAY)
    sign(life, THURSDAY)
    life.send_all(rounds_subject(THURSDAY))
    before = places(life)
    life.clock.put(WEDNESDAY, DISPATCH_AT)
    [added] = queue(life, good_samples(4)[3:])
    return before, cannot_wait(life, added, THURSDAY)


def places(life: Life) -> dict[str, tuple]:
    return {row.case_reference: (row.team_code, row.starts_at) for row in life.rows(Visit, Visit.state == "announced")}


def again(life: Life) -> None:
    with life.change() as change:
        planning.propose(change, life.office, THURSDAY)
