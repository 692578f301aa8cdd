"""How the office writes dates, times, amounts, countries."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader

from casework.case import DocumentCode, PermitKind, Procedure, VisitNeed
from casework.letters import wording
from casework.letters.catalogue import DOCUMENTS, NEEDS, PERMIT_KINDS, PROCEDURES
from casework.letters.jinja_environment import new_environment

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def test_the_day_of_the_first_known_visit_is_a_wednesday():
    assert wording.date_in_words(date(2021, 10, 6)) == "Rabu, 6 Oktober 2021"
    assert wording.date_in_words(date(2021, 10, 6), "en") == "Wednesday, 6 October 2021"


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_a_date_in_words_has_the_weekday_of_the_calendar_and_no_leading_zero(day):
    words = wording.date_in_words(day)
    assert words.startswith(f"{WEEKDAYS[day.weekday()]}, {day.day} ")
    assert words.endswith(f" {day.year}")


def test_times_are_told_in_the_offices_zone():
    moment = datetime(2021, 10, 5, 18, 30, tzinfo=UTC)
    assert wording.time_in_words(moment) == "Rabu, 6 Oktober 2021 pukul 01.30 WIB"
    assert wording.window_in_words(moment, moment + timedelta(minutes=30), "en") == "01:30–02:00 WIB (UTC+7)"
    assert wording.day_of(moment) == date(2021, 10, 6)
    with pytest.raises(ValueError, match="aware"):
        wording.time_in_words(datetime(2021, 10, 6))  # noqa: DTZ001 - the fault under test


@pytest.mark.parametrize(
    ("amount", "figures", "words"),
    [
        (0, "Rp0", "nol rupiah"),
        (1_000, "Rp1.000", "seribu rupiah"),
        (300_000, "Rp300.000", "tiga ratus ribu rupiah"),
        (4_500_000, "Rp4.500.000", "empat juta lima ratus ribu rupiah"),
        (11_000_000, "Rp11.000.000", "sebelas juta rupiah"),
    ],
)
def test_amounts_stand_in_figures_and_in_words(amount, figures, words):
    assert wording.amount_in_figures(amount) == figures
    assert wording.amount_in_words(amount) == words


@pytest.mark.parametrize(
    ("code", "indonesian", "english"),
    [
        ("USA", "Amerika Serikat", "United States"),
        ("D", "Jerman", "Germany"),
        ("GBN", "Inggris Raya", "United Kingdom"),
        ("XXA", "tanpa kewarganegaraan", "stateless"),
        ("NLD", "Belanda", "Netherlands"),
        ("MMR", "Myanmar", "Myanmar"),
        ("COD", "Republik Demokratik Kongo", "Democratic Republic of the Congo"),
        ("PSE", "Palestina", "Palestine"),
        ("TTO", "Trinidad dan Tobago", "Trinidad and Tobago"),
        ("RKS", "Kosovo", "Kosovo"),
    ],
)
def test_nationalities_are_countries_by_name(code, indonesian, english):
    assert wording.country_in_words(code) == indonesian
    assert wording.country_in_words(code, "en") == english


def test_an_unknown_country_or_language_is_known_as_unknown():
    with pytest.raises(KeyError, match="neither ISO 3166-1 nor ICAO 9303"):
        wording.country_in_words("SUN")
    with pytest.raises(KeyError, match="use its ISO 639 code"):
        wording.language_in_words("und")
    assert wording.language_in_words("kor") == wording.language_in_words("ko") == "Korea"


@pytest.mark.parametrize("code", ["QQQ", "ZZZ", "XA", "XB", "SUN", "YUG", "US", "UTO", "EZ"])
def test_what_no_passport_bears_is_no_country(code):
    assert not wording.is_known_country(code)


@pytest.mark.parametrize("code", ["USA", "D", "XXA", "XXB", "XOM", "GBN", "RKS"])
def test_what_a_passport_may_bear_is_known(code):
    assert wording.is_known_country(code)


@pytest.mark.parametrize("code", ["qq", "zxx", "und", "mul", "mis"])
def test_several_languages_or_none_are_no_language(code):
    assert not wording.is_known_language(code)


def test_languages_have_the_names_that_indonesians_use():
    assert wording.language_in_words("pl") == wording.language_in_words("pol") == "Polandia"
    assert wording.language_in_words("my") == "Myanmar"
    assert wording.language_in_words("fi", "en") == "Finnish"


def test_several_items_are_joined_as_a_sentence_wants_them():
    assert wording.listed(["paspor"]) == "paspor"
    assert wording.listed(["paspor", "visa"]) == "paspor dan visa"
    assert wording.listed(["paspor", "visa", "KTP"]) == "paspor, visa, dan KTP"
    assert wording.listed(["passport", "visa", "KTP"], "en") == "passport, visa and KTP"
    assert wording.in_sentence("Paspor kebangsaan") == "paspor kebangsaan"
    assert wording.in_sentence("KTP penjamin") == "KTP penjamin"


def test_every_code_of_the_application_has_its_words():
    assert set(DOCUMENTS) == set(DocumentCode)
    assert set(NEEDS) == set(VisitNeed)
    assert set(PERMIT_KINDS) == set(PermitKind)
    assert set(PROCEDURES) == set(Procedure)


@pytest.mark.parametrize("write", [wording.date_in_words, wording.plain_date])
def test_a_date_that_is_not_there_is_never_todays(write):
    with pytest.raises(TypeError, match="a date in a letter is a date: there is NoneType in its place"):
        write(None)


@pytest.mark.parametrize(
    "blank",
    [
        "{{ fact }}",
        '{{ "until " ~ fact }}',
        "{{ fact | upper }}",
        '{{ "%s" | format(fact) }}',
        "{{ date_in_words(fact) }}",
        "{{ plain_date(fact) }}",
        '{{ fact | words("permit") }}',
        '{% set told = fact %}{{ told ~ "" }}',
    ],
)
def test_a_fact_that_is_not_there_is_never_printed_as_a_word(blank):
    template = new_environment(DictLoader({"letter": blank})).get_template("letter")
    with pytest.raises(ValueError, match="a blank of the letter has no fact to fill it"):
        template.render(fact=None)


def test_whether_a_fact_is_there_may_be_asked():
    asked = "{% if fact is not none %}{{ fact }}{% else %}none{% endif %}"
    template = new_environment(DictLoader({"letter": asked})).get_template("letter")
    assert [template.render(fact=None), template.render(fact="here")] == ["none", "here"]
