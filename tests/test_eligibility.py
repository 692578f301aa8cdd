import json
import string
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.case import Application, PermitKind, Procedure
from casework.citations import cited
from casework.eligibility import (
    Outcome,
    alternative_for,
    assess,
    explain,
    reapply_from,
    rules_in_force,
    service_window_on,
)
from casework.eligibility.checks import CHECKS
from casework.eligibility.grounds import GROUNDS
from casework.eligibility.rules import RULES, find_rule
from casework.eligibility.verdict import Finding
from casework.office_calendar import OfficeCalendar
from casework.questions import ELIGIBILITY
from casework.tariffs import tariff_for, visit_fee

OFFICE = OfficeCalendar()
TODAY = date(2026, 9, 7)  # a Monday
TIMURAN = "33.72.05.1007"
SEED_DAY = date(2021, 10, 6)
GUARANTOR = {
    "kind": "person",
    "name": "Sri Rahayu Contoh",
    "identity_number": "3372054107520003",
    "relation": "spouse",
    "telephone": "+62 812 3190 4277",
    "email": "penjamin@example.com",
}


def application(
    *,
    applied_on=TODAY,
    birth_date="1951-03-12",
    nationality="USA",
    passport_nationality=None,
    passport_type="ordinary",
    village=TIMURAN,
    kind=PermitKind.LIMITED,
    index="E31A",
    procedure=Procedure.EXTENSION,
    expires_on=TODAY + timedelta(days=60),
    extension_number=1,
    guarantor=GUARANTOR,
    married=False,
) -> Application:
    in_passport = (passport_nationality or nationality).ljust(3, "<")
    return Application.model_validate(
        {
            "schema_version": "1",
            "channel": "miskago",
            "external_reference": "MG-2026-000001",
            "submitted_at": datetime(applied_on.year, applied_on.month, applied_on.day, 3, 0, tzinfo=UTC),
            "procedure": procedure,
            "permit": {"kind": kind, "index": index, "expires_on": expires_on, "extension_number": extension_number},
            "applicant": {
                "full_name": "MARY CONTOH EXAMPLE",
                "machine_readable_zone": (
                    f"P<{in_passport}EXAMPLE<<MARY<CONTOH".ljust(44, "<"),
                    f"X123456784{in_passport}5103128F3001019".ljust(44, "<"),
                ),
                "nationality": nationality,
                "birth_date": birth_date,
                "sex": "F",
                "passport_number": "X12345678",
                "passport_expires_on": date(2030, 1, 1),
                "passport_type": passport_type,
                "married_to_indonesian": married,
            },
            "residence": {
                "village_code": village,
                "street": "Jl. Contoh 1",
                "neighbourhood": "002/005",
                "postal_code": "57131",
                "contact_name": "Sri Rahayu Contoh",
                "contact_telephone": "+62 812 3190 4277",
            },
            "guarantor": guarantor,
            "documents": (),
        }
    )


def verdict_on(sent, on=None, **more):
    applied_on = (sent.submitted_at + timedelta(hours=7)).date()
    return assess(sent, on=on or applied_on, service=service_window_on(applied_on), calendar=OFFICE, **more)


def finding(verdict, rule_id):
    return next(finding for finding in verdict.findings if finding.rule_id == rule_id)


def test_case_1_the_first_known_visit_is_eligible_under_the_rules_of_october_2021():
    sent = application(applied_on=SEED_DAY, birth_date="1951-03-12", expires_on=date(2021, 12, 1))
    verdict = verdict_on(sent)
    assert (verdict.outcome, verdict.ground, verdict.refer_to) == ("eligible", None, ())
    assert {found.outcome for found in verdict.findings} <= {Outcome.PASS, Outcome.NOT_APPLICABLE}
    assert finding(verdict, "filing-window").rule_version == "2021-10"
    assert visit_fee(SEED_DAY) == 0


def test_case_2_64_years_and_364_days_is_ineligible_and_the_letter_may_name_the_birthday():
    sent = application(birth_date="1961-09-08")
    verdict = verdict_on(sent)
    assert (verdict.outcome, verdict.ground) == ("ineligible", "under-age")
    assert finding(verdict, "age").detail == {"minimum_age": 65, "applied_on": "2026-09-07"}
    assert reapply_from(sent, on=TODAY, calendar=OFFICE) == date(2026, 9, 8)
    assert (
        alternative_for(finding(verdict, "age"), "en")
        == "The application can be made at the office, in its priority lane"
    )


