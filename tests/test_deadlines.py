from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.case import PermitKind, Procedure
from casework.deadline_rules import ServiceStep
from casework.deadlines import (
    document_deadline,
    every_deadline_rule,
    filing_window,
    last_safe_visit_day,
    limits_on,
    overstay_on,
    payment_deadline,
    reminder_days,
    retain_until,
    retention_of,
    service_level_due,
    urgency_of,
)
from casework.effective_dates import NothingInForce
from casework.office_calendar import OfficeCalendar

OFFICE = OfficeCalendar()
ITK, ITAS, ITAP = PermitKind.VISIT, PermitKind.LIMITED, PermitKind.PERMANENT
EXTENSION, CONVERSION, REPORT, GRANT = Procedure.EXTENSION, Procedure.CONVERSION, Procedure.REPORT, Procedure.GRANT


@pytest.mark.parametrize(
    ("kind", "procedure", "expires_on", "earliest", "latest"),
    [
        (ITAS, EXTENSION, date(2026, 12, 28), date(2026, 9, 28), date(2026, 12, 23)),  # Monday after Christmas
        (ITAS, EXTENSION, date(2027, 5, 31), date(2027, 2, 28), date(2027, 5, 28)),  # no 31 February
        (ITAP, EXTENSION, date(2026, 12, 28), date(2026, 9, 28), date(2026, 12, 28)),
        (ITAP, EXTENSION, date(2026, 12, 27), date(2026, 9, 27), date(2026, 12, 23)),  # Sunday
        (ITAP, REPORT, date(2026, 12, 28), date(2026, 9, 28), date(2026, 12, 23)),
        (ITK, EXTENSION, date(2026, 9, 10), date(2026, 8, 27), date(2026, 9, 9)),
        (ITAS, CONVERSION, date(2026, 12, 10), None, date(2026, 11, 10)),
        (ITAS, GRANT, date(2026, 9, 10), None, date(2026, 9, 9)),
    ],
)
def test_the_filing_window_follows_kind_and_procedure(kind, procedure, expires_on, earliest, latest):
    window = filing_window(expires_on, kind, procedure, OFFICE)
    assert (window.earliest, window.latest) == (earliest, latest)
    assert window.rule.legal_basis


def test_no_filing_window_exists_where_the_law_knows_no_such_procedure():
    assert filing_window(date(2026, 9, 10), ITK, REPORT, OFFICE) is None


@pytest.mark.parametrize(
    ("kind", "expires_on", "day"),
    [
        (ITK, date(2026, 9, 10), date(2026, 9, 4)),  # Thursday, less 2 + 2 working days: Friday
        (ITAS, date(2026, 9, 10), date(2026, 9, 2)),  # less 4 + 2: Wednesday
        (ITAP, date(2026, 9, 10), date(2026, 9, 1)),  # less 5 + 2: Tuesday
        (ITAS, date(2026, 12, 27), date(2026, 12, 15)),  # Sunday after Christmas, from Wednesday the 23rd
    ],
)
def test_the_last_safe_visit_day_leaves_time_for_the_office_and_one_failed_visit(kind, expires_on, day):
    assert last_safe_visit_day(expires_on, kind, EXTENSION, OFFICE) == day


@given(
    expires_on=st.dates(date(1999, 1, 1), date(2040, 12, 31)),
    kind=st.sampled_from(PermitKind),
    procedure=st.sampled_from(Procedure),
)
def test_the_last_safe_visit_day_is_a_working_day_before_the_expiry(expires_on, kind, procedure):
    day = last_safe_visit_day(expires_on, kind, procedure, OFFICE)
    assert OFFICE.is_working_day(day)
    assert day < expires_on
    assert OFFICE.working_days_between(day, expires_on) >= 4


def test_documents_come_three_working_days_before_the_expiry():
    assert document_deadline(date(2026, 12, 28), OFFICE, asked_on=date(2026, 12, 1)) == date(2026, 12, 21)


def test_the_document_deadline_never_lies_before_the_next_working_day():
    assert document_deadline(date(2026, 9, 10), OFFICE, asked_on=date(2026, 9, 9)) == date(2026, 9, 10)
    assert document_deadline(date(2026, 1, 5), OFFICE, asked_on=date(2026, 9, 11)) == date(2026, 9, 14)


def test_without_an_expiry_ten_working_days_are_given_for_documents():
    assert document_deadline(None, OFFICE, asked_on=date(2026, 9, 7)) == date(2026, 9, 21)


