"""What the dispatch needs to know of a day's rounds."""

from datetime import date

from sqlalchemy import select

from casework.desk import open_desk
from casework.registry.models import Visit
from casework.stages.dispatch import reporting
from casework.stages.dispatch.subjects import rounds_subject


def subject_of(day: date) -> str:
    """The name under which a day's rounds are asked about."""
    return rounds_subject(day)


def announced_cases(day: date) -> list[str]:
    """The cases whose visit is announced for a day."""
    with open_desk().registry.reading() as reading:
        statement = select(Visit.case_reference).where(Visit.day == day, Visit.state == "announced")
        return sorted(reading.session.scalars(statement))


def is_a_report_waiting() -> bool:
    """Whether a day that is over is still to be reported to the head of office."""
    with open_desk().registry.reading() as reading:
        return reporting.is_a_report_waiting(reading)
