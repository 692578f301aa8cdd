"""An application arrives: recognised, stored whole or not at all, answered; and paid for in time."""

import fcntl
import json
import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
from clock_of_the_test import FIRST_DAY
from demo_life import Life
from lives_by_stage import first_sample, good_samples, sample_number
from sqlalchemy import func, select

from casework.demo_office.applications import with_another_street, write_application
from casework.effective_dates import Certainty
from casework.inbox import Refused, collect_inbox, submit
from casework.lifecycle import Stage
from casework.registry.models import ApplicationCycle, Case, CaseDocument, FindingRow, Letter, Payment, Question
from casework.stages import eligibility, payment
from casework.stages.conflict import conflict_of
from casework.stages.intake import check_files
from casework.tariff_table import TariffItem
from casework.tariffs import Tariff


def counted(life: Life, model) -> int:
    with life.registry.reading() as reading:
        return reading.session.scalar(select(func.count()).select_from(model))


def completed(sample):
    """The same person's application, now with everything."""
    whole = sample_number(2)
    from casework.demo_office.applications import _sukoharjo
    from casework.demo_office.dossier import assemble

    dossier = replace(_sukoharjo(FIRST_DAY), left_out=frozenset())
    assert sample.external_reference == whole.external_reference
    return assemble(dossier, FIRST_DAY, "completed")


# --- recognised


def test_an_application_becomes_a_case_with_its_receipt_and_every_document_sealed(life):
    sample = first_sample()
    assert life.receive(sample) == "new"
    assert (life.stage, life.letters()) == (Stage.RECEIVED, ["receipt"])
    assert counted(life, CaseDocument) == len(sample.application.documents)
    for row in life.rows(CaseDocument):
        raw = (life.office.files.folder / row.stored_as).read_bytes()
        assert sample.files_by_code()[row.code] not in raw


def test_a_resend_is_the_same_case_with_the_same_receipt(life):
    life.receive(first_sample())
    reference = life.reference
    number = life.rows(Letter)[0].number
    assert life.receive(first_sample()) == "resent"
    assert (life.reference, counted(life, Case), [row.number for row in life.rows(Letter)]) == (reference, 1, [number])


def test_a_resend_to_a_closed_case_is_still_the_same_receipt(at_stage):
    life = at_stage(Stage.CLOSED)
    before = life.reference
    assert (life.receive(first_sample()), life.reference, life.stage) == ("resent", before, Stage.CLOSED)


