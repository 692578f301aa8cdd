from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.identity.birth_date import AgeRange, BirthDate


def test_a_resident_is_65_on_the_birthday_and_64_the_day_before():
    born = BirthDate(1956, 11, 25)
    assert born.age_on(date(2021, 11, 24)) == AgeRange(64, 64)
    assert born.age_on(date(2021, 11, 25)) == AgeRange(65, 65)


def test_a_resident_born_on_29_february_is_65_on_1_march():
    born = BirthDate(1956, 2, 29)
    assert born.age_on(date(2021, 2, 28)) == AgeRange(64, 64)
    assert born.age_on(date(2021, 3, 1)) == AgeRange(65, 65)
    assert born.sixty_fifth_birthday == date(2021, 3, 1)


def test_a_resident_born_on_29_february_keeps_the_day_in_a_leap_year():
    assert BirthDate(1956, 2, 29).certainly_reaches(64) == date(2020, 2, 29)


def test_of_a_year_alone_the_age_is_known_to_a_year():
    born = BirthDate.read("1956")
    assert (born.earliest, born.latest) == (date(1956, 1, 1), date(1956, 12, 31))
    assert born.age_on(date(2021, 6, 1)) == AgeRange(64, 65)
    assert born.age_on(date(2021, 12, 31)) == AgeRange(65, 65)
    assert born.sixty_fifth_birthday == date(2021, 12, 31)


def test_of_a_month_the_last_day_counts():
    born = BirthDate.read("1956-02")
    assert born.latest == date(1956, 2, 29)
    assert born.age_on(date(2021, 2, 28)) == AgeRange(64, 65)
    assert born.sixty_fifth_birthday == date(2021, 3, 1)


@pytest.mark.parametrize(
    "text", ["1951-02-30", "1951-2-3", "51", "1951-13", "1951-00", "1951-01-00", "1951--12", "", "١٩٥١"]
)
def test_a_date_that_does_not_exist_is_refused(text):
    with pytest.raises(ValueError, match=r"\w"):
        BirthDate.read(text)


def test_a_day_without_its_month_is_refused():
    with pytest.raises(ValueError, match="needs its month"):
        BirthDate(1951, None, 12)


def test_nobody_has_an_age_before_birth():
    with pytest.raises(ValueError, match="before the day of birth"):
        BirthDate(1951, 3, 12).age_on(date(1951, 3, 11))


@pytest.mark.parametrize("text", ["1951", "1951-03", "1951-03-12"])
def test_a_birth_date_is_written_as_it_was_read(text):
    assert str(BirthDate.read(text)) == text


BIRTHS = st.one_of(
    st.builds(BirthDate, st.integers(1900, 2000)),
    st.builds(BirthDate, st.integers(1900, 2000), st.integers(1, 12)),
    st.builds(lambda day: BirthDate(day.year, day.month, day.day), st.dates(date(1900, 1, 1), date(2000, 12, 31))),
)


@given(born=BIRTHS, years=st.integers(1, 110))
def test_the_age_is_certain_from_the_reckoned_birthday_on_and_not_a_day_earlier(born, years):
    birthday = born.certainly_reaches(years)
    assert born.age_on(birthday).at_least == years
    assert born.age_on(birthday - timedelta(days=1)).at_least == years - 1


@given(born=BIRTHS, days=st.integers(0, 40000))
def test_the_range_of_ages_is_as_wide_as_what_is_unknown(born, days):
    age = born.age_on(born.latest + timedelta(days=days))
    assert 0 <= age.at_most - age.at_least <= (0 if born.is_complete else 1)
