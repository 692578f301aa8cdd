"""A holiday decreed late in a demo office: the day before at 16:00, or on the day itself."""

from datetime import date, time

from clock_of_the_test import RELEASE_AT
from demo_life import Life, queue
from lives_by_stage import good_samples
from office_acts import CLOSED, carry, propose

from casework.registry.models import TeamDay, Visit
from casework.stages.dispatch import release
from casework.stages.dispatch.subjects import team_subject

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, MONDAY = (date(2026, 11, day) for day in (24, 25, 26, 27, 30))
ON_WEDNESDAY = {**CLOSED, "day": WEDNESDAY, "reason": "Libur nasional yang ditetapkan kemudian"}
AT_FOUR = time(16, 0)
OPEN = "buka · open"


def announced(life: Life, count: int = 4) -> list[str]:
    """So many visits are announced for Wednesday, by more than one team; everything about them has gone out."""
    references = queue(life, good_samples(count))
    life.send_all(life.announce())
    for reference in references:
        life.send_all(reference)
    return references


def close(life: Life, day: date = WEDNESDAY) -> str:
    """The day is closed by two; the act's subject. From then on the office goes by the calendar that knows it."""
    subject = carry(life, "office-day", **{**ON_WEDNESDAY, "day": day})
    read_the_calendar(life)
    return subject


def open_again(life: Life, day: date = WEDNESDAY) -> str:
    """The day is opened again by two; the act's subject."""
    subject = carry(life, "office-day", **{**ON_WEDNESDAY, "day": day, "state": OPEN})
    read_the_calendar(life)
    return subject


def read_the_calendar(life: Life) -> None:
    """As the next process does."""
    vars(life.desk).pop("office", None)


def proposed(life: Life, day: date = WEDNESDAY) -> str:
    """The day waits to be closed by its approver; the act's subject."""
    return propose(life, "office-day", **{**ON_WEDNESDAY, "day": day})


def ask_the_teams(life: Life) -> list[TeamDay]:
    """At 07:30 every team of Wednesday is asked whether it may leave."""
    life.clock.put(WEDNESDAY, RELEASE_AT)
    with life.change() as change:
        release.open_release(change, life.office, WEDNESDAY)
    return life.rows(TeamDay, TeamDay.day == WEDNESDAY, order_by=TeamDay.team_code)


def let_leave(life: Life, team: TeamDay) -> None:
    """Its lead reports that everything is in order."""
    life.decided(team.lead_code, "morning-release", "release", subject=team_subject(team.day, team.team_code))


def visits_of(life: Life, team: TeamDay) -> list[str]:
    """The cases that a team was to visit, in their order."""
    found = life.rows(Visit, Visit.day == team.day, Visit.team_code == team.team_code, order_by=Visit.starts_at)
    return [visit.case_reference for visit in found]
