"""The office's schedules come every day; its calendar alone says which day is worked, a Saturday that was declared open too."""

from datetime import date, datetime, time
from pathlib import Path

import pytest
import yaml
from chaos.played_flows import PlayedFlows
from clock_of_the_test import OFFICE_TIME_ZONE
from demo_life import queue
from lives_by_stage import good_samples
from office_acts import carry
from sqlalchemy import select

from casework.lifecycle import Stage
from casework.registry import Event
from casework.registry.models import Digest, Payment, Question

FRIDAY, SATURDAY, SUNDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 29), date(2026, 11, 30)
DEPLOYMENTS = yaml.safe_load((Path(__file__).parent.parent / "prefect.yaml").read_text())["deployments"]
CRONS = [
    (one["name"], schedule["cron"])
    for one in DEPLOYMENTS
    for schedule in one.get("schedules", [])
    if "cron" in schedule
]
AT_WORK = {
    "dispatch": time(13, 30),
    "morning": time(7, 30),
    "tray": time(8),
    "digest": time(7, 15),
    "watch": time(8, 5),
}


@pytest.mark.parametrize(("name", "cron"), CRONS)
def test_no_schedule_chooses_its_days(name, cron):
    assert cron.split()[2:] == ["*", "*", "*"], name


def test_whatever_works_by_day_has_a_schedule():
    assert set(AT_WORK) <= {name for name, _ in CRONS}


def test_on_a_closed_day_each_of_them_ends_at_once_and_asks_nobody(life):
    queue(life, good_samples(1))
    before = life.events()
    with PlayedFlows(life).playing() as flows:
        told = {flow: at_work(flows, flow, SATURDAY).state.message for flow in AT_WORK}
    assert life.events() == before
    closed = "tutup hari ini · closed today: Hari Sabtu"
    assert told == {**dict.fromkeys(AT_WORK, closed), "digest": "0 ringkasan · digests"}


def test_a_saturday_that_was_declared_open_is_planned_on_friday_and_worked_like_any_other(life):
    carry(life, "office-day", day=SATURDAY, state="buka · open", reason="Layanan akhir pekan", legal_basis="SK 7/2026")
    vars(life.desk).pop("office")  # read anew, as by each run's own process
    queue(life, good_samples(1))
    subject = f"ROUNDS-{SATURDAY}"
    with PlayedFlows(life).playing() as flows:
        at_work(flows, "dispatch", FRIDAY)
        flows.answer_once(life.question("plan-approval", subject), "WN")
        flows.go_on()
        flows.answer_once(life.question("assignment-signature", subject), "RK")
        flows.go_on()
        told = {flow: at_work(flows, flow, SATURDAY).state.message for flow in sorted(AT_WORK, key=AT_WORK.__getitem__)}
        assert flows.engine.failures == []
    asked = {(one.kind, one.opened_on) for one in life.rows(Question)}
    assert ("morning-release", SATURDAY) in asked
    assert {one.day for one in life.rows(Digest)} == {SATURDAY}
    assert told["dispatch"] == f"direncanakan · to be planned: {MONDAY}"


def test_a_fee_that_falls_overdue_over_a_weekend_is_asked_about_when_the_office_opens(at_stage):
    life = at_stage(Stage.PAYMENT)
    with life.change() as change:
        [payment] = change.session.scalars(select(Payment))
        payment.due_on = FRIDAY
        change.write(Event("test:payment:due", life.reference))
    asked = {}
    with PlayedFlows(life).playing() as flows:
        for day in (SATURDAY, SUNDAY, MONDAY):
            at_work(flows, "watch", day)
            asked[day] = len(life.rows(Question, Question.kind == "payment-overdue"))
    assert asked == {SATURDAY: 0, SUNDAY: 0, MONDAY: 1}


def at_work(flows, flow, day):
    """A flow is started at its hour of a day."""
    flows.life.clock.now = datetime.combine(day, AT_WORK[flow], OFFICE_TIME_ZONE)
    return flows.run(flow)
