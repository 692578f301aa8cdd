"""The employee number (NIP) tells whose it is: a woman's or a man's; nothing else is read from it."""

import pytest

from casework.identity.employee_number import is_employee_number, is_of_a_woman


@pytest.mark.parametrize(
    ("number", "of_a_woman"),
    [
        ("199405252018012908", True),
        ("198309142008011907", False),
        ("199503102021212001", True),  # a contract employee's: 21 for the month
        ("199405252018013908", False),  # no such sex
        ("", False),
        ("19940525201801290", False),
    ],
)
def test_the_fifteenth_digit_tells_a_woman(number, of_a_woman):
    assert is_of_a_woman(number) is of_a_woman


def test_what_is_a_womans_number_is_a_number_in_shape():
    assert is_employee_number("199405252018012908")
    assert not is_employee_number("199405252018013908")
