from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.case import Permit, PermitKind, Procedure
from casework.effective_dates import Certainty
from casework.tariff_table import ENDLESS, MONTHS_6, TARIFF_ROWS, YEAR_1, YEARS_2
from casework.tariffs import tariff_for, usual_end_of_stay, visit_fee

ITK, ITAS, ITAP = PermitKind.VISIT, PermitKind.LIMITED, PermitKind.PERMANENT
EXTENSION, CONVERSION, REPORT = Procedure.EXTENSION, Procedure.CONVERSION, Procedure.REPORT
IN_2021, IN_2023, NOW = date(2021, 10, 6), date(2023, 10, 6), date(2026, 11, 25)


@pytest.mark.parametrize(
    ("kind", "days", "on", "total"),
    [
        (ITAS, MONTHS_6, IN_2021, 1_600_000),
        (ITAS, YEAR_1, IN_2021, 2_500_000),
        (ITAS, YEARS_2, IN_2021, 3_750_000),
        (ITAP, 1826, IN_2021, 6_750_000),
        (ITAP, ENDLESS, IN_2021, 11_950_000),
        (ITK, 60, IN_2021, 750_000),
        (ITK, 60, IN_2023, 2_000_000),
        (ITK, 60, NOW, 1_000_000),
        (ITK, 30, NOW, 500_000),
        (ITK, 180, NOW, 2_000_000),
        (ITAS, YEAR_1, NOW, 4_500_000),
        (ITAP, 1826, NOW, 11_000_000),
        (ITAP, ENDLESS, NOW, 23_000_000),
    ],
)
def test_published_bundles_are_met_to_the_rupiah(kind, days, on, total):
    assert tariff_for(kind, EXTENSION, "E31A", on, days=days).total == total


def test_the_tariff_changes_between_16_and_17_december_2024():
    assert tariff_for(ITAS, EXTENSION, "E33F", date(2024, 12, 16)).total == 2_500_000
    new = tariff_for(ITAS, EXTENSION, "E33F", date(2024, 12, 17))
    assert (new.total, new.legal_basis, new.certainty) == (4_500_000, "PP 45/2024", Certainty.DERIVED)
    assert new.must_be_confirmed


@pytest.mark.parametrize(("kind", "days"), [(ITAS, MONTHS_6), (ITAS, YEARS_2), (ITAS, 1826), (ITK, 181), (ITAS, 5000)])
def test_an_amount_that_is_not_published_is_left_to_the_treasurer(kind, days):
    assert tariff_for(kind, EXTENSION, "E31A", NOW, days=days) is None


def test_the_usual_stay_of_an_index_is_billed_where_none_is_named():
    assert tariff_for(ITK, EXTENSION, "C12", NOW).total == 2_000_000
    assert tariff_for(ITK, EXTENSION, "C1", NOW).total == 1_000_000
    assert tariff_for(ITK, EXTENSION, "B1", NOW).total == 500_000
    assert tariff_for(ITAP, EXTENSION, "E31A", NOW).total == 23_000_000
    assert tariff_for(ITAP, Procedure.GRANT, "E31A", NOW).total == 11_000_000
    assert tariff_for(ITAS, EXTENSION, "E33E", NOW) is None
    assert tariff_for(ITK, EXTENSION, "D2", NOW) is None


def test_a_guessed_length_of_stay_makes_the_tariff_unconfirmed():
    assert tariff_for(ITAS, EXTENSION, "E31A", NOW).certainty is Certainty.UNCONFIRMED
    assert tariff_for(ITK, EXTENSION, "C1", NOW).must_be_confirmed is False


@pytest.mark.parametrize(
    ("kind", "procedure", "index", "includes"),
    [
        (ITAS, EXTENSION, "E31A", True),
        (ITAP, EXTENSION, "E31A", True),
        (ITAP, Procedure.GRANT, "E31A", True),
        (ITK, EXTENSION, "C1", False),
        (ITAP, REPORT, "E31A", False),
    ],
)
def test_a_stay_of_a_year_or_more_is_billed_with_its_re_entry_permit_and_a_visit_without(
    kind, procedure, index, includes
):
    assert tariff_for(kind, procedure, index, NOW).includes_reentry is includes


def test_a_conversion_is_billed_as_the_permit_it_leads_to():
    assert tariff_for(ITAS, CONVERSION, "E31A", NOW).total == 11_000_000
    assert tariff_for(ITK, CONVERSION, "C1", NOW).total == 4_500_000
    assert tariff_for(ITAP, CONVERSION, "E31A", NOW) is None


def test_the_five_year_report_of_an_itap_is_free():
    report = tariff_for(ITAP, REPORT, "E31A", NOW)
    assert (report.total, len(report.items), report.must_be_confirmed) == (0, 1, False)
    assert tariff_for(ITAS, REPORT, "E31A", NOW) is None


@pytest.mark.parametrize(
    ("kind", "index", "procedure", "expires_on", "ends_on"),
    [
        (ITAS, "E33F", EXTENSION, date(2028, 2, 29), date(2029, 2, 28)),
        (ITAS, "E33E", EXTENSION, date(2026, 12, 1), date(2031, 12, 1)),
        (ITK, "C1", EXTENSION, date(2026, 12, 1), date(2027, 1, 30)),
        (ITK, "D2", EXTENSION, date(2026, 12, 1), date(2026, 12, 1)),
        (ITAS, "E31A", Procedure.GRANT, None, date(2027, 11, 25)),
        (ITAS, "E31A", CONVERSION, date(2026, 12, 1), date(2031, 12, 1)),
        (ITAP, "E31A", EXTENSION, date(2026, 12, 1), None),
        (ITAP, "E31A", REPORT, None, None),
    ],
)
def test_a_new_stay_runs_from_the_end_of_the_present_one(kind, index, procedure, expires_on, ends_on):
    assert usual_end_of_stay(Permit(kind=kind, index=index, expires_on=expires_on), procedure, NOW) == ends_on


def test_no_tariff_is_on_record_before_3_may_2019():
    assert tariff_for(ITAS, EXTENSION, "E31A", date(2019, 5, 2)) is None


@given(on=st.dates(date(2011, 1, 1), date(2060, 12, 31)))
def test_the_visit_costs_nothing_on_any_day(on):
    assert visit_fee(on) == 0


@given(
    on=st.dates(date(2019, 5, 3), date(2060, 12, 31)), kind=st.sampled_from(PermitKind), days=st.integers(1, ENDLESS)
)
def test_every_amount_is_whole_rupiah_with_its_basis(on, kind, days):
    tariff = tariff_for(kind, EXTENSION, "E31A", on, days=days)
    if tariff is not None:
        assert all(type(item.amount) is int and item.amount > 0 for item in tariff.items)
        assert tariff.total == sum(item.amount for item in tariff.items)
        assert {item.legal_basis for item in tariff.items} == {tariff.legal_basis}
        assert tariff.source


@given(on=st.dates(date(2019, 5, 3), date(2060, 12, 31)))
def test_one_row_at_most_stands_for_a_kind_and_length_on_a_day(on):
    rows = [(row.kind, row.up_to_days) for row in TARIFF_ROWS if row.covers(on)]
    assert len(rows) == len(set(rows))
