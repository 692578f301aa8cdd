"""The briefing above a form: at most 15 lines, what is to be decided first, the person only behind the case sheet's link."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from casework.briefing.facts import facts_for
from casework.briefing.foresight import foresee
from casework.briefing.foresight_in_words import what_follows
from casework.briefing.lines import BULLET
from casework.clock import Moment
from casework.decisions import wrong_codes_in_the_name_of
from casework.entitlement import entitled_to
from casework.office import Office
from casework.questions import QUESTION_KINDS, ROLE_NAMES
from casework.refusals import refusal_in_words
from casework.registry import Reading, Registry
from casework.registry.models import Question
from casework.stages.dispatch.subjects import day_of
from casework.standing_questions import Standing

LONGEST = 15


@dataclass(frozen=True)
class Briefing:
    """What stands above the form, and who may answer it."""

    title: str
    markdown: str
    officers: tuple[str, ...]


def brief(registry: Registry, office: Office, standing: Standing, moment: Moment) -> Briefing:
    """Nobody decides blind: the link to the case sheet, what was found, what would follow, by when; no personal data."""
    with registry.reading() as reading:
        question = reading.session.get_one(Question, standing.question_id)
        officers = entitled_to(reading, question, moment.office_date)
        kind = QUESTION_KINDS[question.kind]
        facts = facts_for(reading, question, moment.office_date)
        warnings = _warnings(reading, [officer.code for officer in officers], moment)
        in_hand = [f"Sedang dipegang · in the hands of **{question.holder_code}**"] if question.holder_code else []
    foresight = foresee(registry, office, standing.question_id, moment)
    above = [
        *_reason_for_asking_again(standing),
        *in_hand,
        f"**{kind.title}** · {kind.title_english}",
        f"[Lembar berkas · case sheet {question.subject}]({office.sheet_link(question.subject)}) (Ctrl+klik){_map_link(office, question.subject)} — batas waktu · due **{question.due_on:%d-%m-%Y}**",
    ]
    follows, *choices = what_follows(kind, foresight)
    below = [follows, *(f"{BULLET}{choice}" for choice in choices), *warnings]
    lines = [*above, *facts[: LONGEST - len(above) - len(below)], *below]
    shown = tuple(f"{officer.code} · {ROLE_NAMES[question.role]}" for officer in officers)
    return Briefing(f"{question.subject}: {kind.title}", _as_markdown(lines), shown)


def _map_link(office: Office, subject: str) -> str:
    """A day's rounds have a map besides."""
    return f", [peta · map]({office.map_link(day_of(subject))})" if subject.startswith("ROUNDS-") else ""


def _as_markdown(lines: list[str]) -> str:
    """Each line is a paragraph, but bullets that follow one another are one list."""
    text = lines[0]
    for above, line in pairwise(lines):
        is_one_list = above.startswith(BULLET) and line.startswith(BULLET)
        text += ("\n" if is_one_list else "\n\n") + line
    return text


def _reason_for_asking_again(standing: Standing) -> list[str]:
    if not standing.refusals:
        return []
    return [f"⚠ **Belum diputuskan (percobaan {standing.attempt}).** {refusal_in_words(standing.refusals[-1])}"]


def _warnings(reading: Reading, officer_codes: list[str], moment: Moment) -> list[str]:
    since = moment.recorded_at - timedelta(days=1)
    counts = {code: wrong_codes_in_the_name_of(reading, code, since) for code in officer_codes}
    told = [f"{code}: {count}×" for code, count in counts.items() if count >= 3]
    return [f"⚠ Kode salah dalam 24 jam · wrong codes in 24 h: {', '.join(told)}"] if told else []