def test_case_2_nobody_is_asked_to_come_back_after_the_stay_has_ended():
    sent = application(birth_date="1962-01-01", expires_on=date(2026, 12, 31))
    assert reapply_from(sent, on=TODAY, calendar=OFFICE) is None


def test_case_3_exactly_65_on_the_day_of_the_application_is_eligible():
    assert verdict_on(application(birth_date="1961-09-07")).outcome == "eligible"


@pytest.mark.parametrize(
    ("applied_on", "outcome"), [(date(2029, 2, 28), Outcome.FAIL), (date(2029, 3, 1), Outcome.PASS)]
)
def test_a_resident_born_on_29_february_is_65_on_1_march(applied_on, outcome):
    sent = application(birth_date="1964-02-29", applied_on=applied_on, expires_on=date(2029, 4, 30))
    assert finding(verdict_on(sent), "age").outcome is outcome


@pytest.mark.parametrize(
    ("birth_date", "outcome", "ground"),
    [
        ("1960", "eligible", None),
        ("1961", "manual", "age-uncertain"),
        ("1962", "ineligible", "under-age"),
        ("1961-08", "eligible", None),
        ("1961-09", "manual", "age-uncertain"),
        ("1961-10", "ineligible", "under-age"),
    ],
)
def test_case_4_an_incomplete_birth_date_passes_only_at_its_latest_reading(birth_date, outcome, ground):
    verdict = verdict_on(application(birth_date=birth_date))
    assert (verdict.outcome, verdict.ground) == (outcome, ground)


def test_case_5_an_indonesian_citizen_is_ineligible():
    verdict = verdict_on(application(nationality="IDN"))
    assert (verdict.outcome, verdict.ground) == ("ineligible", "indonesian-citizen")


def test_case_5_suspected_dual_nationality_goes_to_the_intelligence_section_without_a_refusal():
    verdict = verdict_on(application(nationality="NLD", passport_nationality="IDN"))
    assert (verdict.outcome, verdict.ground) == ("manual", "dual-nationality-suspected")
    assert not verdict.most_telling.may_be_told
    assert verdict.refer_to == ("intelligence-section",)


def test_case_6_prambanan_in_sleman_is_refused_naming_yogyakarta_and_prambanan_in_klaten_is_accepted():
    verdict = verdict_on(application(village="34.04.09.2001"))
    assert (verdict.outcome, verdict.ground) == ("ineligible", "outside-the-area")
    assert "Kantor Imigrasi Kelas I TPI Yogyakarta" in explain(verdict.most_telling, "id")
    assert verdict_on(application(village="33.10.01.2001")).outcome == "eligible"


def test_case_7_an_unknown_village_inside_the_area_goes_to_a_person():
    verdict = verdict_on(application(village="33.14.05.2999"))
    assert (verdict.outcome, verdict.ground) == ("manual", "village-unknown")


def test_case_6_where_no_neighbouring_office_is_known_the_letter_says_the_local_one():
    assert "kantor imigrasi setempat" in explain(verdict_on(application(village="51.71.01.1001")).most_telling, "id")


def test_case_9_submitted_and_paid_before_the_expiry_is_no_overstay_when_the_visit_comes_later():
    expires_on = date(2026, 9, 9)
    sent = application(expires_on=expires_on)
    assert verdict_on(sent).outcome == "eligible"
    assert verdict_on(sent, on=date(2026, 9, 21), paid_on=expires_on).outcome == "eligible"
    unpaid = verdict_on(sent, on=date(2026, 9, 21))
    assert (unpaid.outcome, unpaid.ground, unpaid.refer_to) == ("manual", "expired-before-payment", ("head-of-office",))


def test_case_10_ten_days_of_overstay_cost_ten_million_and_the_head_of_office_decides():
    verdict = verdict_on(application(expires_on=TODAY - timedelta(days=10)))
    assert (verdict.outcome, verdict.ground, verdict.refer_to) == ("manual", "overstay-chargeable", ("head-of-office",))
    assert finding(verdict, "overstay").detail == {"days": 10, "charge_rupiah": 10_000_000}
    assert "Rp10.000.000" in explain(verdict.most_telling, "id")


