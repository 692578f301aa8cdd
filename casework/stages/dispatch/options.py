"""What the dispatcher may choose in the form of a plan: visits to be put off or moved, and whose guarantors agreed."""

from collections.abc import Collection

from casework.clock import OFFICE_TIME_ZONE
from casework.questions.about_visits import BEST_TIME, NOTHING_MOVED
from casework.rounds import Plan, WorkingDay
from casework.rounds.editing import times_of

Options = dict[str, list[str]]


def may_be_changed(plan: Plan, day: WorkingDay, *, must_agree: bool) -> Options:
    """Every visit of the plan, those left out behind them, the day's teams and times; ``must_agree`` where the notice is short."""
    planned = _visits(plan)
    left = [f"belum masuk · {left.reference}" for left in plan.left_out]
    teams = [f"{', '.join(team.members)} · {team.code}" for team in day.teams]
    return {
        "agreed": planned if must_agree else [],
        "postponed": planned,
        "moved_visit": [NOTHING_MOVED, *planned, *left],
        "moved_team": [NOTHING_MOVED, *teams],
        "moved_start": [BEST_TIME, *(f"{one:%H:%M}" for one in times_of(day))],
    }


def may_be_added(plan: Plan, added: Collection[str], *, must_agree: bool) -> Options:
    """Nothing of a signed day is moved: only whose guarantor agreed to come on so soon."""
    offered = [one for one in _visits(plan) if one.rpartition(" · ")[2] in added]
    return {"agreed": offered if must_agree else [], "postponed": []}


def _visits(plan: Plan) -> list[str]:
    return [
        f"tim {tour.team.code} {stop.starts_at.astimezone(OFFICE_TIME_ZONE):%H:%M} · {stop.reference}"
        for tour in plan.rounds
        for stop in tour.stops
    ]
