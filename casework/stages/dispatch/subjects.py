"""The names under which a day's rounds and a team's morning are asked about, decided and kept."""

from collections.abc import Collection
from datetime import date


def rounds_subject(day: date) -> str:
    """The name under which the rounds of a day are asked about, decided and kept."""
    return f"ROUNDS-{day.isoformat()}"


def day_of(subject: str) -> date:
    """The day whose rounds this subject names."""
    return date.fromisoformat(subject.removeprefix("ROUNDS-"))


def team_subject(day: date, team_code: str) -> str:
    """The name under which a team's morning is asked about."""
    return f"TEAM-{team_code}-{day.isoformat()}"


def is_of_the_rounds(subject: str, days: Collection[date]) -> bool:
    """Whether this subject is the rounds, or a team's morning, of one of these days."""
    return subject.startswith(("ROUNDS-", "TEAM-")) and subject.endswith(tuple(day.isoformat() for day in days))
