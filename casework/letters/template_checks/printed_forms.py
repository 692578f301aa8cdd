"""In which forms a fact may stand in a letter, so that whoever reads it finds it there."""

import re
from datetime import date, datetime
from typing import cast

from casework.letters import wording

WITH_POINTS = 1000  # from here on a number is written with its points
Forms = tuple[str, ...]


def forms_of(value: object, half: str) -> list[Forms]:
    """What may stand in a half for a fact: groups of forms, of each group any one; nothing for what has no form of its own."""
    language = cast(wording.Language, half)
    if isinstance(value, bool):
        return []
    if isinstance(value, int):
        figures = (wording.amount_in_figures(value, language),) if value >= WITH_POINTS else (str(value),)
        return [(*figures, wording.number_in_words(value, language))]
    if isinstance(value, datetime):
        clock = wording.clock_in_words(value, language)
        return [*forms_of(wording.day_of(value), half), (clock.removeprefix("pukul "), wording.clock_of(value))]
    if isinstance(value, date):
        return [(wording.plain_date(value, language), f"{value:%d-%m-%Y}")]
    return [(line,) for line in value.split("\n")] if isinstance(value, str) else []


def stands_in(text: str, forms: Forms) -> bool:
    """Whether one of the forms stands in a text, as words of its own."""
    joined = " ".join(text.split())
    return any(re.search(rf"(?<![\w.,]){re.escape(form)}(?!\w|[.,]\d)", joined, re.IGNORECASE) for form in forms)