def test_the_same_reference_with_other_content_is_a_conflict_for_a_person(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    other = with_another_street(first_sample())
    assert life.receive(other) == "conflict"
    assert life.receive(other) == "conflict"
    assert len(life.open(kind="intake-conflict")) == 1
    assert counted(life, ApplicationCycle) == 1
    [asked] = life.rows(Question, Question.kind == "intake-conflict")
    assert asked.prepared["differs"] == ["residence.street"]
    with life.registry.reading() as reading:
        [kept] = conflict_of(reading, life.reference, 1)
    assert (kept.kept, kept.other) == (
        first_sample().application.residence.street,
        other.application.residence.street,
    )
    life.decided("BS", "intake-conflict", "keep", ground="sent-by-mistake")
    assert life.stage is Stage.ASSESSMENT


def test_after_a_conflict_the_guarantor_may_be_asked_to_send_it_anew(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    verdict = life.question("eligibility-verdict")
    life.receive(with_another_street(first_sample()))
    life.decided("BS", "intake-conflict", "ask-again", ground="documents")
    assert (life.stage, life.standing(verdict.question_id).state) == (Stage.INCOMPLETE, "void")
    assert life.letters()[-1] == "missing-documents"
    assert life.receive(with_another_street(first_sample())) == "completed"
    life.check()
    assert life.assess().cycle == 2


def test_once_billed_a_case_is_not_sent_back_for_a_conflict(at_stage):
    life = at_stage(Stage.PAYMENT)
    life.receive(with_another_street(first_sample()))
    assert (
        life.decide_as("BS", life.question("intake-conflict"), "ask-again", ground="documents").reason
        == "not-consistent"
    )
    assert life.stage is Stage.PAYMENT


# --- complete or not


def test_an_incomplete_application_is_answered_and_its_completion_is_a_new_cycle_of_the_same_case(life):
    sample = sample_number(2)
    life.receive(sample)
    assert life.check() == 1
    assert (life.stage, life.letters()) == (Stage.INCOMPLETE, ["receipt", "missing-documents"])
    reference = life.reference
    assert life.receive(completed(sample)) == "completed"
    assert (life.reference, life.case().cycle, life.stage) == (reference, 2, Stage.RECEIVED)
    assert life.check() == 0
    life.assess()
    assert {row.cycle for row in life.rows(FindingRow)} == {2}
    assert life.letters() == ["receipt", "missing-documents", "receipt"]
    assert counted(life, ApplicationCycle) == 2


def test_a_return_by_the_officer_asks_for_completion_and_the_verdict_is_asked_anew(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    life.decided("BS", "eligibility-verdict", "return", ground="documents")
    assert life.stage is Stage.INCOMPLETE
    life.receive(with_another_street(first_sample()))
    life.check()
    question = life.assess()
    assert question.cycle == 2
    assert life.decide_as("EL", question, "eligible").granted


def test_the_verdict_is_prepared_once_a_cycle(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    first = life.question("eligibility-verdict")
    rows = counted(life, FindingRow)
    assert life.assess().question_id == first.question_id
    assert counted(life, FindingRow) == rows


# --- refused whole


def test_a_document_whose_bytes_are_others_is_named_and_nothing_is_stored(life):
    sample = first_sample()
    files = {
        code: content + b"x" if code == "PASSPORT" else content for code, content in sample.files_by_code().items()
    }
    faults = check_files(sample.application, files)
    assert [fault.document for fault in faults] == ["PASSPORT"]


def test_an_application_without_its_files_is_refused_whole(life, tmp_path):
    outcome = submit(life.registry, life.office, first_sample().as_json(), tmp_path, life.office.now())
    assert isinstance(outcome, Refused)
    assert {field.partition(".")[0] for field, _ in outcome.faults} == {"documents"}
    assert counted(life, Case) == 0


def test_malformed_input_is_reported_field_by_field_without_its_values(life, tmp_path):
    raw = json.loads(first_sample().as_json())
    raw["applicant"]["nationality"] = "Quistrebert!"
    outcome = submit(life.registry, life.office, json.dumps(raw).encode(), tmp_path, life.office.now())
    assert isinstance(outcome, Refused)
    assert "applicant.nationality" in outcome.as_json()
    assert "Quistrebert" not in outcome.as_json()


def unprintable(sample):
    """A name that passes the border but that no letter can print."""
    applicant = sample.application.applicant.model_copy(update={"full_name": "Adelaide \u0b95\u0bbe Fairweather"})
    return replace(sample, application=sample.application.model_copy(update={"applicant": applicant}))


def test_a_name_that_no_letter_can_print_is_refused_whole_and_no_number_is_taken(life, tmp_path):
    sample = unprintable(first_sample())
    folder = write_application(tmp_path, sample)
    outcome = submit(life.registry, life.office, sample.as_json(), folder, life.office.now())
    assert isinstance(outcome, Refused)
    assert [field for field, _ in outcome.faults] == ["applicant_name"]
    assert (counted(life, Case), counted(life, Letter)) == (0, 0)
    life.receive(good_samples(1)[0])
    assert life.rows(Letter)[0].sequence == 1


# --- the inbox


def test_the_inbox_is_emptied_the_oldest_first_and_what_was_refused_is_put_aside_with_its_report(life):
    inbox = life.office.settings.inbox_folder
    good = write_application(inbox, first_sample())
    bad = write_application(inbox, unprintable(sample_number(2)))
    another = write_application(inbox, sample_number(10))
    (inbox / ".writing-half").mkdir()
    references = collect_inbox(life.registry, life.office)
    assert len(references) == counted(life, Case) == 2
    assert [folder.exists() for folder in (good, bad, another)] == [False, False, False]
    report = json.loads((inbox / "refused" / bad.name / "report.json").read_text())
    assert [fault["field"] for fault in report["refused"]] == ["applicant_name"]
    assert collect_inbox(life.registry, life.office) == []


def test_an_inbox_that_somebody_is_emptying_is_left_to_them(life):
    inbox = life.office.settings.inbox_folder
    write_application(inbox, first_sample())
    with (inbox / ".being-emptied").open("a") as another:
        fcntl.flock(another, fcntl.LOCK_EX)
        assert collect_inbox(life.registry, life.office) == []
    assert counted(life, Case) == 0
    assert len(collect_inbox(life.registry, life.office)) == counted(life, Case) == 1


def test_a_crash_after_storing_makes_it_a_resend(life, tmp_path):
    inbox = life.office.settings.inbox_folder
    folder = write_application(inbox, first_sample())
    shutil.copytree(folder, tmp_path / "kept")
    collect_inbox(life.registry, life.office)
    shutil.copytree(tmp_path / "kept", folder)
    assert collect_inbox(life.registry, life.office) == []
    assert counted(life, Case) == 1


# --- paid in time


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


CERTAIN = Tariff((TariffItem("PNBP", "state fee", 500_000, "PP 45/2024"),), "PP 45/2024", "test", Certainty.PUBLISHED)


@pytest.mark.parametrize(
    ("decreed", "tariff", "stage"),
    [
        (False, CERTAIN, Stage.ASSESSMENT),
        (True, replace(CERTAIN, certainty=Certainty.DERIVED), Stage.ASSESSMENT),
        (True, CERTAIN, Stage.PAYMENT),
    ],
)
def test_a_clear_yes_passes_alone_only_where_it_was_decreed_and_the_tariff_is_certain(
    decreed, tariff, stage, at_stage, monkeypatch
):
    life = at_stage(Stage.RECEIVED)
    life.check()
    monkeypatch.setattr("casework.stages.eligibility.tariff_for", lambda *_: tariff)
    settings = life.office.settings.model_copy(update={"clear_yes_passes_alone": decreed})
    with life.change() as change:
        eligibility.prepare_verdict(change, replace(life.office, settings=settings), life.reference)
    assert life.stage is stage


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
