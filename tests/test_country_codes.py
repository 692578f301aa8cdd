import re

import pytest

from casework.identity.country_codes import (
    _codes,
    as_in_passports,
    country_name,
    is_known,
    is_organisation,
    is_refugee,
    is_stateless,
)

ICAO_EXTRAS = ["D", "EUE", "GBD", "GBN", "GBO", "GBP", "GBS", "RKS", "UNO", "XOM", "XXA", "XXB", "XXC", "XXX"]


@pytest.mark.parametrize("code", [*ICAO_EXTRAS, "USA", "IDN", "NLD", "DEU"])
def test_the_codes_of_iso_and_icao_are_known(code):
    assert is_known(code)


@pytest.mark.parametrize("code", ["UTO", "ZZZ", "", "usa", "US", "XXD"])
def test_the_specimen_state_and_what_nobody_lists_are_not(code):
    assert not is_known(code)


def test_germany_has_one_name_under_both_codes():
    assert country_name("D", "id") == country_name("DEU", "id") == "Jerman"
    assert as_in_passports("DEU") == as_in_passports("D") == "D"
    assert as_in_passports("USA") == "USA"


def test_names_are_indonesian_first_and_english_after():
    assert (country_name("USA", "id"), country_name("USA", "en")) == ("Amerika Serikat", "United States")


def test_stateless_persons_and_refugees_are_told_apart():
    assert [code for code in ICAO_EXTRAS if is_stateless(code)] == ["XXA"]
    assert [code for code in ICAO_EXTRAS if is_refugee(code)] == ["XXB", "XXC"]
    assert [code for code in ICAO_EXTRAS if is_organisation(code)] == ["EUE", "UNO", "XOM"]


def test_an_unknown_code_has_no_name():
    with pytest.raises(KeyError, match="neither ISO 3166-1 nor ICAO 9303"):
        country_name("ZZZ", "id")


def test_the_table_holds_every_state_of_iso_3166_with_both_names():
    codes = _codes()
    assert len(codes) == 249 + 23
    assert all(
        re.fullmatch("D|[A-Z]{3}", code) and named.indonesian.strip() and named.english.strip()
        for code, named in codes.items()
    )
