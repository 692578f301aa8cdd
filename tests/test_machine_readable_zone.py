from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.identity.birth_date import BirthDate
from casework.identity.machine_readable_zone import check_digit, compose, read_zone

TODAY = date(2026, 11, 25)
# The specimen of ICAO Doc 9303 part 4, of the state of Utopia.
SPECIMEN = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


def zone_of(**changes):
    told = {
        "issuing_state": "USA",
        "surname": "Meadowlark",
        "given_names": "Opal Ivy",
        "passport_number": "A12345678",
        "nationality": "USA",
        "born": "510312",
        "sex": "F",
        "expiry": date(2030, 1, 1),
    }
    return compose(**(told | changes))


def test_the_specimen_of_the_standard_is_read_without_a_fault():
    zone = read_zone(SPECIMEN, TODAY)
    assert zone.faults == ()
    assert (zone.surname, zone.given_names) == ("ERIKSSON", "ANNA MARIA")
    assert (zone.passport_number, zone.nationality, zone.sex) == ("L898902C3", "UTO", "F")
    assert zone.expiry == date(2012, 4, 15)
    assert zone.personal_number == "ZE184226B"


@pytest.mark.parametrize(("field", "digit"), [("520727", "3"), ("AB2134<<<", "5"), ("L898902C3", "6"), ("<<<<<<", "0")])
def test_a_check_digit_has_the_weights_seven_three_one(field, digit):
    assert check_digit(field) == digit


def test_what_is_composed_is_read_back():
    zone = read_zone(zone_of(), TODAY)
    assert zone.full_name == "OPAL IVY MEADOWLARK"
    assert zone.birth_date == BirthDate(1951, 3, 12)
    assert (zone.issuing_state, zone.passport_number, zone.expiry, zone.faults) == (
        "USA",
        "A12345678",
        date(2030, 1, 1),
        (),
    )


@pytest.mark.parametrize(
    ("born", "birth_date"),
    [
        ("51<<<<", BirthDate(1951)),
        ("5103<<", BirthDate(1951, 3)),
        ("510000", BirthDate(1951)),
        ("000000", None),
        ("<<<<<<", None),
    ],
)
def test_an_incomplete_birth_date_is_lawful(born, birth_date):
    zone = read_zone(zone_of(born=born), TODAY)
    assert zone.birth_date == birth_date
    assert zone.faults == ()


@pytest.mark.parametrize("born", ["511312", "510230", "5A0312", "51<<12", "5<0312"])
def test_a_birth_date_that_cannot_be_is_a_fault_even_with_the_right_check_digit(born):
    assert read_zone(zone_of(born=born), TODAY).faults == ("birth-date",)


@pytest.mark.parametrize(
    ("born", "year"), [("260101", 1926), ("610101", 1961), ("620101", 1962), ("100101", 2010), ("120101", 1912)]
)
def test_the_century_is_the_one_that_makes_an_old_person_where_one_does(born, year):
    assert read_zone(zone_of(born=born), TODAY).birth_date == BirthDate(year, 1, 1)


@given(position=st.integers(0, 43), digit=st.sampled_from("0123456789"))
def test_any_single_wrong_digit_in_a_checked_field_is_found(position, digit):
    upper, lower = zone_of()
    checked = position in range(10) or position in range(13, 20) or position in range(21, 28) or position >= 43
    if checked and lower[position].isdigit() and lower[position] != digit:
        altered = lower[:position] + digit + lower[position + 1 :]
        assert read_zone((upper, altered), TODAY).faults != ()


def test_two_neighbouring_digits_swapped_are_found():
    upper, lower = zone_of()
    swapped = lower[0] + lower[2] + lower[1] + lower[3:]
    assert read_zone((upper, swapped), TODAY).faults == ("passport-number", "composite")


def test_a_visa_is_not_a_passport():
    upper, lower = zone_of()
    assert read_zone(("V" + upper[1:], lower), TODAY).faults == ("document-kind",)


def test_a_single_name_stands_as_the_surname():
    zone = read_zone(zone_of(surname="Contohan", given_names=""), TODAY)
    assert (zone.surname, zone.given_names, zone.full_name) == ("CONTOHAN", "", "CONTOHAN")


def test_german_passports_say_d():
    zone = read_zone(zone_of(issuing_state="D", nationality="D"), TODAY)
    assert (zone.issuing_state, zone.nationality, zone.faults) == ("D", "D", ())


def test_an_unspecified_sex_is_a_filler():
    assert read_zone(zone_of(sex="X"), TODAY).sex == "X"


@pytest.mark.parametrize(
    ("typed", "agrees"),
    [
        ("1951-03-12", True),
        ("1851-03-12", True),
        ("1951-03-13", False),
        ("1951", True),
        ("1952", False),
        ("1951-04", False),
    ],
)
def test_a_typed_birth_date_agrees_where_both_know_a_part(typed, agrees):
    assert read_zone(zone_of(), TODAY).can_be_born_on(BirthDate.read(typed)) is agrees


def test_an_unknown_birth_date_agrees_with_any():
    assert read_zone(zone_of(born="000000"), TODAY).can_be_born_on(BirthDate(1940, 1, 2))


@pytest.mark.parametrize(
    "lines", [("P<USA", "A1"), (SPECIMEN[0].lower(), SPECIMEN[1]), (SPECIMEN[0], SPECIMEN[1] + "<")]
)
def test_lines_of_another_length_or_alphabet_are_no_zone(lines):
    with pytest.raises(ValueError, match="two lines of 44 characters"):
        read_zone(lines, TODAY)


@given(
    lines=st.tuples(*[st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<", min_size=44, max_size=44)] * 2),
    day=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)
def test_any_two_lines_of_the_alphabet_are_read(lines, day):
    assert isinstance(read_zone(lines, day).faults, tuple)