@pytest.mark.parametrize(
    ("days", "outcome", "ground"),
    [(59, "manual", "overstay-chargeable"), (60, "manual", "overstay-day-60"), (61, "ineligible", "overstay-beyond")],
)
def test_case_11_day_60_is_a_persons_and_day_61_ends_the_home_service(days, outcome, ground):
    verdict = verdict_on(application(expires_on=TODAY - timedelta(days=days)))
    assert (verdict.outcome, verdict.ground) == (outcome, ground)
    if days == 61:
        assert verdict.refer_to == ("intelligence-section",)


@pytest.mark.parametrize(
    ("nationality", "passport_type", "ground", "desk"),
    [
        ("XXB", "refugee", "refugee", "refugee-desk"),
        ("XXC", "ordinary", "refugee", "refugee-desk"),
        ("XXA", "stateless", "stateless", "refugee-desk"),
        ("USA", "diplomatic", "diplomatic-or-service-passport", "ministry-of-foreign-affairs"),
        ("D", "service", "diplomatic-or-service-passport", "ministry-of-foreign-affairs"),
    ],
)
def test_cases_30_and_31_refugees_stateless_persons_and_diplomats_are_referred(
    nationality, passport_type, ground, desk
):
    verdict = verdict_on(application(nationality=nationality, passport_type=passport_type))
    assert (verdict.outcome, verdict.ground, verdict.refer_to) == ("ineligible", ground, (desk,))


@pytest.mark.parametrize(
    ("nationality", "passport_type", "legal_basis"),
    [
        ("IDN", "ordinary", "UU 6/2011 Ps 1"),
        ("XXB", "refugee", "Perpres 125/2016"),
        ("XXA", "stateless", "UU 6/2011"),
        ("USA", "diplomatic", "UU 6/2011 Ps 49"),
        ("XXX", "ordinary", "UU 6/2011"),
    ],
)
def test_who_is_no_foreigner_with_a_national_passport_reads_the_law_that_is_about_them(
    nationality, passport_type, legal_basis
):
    found = finding(verdict_on(application(nationality=nationality, passport_type=passport_type)), "nationality")
    assert found.legal_basis == legal_basis
    words = (explain(found, "id"), explain(found, "en"), alternative_for(found, "id"), alternative_for(found, "en"))
    assert [text for text in words if "125" in text] == []


def test_a_ground_has_a_legal_basis_of_its_own_where_its_rule_s_is_not_about_it():
    grounds = {code: ground.legal_basis for code, ground in GROUNDS.items() if ground.legal_basis is not None}
    assert grounds == {
        "indonesian-citizen": "UU 6/2011 Ps 1",
        "refugee": "Perpres 125/2016",
        "diplomatic-or-service-passport": "UU 6/2011 Ps 49",
        "unlimited-only-reports": "UU 6/2011 Ps 59",
        "only-permanent-permits-report": "UU 6/2011 Ps 59",
    }


@pytest.mark.parametrize("nationality", ["XXX", "UNO", "UTO"])
def test_an_unclear_nationality_goes_to_a_person(nationality):
    assert verdict_on(application(nationality=nationality)).ground == "nationality-unclear"


@pytest.mark.parametrize("nationality", ["D", "GBN", "RKS", "KOR"])
def test_nationalities_as_passports_write_them_are_foreign(nationality):
    assert verdict_on(application(nationality=nationality)).outcome == "eligible"


@pytest.mark.parametrize("index", ["B1", "A1"])
def test_case_33_a_stay_on_arrival_or_without_a_visa_is_not_converted(index):
    sent = application(kind=PermitKind.VISIT, index=index, procedure=Procedure.CONVERSION, extension_number=0)
    verdict = verdict_on(sent)
    assert (verdict.outcome, verdict.ground) == ("ineligible", "not-convertible")
    assert "evisa.imigrasi.go.id" in alternative_for(verdict.most_telling, "id")


def test_a_limited_permit_is_converted_thirty_days_before_its_end_and_later_only_by_a_person():
    conversion = {"procedure": Procedure.CONVERSION, "extension_number": 0}
    assert verdict_on(application(**conversion, expires_on=TODAY + timedelta(days=30))).outcome == "eligible"
    late = verdict_on(application(**conversion, expires_on=TODAY + timedelta(days=29)))
    assert (late.outcome, late.ground) == ("manual", "filed-too-late")


def test_case_34_an_unlimited_itap_is_only_reported_free_of_charge():
    unlimited = {"kind": PermitKind.PERMANENT, "expires_on": None}
    report = verdict_on(application(**unlimited, procedure=Procedure.REPORT))
    assert report.outcome == "eligible"
    assert finding(report, "filing-window").outcome is Outcome.NOT_APPLICABLE
    assert tariff_for(PermitKind.PERMANENT, Procedure.REPORT, "E31A", TODAY).total == 0
    extension = verdict_on(application(**unlimited))
    assert (extension.outcome, extension.ground) == ("ineligible", "unlimited-only-reports")


