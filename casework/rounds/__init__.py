"""The day's rounds: which team visits whom, when, and why anybody is left out.

``plan_rounds`` makes a plan (``exact`` on a small day, else a ``Solver`` such as ``guarded_solver``, ``insertion`` without one),
``check_plan`` judges any, ``horizon`` looks at the days after, ``day_file`` is a day without an office.
"""

from casework.rounds.checker import BrokenRule, check_plan
from casework.rounds.model import Promise, TeamOfTheDay, VisitRequest, WorkingDay, working_day
from casework.rounds.plan import LeftOut, LeftOutReason, Plan, Planner, Reserve, Round, Stop
from casework.rounds.planner import plan_rounds
from casework.rounds.slots import booked_slots
from casework.rounds.teams import AvailableOfficer, FormedTeams, Shortfall, form_teams

__all__ = [
    "AvailableOfficer",
    "BrokenRule",
    "FormedTeams",
    "LeftOut",
    "LeftOutReason",
    "Plan",
    "Planner",
    "Promise",
    "Reserve",
    "Round",
    "Shortfall",
    "Stop",
    "TeamOfTheDay",
    "VisitRequest",
    "WorkingDay",
    "booked_slots",
    "check_plan",
    "form_teams",
    "plan_rounds",
    "working_day",
]
