"""Invented days of rounds: teams, visits and whole days for tests; places are regency seats or points near them."""

from datetime import date, time, timedelta

from hypothesis import strategies as st

from casework.office_calendar import OfficeCalendar, Window
from casework.regions import REGENCIES
from casework.rounds import Promise, TeamOfTheDay, VisitRequest, working_day

CALENDAR = OfficeCalendar()
WEDNESDAY, FRIDAY = date(2021, 10, 6), date(2021, 10, 8)
SOLO, SUKOHARJO, WONOGIRI, KARANGANYAR, SRAGEN = "33.72", "33.11", "33.12", "33.13", "33.14"
MORNING, LATE_MORNING, AFTERNOON = (
    Window(time(9, 0), time(10, 0)),
    Window(time(10, 0), time(11, 30)),
    Window(time(13, 0), time(15, 0)),
)


def team(number=1, **more):
    members = (f"A{number}", f"B{number}", f"C{number}")
    known = {"code": f"T{number}", "members": members, "lead": members[0], "kit": f"K{number}", "vehicle": f"V{number}"}
    return TeamOfTheDay(**known | {"languages": ("id", "en")} | more)


def day_with(*teams, on=WEDNESDAY, **more):
    return working_day(on, teams or (team(),), CALENDAR, **more)


def visit(name, regency=SOLO, safe=date(2021, 10, 20), **more):
    return VisitRequest(reference=f"SAHS-{name}", regency_code=regency, last_safe_day=safe, **more)


def times(tour):
    return [(stop.reference, f"{stop.starts_at:%H.%M}", f"{stop.ends_at:%H.%M}") for stop in tour.stops]


def planned(plan):
    return {stop.reference for tour in plan.rounds for stop in tour.stops}


def _visit(regency, late, minutes, needs, barred, urgent, wait, windows, promised, household, frail):
    return {
        "regency_code": regency if household is None else SOLO,
        "last_safe_day": WEDNESDAY + timedelta(days=late),
        "service_minutes": minutes,
        "needs": needs,
        "not_with": barred,
        "urgent": urgent,
        "frail": frail,
        "not_before": WEDNESDAY + timedelta(days=wait) if wait else None,
        "windows": windows if promised is None else (),
        "promise": promised if household is None else None,
        "household": household,
    }


VISITS = st.builds(
    _visit,
    st.sampled_from(sorted(REGENCIES)),
    st.integers(-2, 12),
    st.sampled_from([30, 30, 30, 45, 37, 90, 160]),
    st.sampled_from([(), (), (), ("language:ko",), ("female-officer",)]),
    st.sampled_from([(), (), (), ("B0",), ("C1", "A2"), ("A0", "A1", "A2")]),
    st.booleans(),
    st.sampled_from([0, 0, 0, -1, 1, 3]),
    st.sampled_from([(), (), (), (MORNING,), (LATE_MORNING,), (MORNING, AFTERNOON)]),
    st.sampled_from([None] * 6 + [Promise(starts_at=time(9, 0)), Promise(starts_at=time(13, 40), team="T0")]),
    st.sampled_from([None, None, None, None, "H1", "H2"]),
    st.booleans(),
)


def requests_of_a_day(most=14):
    """Up to so many visits, each with a reference of its own."""
    return st.lists(VISITS, max_size=most).map(
        lambda rows: [VisitRequest(reference=f"SAHS-{number:04}", **row) for number, row in enumerate(rows)]
    )


TEAMS = st.lists(st.sampled_from([("id",), ("id", "ko"), ("id", "en")]), max_size=3).map(
    lambda spoken: [team(number, languages=languages) for number, languages in enumerate(spoken)]
)
DAYS = st.sampled_from([WEDNESDAY, FRIDAY])