def test_only_an_itap_is_reported():
    assert verdict_on(application(procedure=Procedure.REPORT)).ground == "only-permanent-permits-report"


def test_a_limited_permit_without_its_last_day_goes_to_a_person():
    assert verdict_on(application(expires_on=None)).ground == "expiry-missing"


def test_a_stay_on_arrival_is_extended_once_and_a_visit_visa_counted_by_a_person():
    visit = {"kind": PermitKind.VISIT, "expires_on": TODAY + timedelta(days=10)}
    assert verdict_on(application(**visit, index="B1", extension_number=1)).outcome == "eligible"
    assert verdict_on(application(**visit, index="B1", extension_number=2)).ground == "no-extension-left"
    assert verdict_on(application(**visit, index="C1", extension_number=2)).outcome == "eligible"
    beyond = verdict_on(application(**visit, index="C1", extension_number=3))
    assert (beyond.outcome, beyond.ground) == ("manual", "extensions-to-be-counted")
    assert verdict_on(application(**visit, index="Z9")).ground == "index-unknown"


def test_a_guarantor_is_needed_unless_the_law_exempts():
    assert verdict_on(application(guarantor=None)).ground == "guarantor-missing"
    assert verdict_on(application(guarantor=None, married=True)).outcome == "eligible"
    assert verdict_on(application(guarantor=None, index="E33")).outcome == "eligible"
    assert finding(verdict_on(application()), "guarantor").rule.legal_basis == "UU 6/2011 Ps 63 jo. UU 6/2023"


def test_case_38_a_closed_service_takes_no_application_and_finishes_what_it_took():
    closed = verdict_on(application(applied_on=date(2024, 5, 6), expires_on=date(2024, 6, 6)))
    assert (closed.outcome, closed.ground) == ("ineligible", "service-closed")
    assert explain(closed.most_telling, "en") == "The home visit service was not open on the day of the application"
    assert cited(closed.most_telling.legal_basis, "en") == "Presidential Decree No. 17 of 2023"
    running = application(applied_on=date(2023, 6, 20), expires_on=date(2023, 8, 1))
    assert verdict_on(running, on=date(2023, 6, 26)).outcome == "eligible"
    assert service_window_on(date(2025, 5, 29)).is_open
    assert not service_window_on(date(2019, 1, 1)).is_open


def test_an_application_dated_before_the_service_is_told_that_it_was_not_open():
    verdict = verdict_on(application(applied_on=date(2019, 5, 6), expires_on=date(2019, 7, 1), birth_date="1940"))
    assert (verdict.outcome, verdict.ground) == ("ineligible", "service-closed")
    assert explain(verdict.most_telling, "id") == "Layanan kunjungan rumah tidak dibuka pada tanggal permohonan"
    assert cited(verdict.most_telling.legal_basis) == (
        "tidak ada Keputusan Kepala Kantor tentang layanan kunjungan rumah yang berlaku pada tanggal itu"
    )


def test_an_application_may_come_three_months_before_the_end_of_an_itas_and_not_earlier():
    assert verdict_on(application(expires_on=date(2026, 12, 7))).outcome == "eligible"
    early = application(expires_on=date(2026, 12, 8))
    verdict = verdict_on(early)
    assert (verdict.outcome, verdict.ground) == ("ineligible", "filed-too-early")
    assert explain(verdict.most_telling, "id").endswith("paling awal pada 8 September 2026")
    assert reapply_from(early, on=TODAY, calendar=OFFICE) == date(2026, 9, 8)


def test_an_application_on_the_very_last_day_of_an_itas_goes_to_a_person():
    assert verdict_on(application(expires_on=TODAY)).ground == "filed-too-late"


def test_the_day_of_the_application_is_the_offices_day():
    late_in_utc = application(birth_date="1961-09-08").model_copy(
        update={"submitted_at": datetime(2026, 9, 7, 17, 30, tzinfo=UTC)}  # 8 September, 00.30 WIB
    )
    assert (
        assess(late_in_utc, on=date(2026, 9, 8), service=service_window_on(TODAY), calendar=OFFICE).outcome
        == "eligible"
    )


