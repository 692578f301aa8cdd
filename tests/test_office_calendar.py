from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.effective_dates import Certainty, Dated, NothingInForce, in_force, in_force_or_nearest, the_one_in_force
from casework.office_calendar import OfficeCalendar, OfficeDay, at, visiting_hours

OFFICE = OfficeCalendar()
DAYS = st.dates(date(2019, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 12, 23), None),  # Wednesday
        (date(2026, 12, 24), "Cuti Bersama Hari Raya Natal"),  # Thursday
        (date(2026, 12, 25), "Hari Raya Natal"),  # Friday
        (date(2026, 12, 26), "Hari Sabtu"),
        (date(2026, 12, 27), "Hari Minggu"),
        (date(2026, 12, 28), None),  # Monday
        (date(2024, 11, 27), "Hari Pemilihan"),  # Wednesday, local elections
    ],
)
def test_the_office_says_in_indonesian_why_it_is_closed(day, reason):
    found = OFFICE.reason_closed(day)
    assert found == reason if reason != "Hari Pemilihan" else "Pemilihan" in found
    assert OFFICE.is_working_day(day) is (reason is None)


def test_the_moved_holiday_of_2021_closes_wednesday_20_october_and_not_tuesday_the_19th():
    assert OFFICE.is_working_day(date(2021, 10, 19))
    assert OFFICE.reason_closed(date(2021, 10, 20)) == "Maulid Nabi Muhammad"


def test_the_first_visit_fell_on_a_working_wednesday():
    assert OFFICE.is_working_day(date(2021, 10, 6))


def test_the_offices_own_table_wins_both_ways():
    wednesday, saturday = date(2026, 9, 9), date(2026, 9, 12)
    office = OfficeCalendar(
        {
            wednesday: OfficeDay("closed", "Pemilihan kepala desa", "SE Bupati 1/2026"),
            saturday: OfficeDay("open", "Pelayanan khusus", "SK 2/2026"),
        }
    )
    assert office.reason_closed(wednesday) == "Pemilihan kepala desa"
    assert office.next_working_day(date(2026, 9, 8)) == date(2026, 9, 10)
    assert office.is_working_day(saturday)
    assert office.next_working_day(date(2026, 9, 11)) == saturday


def test_four_working_days_after_23_december_2026_is_31_december():
    assert OFFICE.add_working_days(date(2026, 12, 23), 1) == date(2026, 12, 28)
    assert OFFICE.add_working_days(date(2026, 12, 23), 4) == date(2026, 12, 31)


def test_working_days_are_counted_backwards_too():
    assert OFFICE.add_working_days(date(2026, 12, 31), -4) == date(2026, 12, 23)
    assert OFFICE.previous_working_day(date(2026, 12, 28)) == date(2026, 12, 23)
    assert OFFICE.add_working_days(date(2026, 12, 26), 0) == date(2026, 12, 26)


@given(day=DAYS, number=st.integers(-25, 25).filter(bool))
def test_counting_forth_and_back_leads_to_the_same_day(day, number):
    reached = OFFICE.add_working_days(day, number)
    assert OFFICE.is_working_day(reached)
    assert OFFICE.working_days_between(day, reached) == number
    if OFFICE.is_working_day(day):
        assert OFFICE.add_working_days(reached, -number) == day


@given(day=DAYS)
def test_no_working_day_lies_between_a_day_and_the_next(day):
    following = OFFICE.next_working_day(day)
    between = [day + timedelta(days=n) for n in range(1, (following - day).days)]
    assert not any(OFFICE.is_working_day(other) for other in between)


def test_a_year_without_a_joint_decree_is_flagged_as_an_estimate():
    assert OFFICE.is_published(2027)
    assert not OFFICE.is_published(2028)
    assert OFFICE.unpublished_years(date(2027, 12, 1), date(2029, 1, 2)) == (2028, 2029)
    assert OfficeCalendar(confirmed_years={2028}).is_published(2028)


def test_a_count_that_leaves_the_calendar_is_refused_in_one_sentence():
    with pytest.raises(ValueError, match="leaves the calendar"):
        OFFICE.previous_working_day(date.min)


def test_visits_begin_at_nine_and_on_fridays_the_last_one_at_ten():
    wednesday, friday = visiting_hours(date(2021, 10, 6)), visiting_hours(date(2021, 10, 8))
    assert wednesday.first_start == time(9, 0)
    assert [(w.opens, w.closes) for w in wednesday.windows] == [(time(8, 30), time(11, 30)), (time(13, 0), time(15, 0))]
    assert (friday.last_start, [w.closes for w in friday.windows]) == (time(10, 0), [time(11, 0)])


def test_there_were_no_visiting_hours_before_the_service():
    with pytest.raises(NothingInForce, match="visiting hours"):
        visiting_hours(date(2019, 5, 3))


def test_a_time_of_the_office_is_in_west_indonesian_time():
    assert at(date(2021, 10, 6), time(9, 0)).isoformat() == "2021-10-06T09:00:00+07:00"


def test_an_entry_is_in_force_on_its_first_and_last_day():
    entry = Dated(
        valid_from=date(2024, 1, 1),
        valid_to=date(2024, 12, 16),
        legal_basis="a",
        source="b",
        certainty=Certainty.OFFICE,
    )
    days = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 16), date(2024, 12, 17)]
    assert [entry.covers(day) for day in days] == [False, True, True, False]
    assert in_force([entry], days[0]) == ()
    assert in_force_or_nearest([entry], days[0]) is entry
    with pytest.raises(NothingInForce, match="with its legal basis"):
        the_one_in_force([entry], days[3], "the matter")
    with pytest.raises(NothingInForce, match="empty"):
        in_force_or_nearest([], days[0])
