"""The fee: billed once, paid in time or asked about, and never more than the permit's."""

from datetime import timedelta

import pytest
from demo_life import Life
from lives_by_stage import sample_number

from casework.lifecycle import Stage
from casework.registry.models import Payment
from casework.stages import payment


def test_a_fee_unpaid_on_its_day_goes_to_a_person_once(at_stage):
    life = at_stage(Stage.PAYMENT)
    due = life.rows(Payment)[0].due_on
    assert ask_about_overdue(life, due) is None
    assert ask_about_overdue(life, due + timedelta(days=1)) is not None
    assert ask_about_overdue(life, due + timedelta(days=2)) is None
    assert life.question("payment-overdue").role == "section-head"


def ask_about_overdue(life: Life, day):
    life.clock.put(day, life.clock.now.time())
    with life.change() as change:
        return payment.ask_about_overdue(change, life.office, life.reference)


def test_more_time_may_be_given_and_the_question_comes_again(at_stage):
    life = at_stage(Stage.PAYMENT)
    due = life.rows(Payment)[0].due_on
    ask_about_overdue(life, due + timedelta(days=1))
    life.decided("BS", "payment-overdue", "extend", ground="health")
    later = life.rows(Payment)[-1].due_on
    assert later == life.office.calendar.add_working_days(life.clock.now.date(), 5)
    assert ask_about_overdue(life, later + timedelta(days=1)).cycle == 2


def test_a_deadline_that_outlasts_its_billing_code_is_billed_anew_and_either_code_may_be_paid(at_stage):
    life = at_stage(Stage.PAYMENT)
    ask_about_overdue(life, life.rows(Payment)[0].due_on + timedelta(days=1))
    life.decided("BS", "payment-overdue", "extend", ground="health")
    life.send_all()
    first, second = life.rows(Payment)
    assert second.billing_code not in (None, first.billing_code)
    assert second.billing_expires_at.date() >= second.due_on
    with life.change() as change:
        payment.note_paid(change, first.billing_code, paid_at=life.clock.now, receipt_number="0123456789ABCDEF")
    assert life.stage is Stage.WAITING_FOR_VISIT


def test_an_unpaid_application_ends_by_a_person_only(at_stage):
    life = at_stage(Stage.PAYMENT)
    ask_about_overdue(life, life.rows(Payment)[0].due_on + timedelta(days=1))
    life.decided("BS", "payment-overdue", "end", ground="unpaid")
    life.send_all()
    life.close()
    assert (life.stage, life.case().result) == (Stage.CLOSED, "unpaid")


def test_a_payment_answers_the_question_about_it(at_stage):
    life = at_stage(Stage.PAYMENT)
    ask_about_overdue(life, life.rows(Payment)[0].due_on + timedelta(days=1))
    question = life.question("payment-overdue")
    life.pay()
    assert (life.stage, life.standing(question.question_id).void_reason) == (Stage.WAITING_FOR_VISIT, "paid")
    assert life.decide_as("BS", question, "end", ground="unpaid").reason == "question-void"


def test_a_payment_is_told_once_however_often_the_treasury_is_asked(at_stage):
    life = at_stage(Stage.PAYMENT)
    life.pay()
    life.pay()
    assert life.events().count("payment:fee:paid") == 1


@pytest.mark.parametrize(("days_before_the_end", "in_time"), [(1, True), (0, True), (-1, False)])
def test_a_fee_paid_while_the_permit_runs_protects_from_overstay_and_the_visit_notice_says_so(
    at_stage, days_before_the_end, in_time
):
    life = at_stage(Stage.PAYMENT)
    paid_at = life.clock.now.replace(year=life.case().permit_expires_on.year)
    ends = life.case().permit_expires_on
    paid_at = paid_at.replace(month=ends.month, day=ends.day) - timedelta(days=days_before_the_end)
    life.pay(paid_at)
    assert life.facts_of("payment:fee:paid") == [{"paid_on": paid_at.date().isoformat(), "before_expiry": in_time}]
    life.clock.put(ends + timedelta(days=10), life.clock.now.time())
    life.announce()
    life.send_all()
    assert ("overstay" in life.letter_text("visit-notice")) == in_time


@pytest.mark.parametrize("number", [1, 10])
def test_the_fee_is_the_permits_and_never_the_visits(life, number):
    life.receive(sample_number(number))
    life.check()
    life.assess()
    life.decided("BS", "eligibility-verdict", "eligible", ground="other-evidence")
    fee = life.rows(Payment)[0]
    assert fee.amount == {1: 4_500_000, 10: 23_000_000}[number]
    assert fee.tariff_basis == "PP 45/2024"
