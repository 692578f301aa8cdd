"""By which decrees (SK) the teams of a plan go out: whoever is sent is named in one of them, and their letter names them all."""

from collections.abc import Collection
from datetime import date

from casework.registry import Reading
from casework.registry.authority import Staff
from casework.registry.models import Decree
from casework.rounds import Round

LEADS = ("team-lead",)
IN_THE_TEAM = ("biometric-operator", "health-and-security", *LEADS)  # in the order in which a part is given


def decrees_appointing(reading: Reading, day: date, rounds: Collection[Round]) -> list[Decree]:
    """The decrees that appoint each member of these teams for their part on that day, the newest first."""
    staff = Staff(reading, day)
    numbers = {
        number
        for team in (tour.team for tour in rounds)
        for code in team.members
        if (number := _newest_of(reading, staff, code, LEADS if code == team.lead else IN_THE_TEAM)) is not None
    }
    return _newest_first(reading, numbers)


def _newest_of(reading: Reading, staff: Staff, officer_code: str, roles: Collection[str]) -> str | None:
    for role in roles:
        numbers = {one.decree_number for one in staff.own_mandates_of(officer_code, role)}
        if numbers:
            return _newest_first(reading, numbers)[0].number
    return None


def _newest_first(reading: Reading, numbers: Collection[str]) -> list[Decree]:
    decrees = [reading.session.get_one(Decree, number) for number in numbers]
    return sorted(decrees, key=lambda one: (one.dated, one.number), reverse=True)
