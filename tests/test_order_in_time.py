"""A letter's date agrees with what it tells: the past lies not after it, what is to come not before it."""

from datetime import date, datetime, timedelta

import pytest
from pydantic import ValidationError

from casework.clock import OFFICE_TIME_ZONE
from casework.letters import LetterKind, LetterRefused, check_order_in_time, longest_facts, render_letter, sample_facts
from casework.letters.facts.samples.invented import DECREE_NUMBER, LETTER_DATE
from casework.letters.gallery import sample_frame, specimen
from casework.letters.numbering import sequence_in

TOMORROW, YESTERDAY = LETTER_DATE + timedelta(days=1), LETTER_DATE - timedelta(days=1)


@pytest.mark.parametrize("facts_of", [sample_facts, longest_facts])
@pytest.mark.parametrize("kind", LetterKind)
def test_each_sample_agrees_with_the_date_that_it_bears(kind, facts_of):
    check_order_in_time(kind, facts_of(kind), LETTER_DATE)


@pytest.mark.parametrize(
    ("kind", "dated", "field"),
    [
        (LetterKind.FAILED_VISIT, YESTERDAY, "arrived_at lies after"),
        (LetterKind.VISIT_RECORD, YESTERDAY, "started_at lies after"),
        (LetterKind.PASSPORT_CUSTODY, YESTERDAY, "taken_at lies after"),
        (LetterKind.DISPATCH_REPORT, YESTERDAY, "released_at lies after"),
        (LetterKind.REFUSAL, YESTERDAY, "decided_on lies after"),
        (LetterKind.CLOSING, YESTERDAY, "closed_on lies after"),
        (LetterKind.BREACH_NOTICE, LETTER_DATE - timedelta(days=2), "breach.discovered_at lies after"),
        (LetterKind.BILLING, date(2026, 12, 4), "payable_until lies before"),
        (LetterKind.VISIT_NOTICE, date(2026, 11, 28), "starts_at lies before"),
        (LetterKind.ASSIGNMENT, date(2026, 11, 28), "round_date lies before"),
        (LetterKind.REFUSAL, date(2026, 12, 19), "leave_by lies before"),
        (LetterKind.MISSING_DOCUMENTS, date(2026, 12, 16), "deadline lies before"),
    ],
)
def test_a_letter_that_contradicts_its_date_is_not_printed_and_says_which_fact(kind, dated, field):
    with pytest.raises(LetterRefused, match=field):
        render_letter(kind, sample_facts(kind), sample_frame(kind, dated))


def test_a_visit_that_the_office_calls_off_may_lie_ahead_but_not_one_at_whose_door_a_team_stood():
    facts = sample_facts(LetterKind.FAILED_VISIT).model_copy(update={"outcome": "office-closed"})
    check_order_in_time(LetterKind.FAILED_VISIT, facts, YESTERDAY)
    with pytest.raises(LetterRefused, match="arrived_at"):
        check_order_in_time(LetterKind.FAILED_VISIT, sample_facts(LetterKind.FAILED_VISIT), YESTERDAY)


def test_a_specimen_of_whatever_facts_bears_a_date_that_agrees_with_them():
    facts = sample_facts(LetterKind.REFUSAL)
    later = facts.model_copy(update={"decided_on": date(2027, 2, 1), "leave_by": date(2027, 2, 3)})
    assert specimen(LetterKind.REFUSAL, later).pages >= 1


@pytest.mark.parametrize("year", [1899, 2200, 9999])
def test_a_day_of_another_age_is_refused(year):
    told = sample_facts(LetterKind.REFUSAL).model_dump() | {"leave_by": date(year, 1, 1)}
    with pytest.raises(ValidationError, match="leave_by has a year outside 1900–2199"):
        type(sample_facts(LetterKind.REFUSAL)).model_validate(told)


def test_a_bill_of_nothing_is_refused():
    bill = sample_facts(LetterKind.BILLING)
    told = bill.model_dump() | {"items": tuple(one.model_dump() | {"amount": 0} for one in bill.items)}
    with pytest.raises(ValidationError, match="nothing is to be paid"):
        type(bill).model_validate(told)


def test_the_rows_of_the_days_report_stand_by_time_and_its_decree_is_numbered_as_decrees_are():
    report = sample_facts(LetterKind.DISPATCH_REPORT)
    assert [visit.planned_at for visit in report.visits] == sorted(visit.planned_at for visit in report.visits)
    assert report.visits[0].planned_at == datetime(2026, 11, 26, 9, 0, tzinfo=OFFICE_TIME_ZONE)
    assert DECREE_NUMBER == "WIM.13.IMI.1-18-OT.02.01 TAHUN 2026"
    assert sequence_in(DECREE_NUMBER, LetterKind.TEAM_DECREE, date(2026, 2, 2)) == 18
