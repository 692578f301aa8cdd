from datetime import date, timedelta

import pytest

from casework.case import DocumentCode, PermitKind, Procedure
from casework.completeness import LackCode, missing_from
from casework.demo_office.applications import sample_applications, with_a_wrong_digit
from casework.document_names import DOCUMENT_NAMES
from casework.required_documents import REQUIRED_DOCUMENTS, guarantor_is_required, required_documents, text_in_force

TODAY = date(2026, 11, 25)  # a Wednesday
FIRST = sample_applications(TODAY)[0].application


def changed(part, application=FIRST, **changes):
    """The application with some fields of one part changed; part "" changes the application itself."""
    if not part:
        return application.model_copy(update=changes)
    return application.model_copy(update={part: getattr(application, part).model_copy(update=changes)})


def lacks_of(application, on=TODAY):
    return [(lack.code, lack.subject) for lack in missing_from(application, on)]


def asked_of(application, on=TODAY):
    return {asked.document for asked in required_documents(application, on)}


def test_the_first_known_application_is_complete():
    assert missing_from(FIRST, TODAY) == ()


@pytest.mark.parametrize("left_out", [document.code for document in FIRST.documents])
def test_each_document_of_the_checklist_that_is_left_out_is_named(left_out):
    without = changed("", documents=tuple(document for document in FIRST.documents if document.code is not left_out))
    (lack,) = missing_from(without, TODAY)
    assert (lack.code, lack.subject) == (LackCode.DOCUMENT_MISSING, left_out.value)
    assert lack.indonesian == f"{DOCUMENT_NAMES[left_out][0]}: belum dilampirkan"
    assert lack.english == f"{DOCUMENT_NAMES[left_out][1]}: not enclosed"
    assert lack.legal_basis


def test_a_digit_swapped_by_the_guarantor_is_found_before_anything_is_billed():
    (lack,) = missing_from(with_a_wrong_digit(sample_applications(TODAY)[0]).application, TODAY)
    assert (lack.code, lack.subject) == (LackCode.CHECK_DIGIT_WRONG, "applicant.machine_readable_zone")
    assert lack.indonesian.startswith(
        "Paspor: angka pemeriksa baris kedua tidak cocok (nomor paspor, angka pemeriksa gabungan)"
    )
    assert lack.english.startswith(
        "Passport: the second line does not agree with its own check digits (passport number, composite"
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("passport_number", "A10070002"),
        ("nationality", "CAN"),
        ("birth_date", "1956-01-01"),
        ("sex", "M"),
        ("passport_expires_on", date(2031, 1, 1)),
    ],
)
def test_what_was_typed_must_stand_in_the_passport(field, value):
    assert lacks_of(changed("applicant", **{field: value})) == [
        (LackCode.DISAGREES_WITH_PASSPORT, f"applicant.{field}")
    ]


def test_germany_may_be_typed_as_deu_though_its_passports_say_d():
    german = next(
        sample.application for sample in sample_applications(TODAY) if sample.application.applicant.nationality == "D"
    )
    assert lacks_of(changed("applicant", german, nationality="DEU")) == []


def test_a_passport_is_valid_on_its_last_day_and_a_lack_on_the_day_after():
    last_day = FIRST.applicant.passport_expires_on
    assert lacks_of(FIRST, last_day) == []
    assert lacks_of(FIRST, last_day + timedelta(days=1)) == [(LackCode.PASSPORT_EXPIRED, "PASSPORT")]


def test_a_visa_in_place_of_a_passport_is_named():
    upper, lower = FIRST.applicant.machine_readable_zone
    visa = changed("applicant", machine_readable_zone=("V" + upper[1:], lower))
    assert lacks_of(visa) == [(LackCode.NOT_A_PASSPORT, "applicant.machine_readable_zone")]


def test_the_passport_of_a_state_that_nobody_lists_is_named():
    upper, lower = FIRST.applicant.machine_readable_zone
    specimen = changed("applicant", machine_readable_zone=("P<UTO" + upper[5:], lower))
    assert lacks_of(specimen) == [(LackCode.COUNTRY_CODE_UNKNOWN, "applicant.machine_readable_zone")]


def test_an_impossible_identity_number_of_the_guarantor_is_named():
    assert lacks_of(changed("guarantor", identity_number="3372053002600001")) == [
        (LackCode.IDENTITY_NUMBER_IMPOSSIBLE, "guarantor.identity_number")
    ]


def test_a_bodys_tax_number_is_not_judged_as_an_identity_number():
    body = changed("guarantor", kind="body", identity_number="0013000666091000")
    assert lacks_of(body) == []
    assert DocumentCode.KK_GUARANTOR not in asked_of(body)


