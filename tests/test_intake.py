"""An application arrives: recognised, stored whole or not at all, and answered."""

import json
from dataclasses import replace

import pytest
from lives_by_stage import completed, first_sample, good_samples, sample_number, with_an_unprintable_name

from casework.demo_office.applications import with_another_street, write_application
from casework.effective_dates import Certainty
from casework.inbox import Refused, submit
from casework.lifecycle import Stage
from casework.registry.models import ApplicationCycle, Case, CaseDocument, FindingRow, Letter, Question
from casework.stages import eligibility
from casework.stages.conflict import conflict_of
from casework.stages.intake import check_files
from casework.tariff_table import TariffItem
from casework.tariffs import Tariff

# --- recognised


def test_an_application_becomes_a_case_with_its_receipt_and_every_document_sealed(life):
    sample = first_sample()
    assert life.receive(sample) == "new"
    assert (life.stage, life.letters()) == (Stage.RECEIVED, ["receipt"])
    assert life.count(CaseDocument) == len(sample.application.documents)
    for row in life.rows(CaseDocument):
        raw = (life.office.files.folder / row.stored_as).read_bytes()
        assert sample.files_by_code()[row.code] not in raw


def test_a_resend_is_the_same_case_with_the_same_receipt(life):
    life.receive(first_sample())
    reference = life.reference
    number = life.rows(Letter)[0].number
    assert life.receive(first_sample()) == "resent"
    assert (life.reference, life.count(Case), [row.number for row in life.rows(Letter)]) == (reference, 1, [number])


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
    assert life.count(ApplicationCycle) == 1
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
    assert life.receive(completed()) == "completed"
    assert (life.reference, life.case().cycle, life.stage) == (reference, 2, Stage.RECEIVED)
    assert life.check() == 0
    life.assess()
    assert {row.cycle for row in life.rows(FindingRow)} == {2}
    assert life.letters() == ["receipt", "missing-documents", "receipt"]
    assert life.count(ApplicationCycle) == 2


def test_a_return_by_the_officer_asks_for_completion_and_the_verdict_is_asked_anew(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    life.decided("BS", "eligibility-verdict", "return", ground="guarantee-unsigned")
    assert life.stage is Stage.INCOMPLETE
    life.receive(with_another_street(first_sample()))
    life.check()
    question = life.assess()
    assert question.cycle == 2
    assert life.decide_as("EL", question, "eligible").granted


def test_the_verdict_is_prepared_once_a_cycle(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    first = life.question("eligibility-verdict")
    rows = life.count(FindingRow)
    assert life.assess().question_id == first.question_id
    assert life.count(FindingRow) == rows


# --- decided without a person


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
    assert life.count(Case) == 0


def test_malformed_input_is_reported_field_by_field_without_its_values(life, tmp_path):
    raw = json.loads(first_sample().as_json())
    raw["applicant"]["nationality"] = "Quistrebert!"
    outcome = submit(life.registry, life.office, json.dumps(raw).encode(), tmp_path, life.office.now())
    assert isinstance(outcome, Refused)
    assert "applicant.nationality" in outcome.as_json()
    assert "Quistrebert" not in outcome.as_json()


def test_a_name_that_no_letter_can_print_is_refused_whole_and_no_number_is_taken(life, tmp_path):
    sample = with_an_unprintable_name(first_sample())
    folder = write_application(tmp_path, sample)
    outcome = submit(life.registry, life.office, sample.as_json(), folder, life.office.now())
    assert isinstance(outcome, Refused)
    assert [field for field, _ in outcome.faults] == ["applicant.full_name"]
    assert (life.count(Case), life.count(Letter)) == (0, 0)
    life.receive(good_samples(1)[0])
    assert life.rows(Letter)[0].sequence == 1