def test_the_fee_is_due_within_seven_days_and_never_after_the_expiry():
    billed_on = date(2026, 9, 7)
    assert payment_deadline(None, billed_on=billed_on) == date(2026, 9, 14)
    assert payment_deadline(date(2026, 12, 1), billed_on=billed_on) == date(2026, 9, 14)
    assert payment_deadline(date(2026, 9, 9), billed_on=billed_on) == date(2026, 9, 9)
    assert payment_deadline(date(2026, 8, 28), billed_on=billed_on) == date(2026, 9, 14)


@pytest.mark.parametrize(
    ("step", "kind", "due"),
    [
        (ServiceStep.INTAKE_CHECK, ITAS, date(2026, 12, 28)),
        (ServiceStep.ELIGIBILITY, ITAS, date(2026, 12, 28)),
        (ServiceStep.VISIT, ITAS, date(2026, 12, 29)),
        (ServiceStep.ISSUE, ITK, date(2026, 12, 29)),
        (ServiceStep.ISSUE, ITAS, date(2026, 12, 31)),
        (ServiceStep.ISSUE, ITAP, date(2027, 1, 4)),
        (ServiceStep.FORWARD, ITAP, date(2026, 12, 30)),
        (ServiceStep.CENTRAL_DECISION, ITAS, date(2027, 1, 4)),
    ],
)
def test_service_levels_count_working_days_over_christmas(step, kind, due):
    assert service_level_due(step, kind, date(2026, 12, 23), OFFICE) == due


def test_a_step_without_a_service_level_is_refused():
    with pytest.raises(NothingInForce, match="SERVICE_LEVELS"):
        service_level_due(ServiceStep.FORWARD, ITK, date(2026, 9, 7), OFFICE)


@pytest.mark.parametrize(
    ("expires_on", "urgency"),
    [
        (date(2026, 9, 10), "emergency"),  # 3 working days after Monday the 7th
        (date(2026, 9, 11), "priority"),
        (date(2026, 9, 14), "priority"),
        (date(2026, 9, 15), "normal"),
        (None, "normal"),
    ],
)
def test_a_case_is_urgent_when_its_stay_ends_within_working_days(expires_on, urgency):
    assert urgency_of(expires_on, date(2026, 9, 7), OFFICE) == urgency


def test_reminders_go_out_90_60_30_14_7_3_and_1_days_before():
    expires_on = date(2026, 12, 1)
    assert [(expires_on - day).days for day in reminder_days(expires_on, date(2026, 1, 1))] == [90, 60, 30, 14, 7, 3, 1]
    assert reminder_days(expires_on, date(2026, 11, 25)) == (date(2026, 11, 28), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("days", "kind", "charge"),
    [
        (0, "none", 0),
        (1, "chargeable", 1_000_000),
        (10, "chargeable", 10_000_000),
        (59, "chargeable", 59_000_000),
        (60, "gap", None),
        (61, "beyond", None),
    ],
)
def test_overstay_costs_a_million_a_day_until_day_60_where_the_law_is_silent(days, kind, charge):
    expires_on = date(2026, 6, 1)
    overstay = overstay_on(expires_on + timedelta(days=days), expires_on)
    assert (overstay.kind, overstay.days, overstay.charge) == (kind, days, charge)


def test_the_charge_follows_the_tariff_of_the_day_of_settlement():
    assert overstay_on(date(2019, 5, 2), date(2019, 4, 22)).charge == 3_000_000
    assert overstay_on(date(2019, 5, 3), date(2019, 4, 22)).charge == 11_000_000


def test_submitted_and_paid_on_the_last_day_of_stay_is_no_overstay_however_long_it_takes():
    expires_on = date(2026, 6, 1)
    later = date(2026, 9, 1)
    assert overstay_on(later, expires_on, submitted_on=expires_on, paid_on=expires_on).kind == "none"
    assert overstay_on(later, expires_on, submitted_on=expires_on).kind == "beyond"
    assert overstay_on(later, expires_on, submitted_on=expires_on, paid_on=date(2026, 6, 2)).kind == "beyond"


def test_an_unlimited_permit_cannot_be_overstayed():
    assert overstay_on(date(2026, 6, 1), None).kind == "none"


def test_files_are_kept_three_or_five_years_after_closure():
    closed_on = date(2028, 2, 29)
    assert retain_until("ITK", closed_on) == date(2031, 2, 28)
    assert retain_until(ITAS, closed_on) == date(2033, 2, 28)
    assert retain_until(ITAP, date(2026, 9, 7)) == date(2031, 9, 7)
    assert "35/2013" in retention_of("ITAS", closed_on).legal_basis
    with pytest.raises(ValueError, match="PASSPORT"):
        retain_until("PASSPORT", closed_on)


def test_every_rule_behind_a_deadline_says_its_legal_basis_and_source():
    assert all(rule.legal_basis and rule.source for rule in every_deadline_rule())
    assert limits_on(date(2026, 9, 7)).priority_within == 5