@pytest.mark.parametrize(
    ("part", "field"), [("applicant", "telephone"), ("residence", "contact_telephone"), ("guarantor", "telephone")]
)
def test_a_telephone_that_cannot_be_reached_is_named(part, field):
    assert lacks_of(changed(part, **{field: "081234"})) == [(LackCode.TELEPHONE_UNREACHABLE, f"{part}.{field}")]


def test_the_postal_code_must_be_that_of_the_village():
    assert lacks_of(changed("residence", postal_code="57132")) == [
        (LackCode.POSTAL_CODE_OF_ANOTHER_VILLAGE, "residence.postal_code")
    ]


def test_a_village_outside_the_area_is_no_lack():
    assert lacks_of(changed("residence", village_code="34.04.09.2006", postal_code="55572")) == []


def test_who_needs_a_guarantor_and_names_none_is_told_so():
    assert lacks_of(changed("", guarantor=None)) == [(LackCode.GUARANTOR_MISSING, "guarantor")]


def test_who_is_married_to_an_indonesian_needs_no_guarantor_but_the_marriage_certificate():
    married = changed("applicant", changed("", guarantor=None), married_to_indonesian=True)
    assert not guarantor_is_required(married, TODAY)
    assert lacks_of(married) == [(LackCode.DOCUMENT_MISSING, "MARRIAGE_CERTIFICATE")]


@pytest.mark.parametrize(
    ("index", "is_required"),
    [("E33", False), ("E33E", False), ("E33F", True), ("E28A", False), ("B1", False), ("E31G", True)],
)
def test_a_deposit_or_an_investment_replaces_the_guarantor_of_its_own_index_only(index, is_required):
    assert guarantor_is_required(changed("permit", index=index), TODAY) is is_required


def test_the_retired_show_five_documents_more():
    more = asked_of(changed("permit", index="E33F")) - asked_of(FIRST)
    assert more == {
        DocumentCode.INSURANCE,
        DocumentCode.BANK_BOOK,
        DocumentCode.ACCOMMODATION,
        DocumentCode.HELPER,
        DocumentCode.NO_WORK,
    }


def test_a_change_of_status_asks_for_the_statement_of_integration():
    assert DocumentCode.INTEGRATION_STATEMENT in asked_of(changed("", procedure=Procedure.CONVERSION))


def test_a_first_grant_asks_for_visa_and_entry_stamp_but_for_no_permit():
    asked = asked_of(changed("", procedure=Procedure.GRANT))
    assert {DocumentCode.VISA, DocumentCode.ENTRY_STAMP} <= asked
    assert DocumentCode.CURRENT_PERMIT not in asked


def test_an_agent_shows_the_power_of_attorney():
    assert DocumentCode.POWER_OF_ATTORNEY in asked_of(changed("guarantor", relation="agent"))


def test_a_report_of_an_unlimited_permit_needs_no_expiry_but_its_number():
    report = changed(
        "permit", changed("", procedure=Procedure.REPORT), kind=PermitKind.PERMANENT, expires_on=None, number=None
    )
    assert lacks_of(report) == [(LackCode.PERMIT_NUMBER_MISSING, "permit.number")]


def test_an_extension_of_a_limited_permit_needs_the_day_on_which_it_expires():
    assert lacks_of(changed("permit", expires_on=None)) == [(LackCode.PERMIT_EXPIRY_MISSING, "permit.expires_on")]


@pytest.mark.parametrize(
    ("on", "text"),
    [
        (date(2021, 10, 6), "Permenkumham 27/2014 sebagaimana diubah terakhir dengan Permenkumham 29/2021"),
        (date(2023, 8, 24), "Permenkumham 22/2023"),
        (date(2026, 11, 25), "Permenkumham 22/2023 sebagaimana diubah dengan Permenkumham 11/2024"),
    ],
)
def test_a_law_is_cited_as_it_was_in_force_on_the_day(on, text):
    assert text_in_force("permits", on) == text


def test_a_day_without_any_row_is_an_error_and_not_an_empty_checklist():
    with pytest.raises(ValueError, match="no checklist is recorded"):
        missing_from(FIRST, date(2014, 12, 31))


def test_each_row_of_the_checklist_can_be_cited_on_its_first_day_and_today():
    for row in REQUIRED_DOCUMENTS:
        assert text_in_force(row.law, row.valid_from)
        assert text_in_force(row.law, TODAY)


def test_a_lack_never_repeats_what_was_written():
    wrong = changed(
        "guarantor", changed("residence", postal_code="57999"), telephone="081234", identity_number="9999999999999999"
    )
    told = " ".join(
        f"{lack.code} {lack.subject} {lack.indonesian} {lack.english}" for lack in missing_from(wrong, TODAY)
    )
    assert not [value for value in ("57999", "081234", "9999999999999999", "Timuran", "Fairweather") if value in told]


def test_every_document_has_a_name_in_both_languages():
    assert set(DOCUMENT_NAMES) == set(DocumentCode)
