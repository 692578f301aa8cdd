"""A finding in words, Indonesian or English, as briefings and letters quote it."""

from datetime import date
from typing import Literal

from casework.eligibility.checks import Fact
from casework.eligibility.grounds import GROUNDS
from casework.eligibility.rules import Outcome
from casework.eligibility.verdict import Finding
from casework.regions import regency_name

Language = Literal["id", "en"]

MONTHS: dict[Language, tuple[str, ...]] = {
    "id": (
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
PLAIN_OUTCOME: dict[Outcome, tuple[str, str]] = {
    Outcome.PASS: ("{title}: terpenuhi", "{title}: met"),
    Outcome.NOT_APPLICABLE: (
        "{title}: tidak berlaku bagi permohonan ini",
        "{title}: does not concern this application",
    ),
}


def explain(finding: Finding, language: Language) -> str:
    """A refusal or a doubt in the words of its ground, else the rule's title and whether it is met; no full stop.

    Raises ``LookupError`` for a finding whose rule or ground was never on record.
    """
    if finding.ground is None:
        title = finding.rule.title_indonesian if language == "id" else finding.rule.title_english
        return PLAIN_OUTCOME[finding.outcome][language == "en"].format(title=title)
    ground = GROUNDS[finding.ground]
    return _filled(ground.indonesian if language == "id" else ground.english, finding, language)


def alternative_for(finding: Finding, language: Language) -> str | None:
    """Which way is open instead, as the letter to an ineligible applicant says; None for a rule that was met."""
    if finding.ground is None:
        return None
    ground = GROUNDS[finding.ground]
    return _filled(ground.alternative_indonesian if language == "id" else ground.alternative_english, finding, language)


def _filled(words: str, finding: Finding, language: Language) -> str:
    told = {name: _written(name, value, language) for name, value in finding.detail.items()}
    return words.format_map({**told, "in_regency": _in_regency(finding, language)})


def _in_regency(finding: Finding, language: Language) -> str:
    """A region is named, never told by its code; one that no list of the office names is left out."""
    name = regency_name(str(finding.detail.get("regency_code", "")))
    return "" if name is None else f" di {name}" if language == "id" else f" in {name}"


def _written(name: str, value: Fact, language: Language) -> str:
    if name.endswith("_on") and isinstance(value, str):
        day = date.fromisoformat(value)
        return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"
    if name.endswith("_rupiah") and isinstance(value, int):
        return f"Rp{value:,}".replace(",", ".")
    return str(value)
