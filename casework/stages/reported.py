"""What a team's report of a visit says, by its codes; one that contradicts itself is refused."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from casework.clock import OFFICE_TIME_ZONE
from casework.questions import code_of
from casework.questions.about_visit_reports import FINGERS_OF_GROUND
from casework.stages.deciding import ConsequenceRefused, Decided

NOTHING_KEPT = NOT_HELD = "none"


def refuse_contradictions(decided: Decided, day: date) -> None:
    """Nothing is recorded without the holder's consent, and nothing leaves the home from a visit that was not held.

    An exception names its fingers, each with one reason; an interview that was completed names its language, and a
    visit without one names none. A report that was given before these two were asked says neither.
    """
    answer, is_held = decided.answer, decided.choice == "held"
    started, ended = reported_times(day, answer)
    nothing_taken = code(answer, "biometrics") == "not-taken"
    without_consent = is_held and code(answer, "consent") == "none"
    took_the_passport = not is_held and code(answer, "passport") == "taken"
    if ended <= started or is_held is nothing_taken or without_consent or took_the_passport:
        raise ConsequenceRefused("not-consistent")
    if _are_fingers_untold(answer):
        raise ConsequenceRefused("fingers-not-told")
    was_complete = is_held and code(answer, "interview") == "complete"
    is_told = code_of(answer.get("language", NOT_HELD)) != NOT_HELD
    if "language" in answer and ((was_complete and not is_told) or (is_told and not is_held)):
        raise ConsequenceRefused("language-not-told")


def reported_times(day: date, answer: Mapping[str, Any]) -> tuple[datetime, datetime]:
    """When a team began and ended at a door, as its report says; the office's time (aware)."""
    started, ended = (
        datetime.combine(day, time.fromisoformat(answer[name]), OFFICE_TIME_ZONE) for name in ("started_at", "ended_at")
    )
    return started, ended


def unrecorded_fingers(answer: Mapping[str, Any]) -> dict[str, list[str]]:
    """The fingers that could not be recorded, by the ground; grounds without a finger are left out."""
    told = {ground: [code_of(one) for one in answer.get(name, ())] for ground, name in FINGERS_OF_GROUND.items()}
    return {ground: fingers for ground, fingers in told.items() if fingers}


def kept_on_the_device(answer: Mapping[str, Any]) -> list[str]:
    """What lies on the team's device as evidence of the visit, by its codes."""
    return [kept for kept in map(code_of, answer["evidence"]) if kept != NOTHING_KEPT]


def telephone_calls(answer: Mapping[str, Any]) -> str:
    """How often the team telephoned, by the code of its report; one of before that was asked tells of none."""
    return code_of(answer.get("calls", "none"))


def code(answer: Mapping[str, Any], name: str) -> str:
    """What a field of the report says, by its code."""
    return code_of(str(answer[name]))


def _are_fingers_untold(answer: Mapping[str, Any]) -> bool:
    if not set(FINGERS_OF_GROUND.values()) & set(answer):
        return False
    fingers = [one for told in unrecorded_fingers(answer).values() for one in told]
    return (code(answer, "biometrics") == "exception") is not bool(fingers) or len(fingers) != len(set(fingers))
