import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.identity.identity_number import IdentityNumber, Impossible, read_identity_number
from casework.identity.telephone import as_dialled


def test_a_womans_day_is_written_with_forty_added():
    assert read_identity_number("3372054107520003") == IdentityNumber("33.72.05", 1, 7, 52, "F", "0003")


def test_a_mans_day_is_written_as_it_is():
    assert read_identity_number("3310011508800001") == IdentityNumber("33.10.01", 15, 8, 80, "M", "0001")


def test_the_number_of_a_foreigner_with_a_ktp_is_built_the_same_way():
    assert isinstance(read_identity_number("3372051703560001"), IdentityNumber)


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("337205410752000", Impossible.LENGTH),
        ("33720541075200033", Impossible.LENGTH),
        ("337205410752000X", Impossible.LENGTH),
        ("٣٣٧٢٠٥٤١٠٧٥٢٠٠٠٣", Impossible.LENGTH),
        ("9972054107520003", Impossible.REGION),
        ("3300054107520003", Impossible.REGION),
        ("3372004107520003", Impossible.REGION),
        ("3372053002600001", Impossible.BIRTH_DATE),
        ("3372057002600001", Impossible.BIRTH_DATE),
        ("3372052902610001", Impossible.BIRTH_DATE),
        ("3372050007600001", Impossible.BIRTH_DATE),
        ("3372054007600001", Impossible.BIRTH_DATE),
        ("3372051513600001", Impossible.BIRTH_DATE),
        ("3372051500600001", Impossible.BIRTH_DATE),
        ("3372050107520000", Impossible.SERIAL),
    ],
)
def test_a_number_that_cannot_exist_is_refused_with_its_reason(number, fault):
    assert read_identity_number(number) is fault


def test_29_february_is_lawful_in_a_leap_year_only():
    assert isinstance(read_identity_number("3372052902600001"), IdentityNumber)
    assert isinstance(read_identity_number("3372056902000001"), IdentityNumber)


@given(born=st.dates(), woman=st.booleans(), serial=st.integers(1, 9999))
def test_every_real_birth_date_makes_a_number(born, woman, serial):
    number = f"337205{born.day + 40 * woman:02}{born.month:02}{born.year % 100:02}{serial:04}"
    read = read_identity_number(number)
    if (born.month, born.day, born.year % 4) == (2, 29, 0) or (born.month, born.day) != (2, 29):
        assert isinstance(read, IdentityNumber)
        assert (read.sex, read.birth_day, read.birth_month) == ("F" if woman else "M", born.day, born.month)


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("0812-0000-1001", "+6281200001001"),
        ("+62 812 0000 1001", "+6281200001001"),
        ("0271 700101", "+62271700101"),
        ("+1 202 456 1111", "+12024561111"),
        ("08123", None),
        ("0", None),
        ("12345678901234567890", None),
        ("not a number", None),
    ],
)
def test_a_telephone_number_is_dialled_in_e164_or_not_at_all(written, dialled):
    assert as_dialled(written) == dialled