def test_where_several_rules_fail_the_first_of_the_table_is_told_first():
    verdict = verdict_on(application(nationality="IDN", birth_date="1990-01-01", village="34.04.09.2001"))
    assert [found.ground for found in verdict.findings_with(Outcome.FAIL)] == [
        "indonesian-citizen",
        "under-age",
        "outside-the-area",
    ]
    assert verdict.ground == "indonesian-citizen"


def test_a_refusal_outweighs_a_doubt():
    verdict = verdict_on(application(village="33.14.05.2999", guarantor=None))
    assert (verdict.outcome, verdict.ground) == ("ineligible", "guarantor-missing")


def test_the_rules_of_a_past_day_can_be_asked():
    assert rules_in_force(date(2021, 9, 30)) == ()
    versions = {rule.id: rule.version for rule in rules_in_force(SEED_DAY)}
    assert versions["guarantor"] == "2021-10"
    assert {rule.id: rule.version for rule in rules_in_force(TODAY)}["guarantor"] == "2023-03"
    with pytest.raises(LookupError, match="never deleted"):
        find_rule("age", "1066-10")


@given(on=st.dates(date(2021, 10, 1), date(2040, 12, 31)))
def test_each_rule_is_in_force_once_on_any_day_of_the_service(on):
    ids = [rule.id for rule in rules_in_force(on)]
    assert sorted(ids) == sorted(CHECKS)


def test_every_rule_answers_to_a_ground_of_the_officers_form():
    codes = {ground.rpartition(" · ")[2] for ground in ELIGIBILITY.grounds}
    assert {rule.officer_ground for rule in RULES} <= codes


@given(
    birth_date=st.dates(date(1900, 1, 1), date(1999, 12, 31)).map(date.isoformat)
    | st.integers(1900, 1999).map(str)
    | st.tuples(st.integers(1900, 1999), st.integers(1, 12)).map(lambda ym: f"{ym[0]}-{ym[1]:02}"),
    nationality=st.sampled_from(["USA", "D", "IDN", "XXA", "XXB", "XXX", "UNO", "NLD"]),
    passport_type=st.sampled_from(["ordinary", "service", "refugee"]),
    village=st.sampled_from([TIMURAN, "33.14.05.2999", "34.04.09.2001", "99.99.99.9999"]),
    kind=st.sampled_from(PermitKind),
    index=st.sampled_from(["A1", "B1", "C1", "C12", "D2", "E31A", "E33E", "Z1"]),
    procedure=st.sampled_from(Procedure),
    expires_on=st.none() | st.dates(date(1990, 1, 1), date(2040, 1, 1)),
    extension_number=st.integers(0, 20),
    guarantor=st.sampled_from([None, GUARANTOR]),
)
def test_any_application_gets_one_finding_per_rule_in_words_of_both_languages_without_personal_data(**sent):
    verdict = verdict_on(application(**sent))
    assert sorted(found.rule_id for found in verdict.findings) == sorted(CHECKS)
    for found in verdict.findings:
        assert (found.ground is not None) is (found.outcome in (Outcome.FAIL, Outcome.MANUAL))
        for language in ("id", "en"):
            words = explain(found, language)
            assert words
            assert "{" not in words
            assert not words.endswith(".")
        kept = json.dumps(dict(found.detail))
        assert not any(personal in kept for personal in ("CONTOH", "X12345678", "3372054107520003", sent["village"]))
        assert len(sent["birth_date"]) < 10 or sent["birth_date"] not in kept


def test_every_ground_can_be_told_from_what_a_check_leaves_behind():
    values = {
        "service_basis": "SK 1",
        "minimum_age": 65,
        "applied_on": "2026-09-07",
        "regency_code": "34.04",
        "responsible_office": "Kantor Imigrasi",
        "days": 3,
        "charge_rupiah": 3_000_000,
        "index": "B1",
        "extensions": 1,
        "extension_number": 2,
        "earliest_on": "2026-09-08",
        "latest_on": "2026-09-08",
    }
    for code, ground in GROUNDS.items():
        told = Finding("age", "2021-10", Outcome.FAIL, code, values)
        for words in (ground.indonesian, ground.english, ground.alternative_indonesian, ground.alternative_english):
            assert {name for _, name, _, _ in string.Formatter().parse(words) if name} <= {*values, "in_regency"}
        assert explain(told, "id")
        assert alternative_for(told, "en")
    assert alternative_for(Finding("age", "2021-10", Outcome.PASS, None, {}), "id") is None
