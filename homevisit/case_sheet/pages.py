"""The pages: templates with strict blanks, everything in them escaped, and how the office writes days, times and amounts."""

from datetime import date, datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from casework.clock import OFFICE_TIME_ZONE
from casework.identity.birth_date import BirthDate
from casework.letters.wording import amount_in_figures, language_in_words, plain_date
from casework.regions import REGENCIES
from homevisit.case_sheet.events_in_words import event_words
from homevisit.case_sheet.wording import effect_words, words_for

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "pages"


def page(template: str, *, status: int = 200, **facts: object) -> HTMLResponse:
    """One page of plain facts; a blank that nobody filled is an error, never an empty place."""
    return HTMLResponse(_environment().get_template(template).render(**facts), status_code=status)


def message(sentence: tuple[str, str], *, status: int, back: str = "/") -> HTMLResponse:
    """A page that says one clear sentence, and nothing about anybody; ``back`` is where it leads."""
    return page("message.html", status=status, reader=None, sentence=sentence, back=back)


def in_two_languages(words: str) -> tuple[str, str]:
    """A sentence as the office writes it, Indonesian · English, in its two parts."""
    indonesian, _, english = words.partition(" · ")
    return indonesian, english


def day(value: date | None) -> str:
    """A day as the office writes it: 26 November 2026."""
    return "–" if value is None else plain_date(value, "id")


def clock(value: datetime) -> str:
    """A time of the day in the office's time: 09:00."""
    return value.astimezone(OFFICE_TIME_ZONE).strftime("%H:%M")


def moment(value: datetime | None) -> str:
    """A moment in the office's time: 26 November 2026, 09:00 WIB."""
    if value is None:
        return "–"
    local = value.astimezone(OFFICE_TIME_ZONE)
    return f"{plain_date(local.date(), 'id')}, {local:%H:%M} WIB"


def seconds(value: datetime) -> str:
    """A real time for the auditor, to the second: 2026-11-26 09:00:07 WIB."""
    return f"{value.astimezone(OFFICE_TIME_ZONE):%Y-%m-%d %H:%M:%S} WIB"


def birth(written: str) -> str:
    """A birth date as far as the passport knows it: 12 Maret 1951, or 1951-03, or 1951."""
    return plain_date(date.fromisoformat(written), "id") if BirthDate.read(written).is_complete else written


def regency(code: str) -> str:
    """A regency by name; one outside the office's area by its code."""
    known = REGENCIES.get(code)
    return known.name if known else code


def language(code: str) -> str:
    """A language by name; a code that nobody knows stays as it is."""
    try:
        return language_in_words(code, "id")
    except KeyError:
        return code


def as_facts(facts: dict[str, object]) -> str:
    """The facts of an event as codes, for whoever audits."""
    told = {name: ", ".join(map(str, value)) if isinstance(value, list) else value for name, value in facts.items()}
    return " · ".join(f"{name}: {_short(str(value))}" for name, value in told.items() if value not in (None, ""))


def _short(value: str) -> str:
    return f"{value[:12]}…" if len(value) == 64 and " " not in value else value  # a fingerprint


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "day": day,
        "clock": clock,
        "moment": moment,
        "seconds": seconds,
        "birth": birth,
        "regency": regency,
        "language": language,
        "rupiah": amount_in_figures,
        "as_facts": as_facts,
    }
    environment.globals |= {"words": words_for, "event_words": event_words, "effect_words": effect_words}
    return environment
