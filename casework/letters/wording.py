"""How the office writes dates, times, amounts, countries and codes, in Indonesian and in English."""

from datetime import date, datetime
from typing import Literal

from babel import Locale
from babel.core import get_global
from babel.dates import format_date

from casework.clock import OFFICE_TIME_ZONE
from casework.identity.country_codes import country_name, is_known
from casework.letters.catalogue import LANGUAGES, NO_LANGUAGE, PASSPORTS_OF, WITHOUT_COUNTRY, WORDS

Language = Literal["id", "en"]
WORDS_FOR_TEMPLATES = (
    "amount_in_figures",
    "amount_in_words",
    "clock_in_words",
    "clock_of",
    "country_in_words",
    "date_in_words",
    "day_of",
    "day_on_record",
    "language_in_words",
    "listed",
    "number_in_words",
    "plain_date",
    "time_in_words",
    "window_in_words",
)
LOCALES = {"id": Locale("id"), "en": Locale("en", "GB")}
MONTHS = tuple(
    dict.fromkeys(str(name) for locale in LOCALES.values() for name in locale.months["format"]["wide"].values())
)


def date_in_words(day: date, language: Language = "id") -> str:
    """A date in a text names its weekday: Rabu, 6 Oktober 2021 / Wednesday, 6 October 2021."""
    return _written(day, "EEEE, d MMMM y", language)


def plain_date(day: date, language: Language = "id") -> str:
    """A date in a heading or a table goes without its weekday: 6 Oktober 2021 / 6 October 2021."""
    return _written(day, "d MMMM y", language)


def partial_date(written: str, language: Language = "id") -> str:
    """A date of birth as far as the passport knows it: 12 Maret 1951, Maret 1951, 1951."""
    missing = 3 - len(written.split("-"))
    day = date.fromisoformat(written + "-01" * missing)
    return _written(day, ("d MMMM y", "MMMM y", "y")[missing], language)


def day_on_record(day: date) -> str:
    """An official record names its day in words and in figures.

    Jumat, tanggal dua puluh tujuh bulan November tahun dua ribu dua puluh enam (27-11-2026).
    """
    weekday, month = (_written(day, part, "id") for part in ("EEEE", "MMMM"))
    in_words = f"tanggal {number_in_words(day.day)} bulan {month} tahun {number_in_words(day.year)}"
    return f"{weekday}, {in_words} ({day:%d-%m-%Y})"


def time_in_words(moment: datetime, language: Language = "id") -> str:
    """A moment in a text, in the office's time: Rabu, 6 Oktober 2021 pukul 09.00 WIB."""
    local = _local(moment)
    joint = {"id": "pukul", "en": "at"}[language]
    return f"{date_in_words(local.date(), language)} {joint} {_clock(local, language)} WIB"


def window_in_words(starts_at: datetime, ends_at: datetime, language: Language = "id") -> str:
    """A time window in the office's time: pukul 09.00–09.30 WIB / 09:00–09:30 WIB (UTC+7)."""
    start, end = _local(starts_at), _local(ends_at)
    window = f"{_clock(start, language)}–{_clock(end, language)} WIB"
    return f"pukul {window}" if language == "id" else f"{window} (UTC+7)"


def clock_in_words(moment: datetime, language: Language = "id") -> str:
    """A time of a day that was named before, in the office's time: pukul 09.00 WIB / 09:00 WIB."""
    clock = f"{_clock(_local(moment), language)} WIB"
    return f"pukul {clock}" if language == "id" else clock


def clock_of(moment: datetime) -> str:
    """A time in a table whose heading says that it is the office's: 09.00."""
    return _clock(_local(moment), "id")


def day_of(moment: datetime) -> date:
    """The office's calendar day of a moment (Asia/Jakarta)."""
    return _local(moment).date()


def amount_in_figures(amount: int, language: Language = "id") -> str:
    """An amount in figures: Rp4.500.000 in Indonesian, Rp4,500,000 in English."""
    figures = f"{amount:,}"
    return "Rp" + (figures.replace(",", ".") if language == "id" else figures)


def amount_in_words(amount: int, language: Language = "id") -> str:
    """An amount in words: empat juta lima ratus ribu rupiah / four million five hundred thousand rupiah."""
    return f"{number_in_words(amount, language)} rupiah"


def number_in_words(number: int, language: Language = "id") -> str:
    """A whole number in words, as it stands beside its figures."""
    from num2words import num2words  # noqa: PLC0415 - loads every language of the world; only letters need it

    return str(num2words(number, lang=language)).replace(",", "")


def in_words(subject: str, code: str, language: Language = "id") -> str:
    """A code as the words that the letter shows; raises ``KeyError`` for a code without words."""
    indonesian, english = WORDS[subject][code]
    return indonesian if language == "id" else english


def in_sentence(words: str) -> str:
    """Words for a list as they stand inside a sentence: without their capital, unless they begin with an acronym."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def country_in_words(code: str, language: Language = "id") -> str:
    """A nationality by its ICAO 9303 code, as the name of the country; raises ``KeyError`` for an unknown one."""
    if code in WITHOUT_COUNTRY:
        return WITHOUT_COUNTRY[code][0 if language == "id" else 1]
    return country_name(PASSPORTS_OF.get(code, code), language)


def language_in_words(code: str, language: Language = "id") -> str:
    """The name of a language by its ISO 639 code of two or three letters; raises ``KeyError`` for an unknown one."""
    if not is_known_language(code):
        raise KeyError("no language is known by this code: use its ISO 639 code")
    known = _language(code)
    return LANGUAGES[known] if language == "id" and known in LANGUAGES else str(LOCALES[language].languages[known])


def is_known_country(code: str) -> bool:
    """Whether a passport may bear the code: ISO 3166-1 or ICAO 9303 lists it, for a state, a person without one, or a body."""
    return is_known(code)


def is_known_language(code: str) -> bool:
    """Whether the code is one of a language; what stands for several, for none or for any is no language."""
    return code not in NO_LANGUAGE and _language(code) in LOCALES["id"].languages


def listed(items: list[str] | tuple[str, ...], language: Language = "id") -> str:
    """Several items in one sentence: a, b, dan c / a, b and c."""
    if len(items) < 2:
        return "".join(items)
    joint = {"id": " dan ", "en": " and "}[language]
    comma = "," if language == "id" and len(items) > 2 else ""
    return ", ".join(items[:-1]) + comma + joint + items[-1]


def _written(day: date, pattern: str, language: Language) -> str:
    if not isinstance(day, date):  # Babel would write today's date in its place
        raise TypeError(f"a date in a letter is a date: there is {type(day).__name__} in its place")
    return format_date(day, pattern, locale=LOCALES[language])


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time in a letter needs its time zone: give an aware datetime")
    return moment.astimezone(OFFICE_TIME_ZONE)


def _clock(local: datetime, language: Language) -> str:
    return local.strftime("%H.%M" if language == "id" else "%H:%M")


def _language(code: str) -> str:
    return str(get_global("language_aliases").get(code, code))
