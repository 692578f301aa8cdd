"""A day that changes in a demo office: what happens to its teams, what is told then, and who is asked."""

from datetime import time

from demo_life import Life, queue
from lives_by_stage import good_samples

from casework.registry.models import Booking, Question, TeamDay, Visit
from casework.rounds import Plan
from casework.stages.dispatch import day_change
from casework.stages.dispatch.lapsing import lapse_unsigned_changes
from casework.stages.dispatch.subjects import team_subject


def three_announced_visits(life: Life) -> None:
    queue(life, good_samples(3))
    life.send_all(life.announce())
    life.ask_morning()


def team_of(life: Life, code: str) -> TeamDay:
    [team] = life.rows(TeamDay, TeamDay.team_code == code)
    return team


def morning(life: Life, team: TeamDay | None = None):
    team = team or life.team()
    return life.question("morning-release", team_subject(team.day, team.team_code))


def told(life: Life) -> dict[str, tuple[str, str]]:
    """Who comes when to whom, as it stands (WIB)."""
    return {
        visit.case_reference: (visit.team_code, f"{(visit.starts_at.hour + 7) % 24:02}:{visit.starts_at:%M}")
        for visit in life.rows(Visit, Visit.state == "announced")
    }


def booked(life: Life) -> set[str]:
    return {row.resource for row in life.rows(Booking) if not row.resource.startswith("case:")}


def hold(life: Life, ground: str = "kit-failed", **extras):
    extras = {"kit_self_test": "failed", **extras}
    return life.decide_as(life.team().lead_code, morning(life), "hold", ground=ground, **extras)


def signature(life: Life, team: TeamDay):
    return life.question("changed-assignment", team_subject(team.day, team.team_code))


def calls(life: Life, team: TeamDay):
    return life.question("visit-calls", team_subject(team.day, team.team_code))


def unfit_operator(life: Life) -> str:
    roles = {"NR", "FH"}
    return next(code for code in life.team().members if code in roles)


def replace(life: Life, *, unfit: str | None = None, by: str | None = None, **extras):
    team = life.team()
    fit = tuple(code for code in team.members if code != unfit)
    extras = {"fit_officers": fit, "replacements": (by,) if by else (), **extras}
    return life.decide_as(team.lead_code, morning(life), "replace", **extras)


def report_change(life: Life, choice: str, *, at: time, begun=(), ground="overran", free_from="23:50"):
    team = life.team()
    life.clock.put(team.day, at)
    with life.change() as change:
        day_change.open_day_change(change, life.office, team_subject(team.day, team.team_code))
    question = life.question("day-change", team_subject(team.day, team.team_code))
    return life.decide_as("WN", question, choice, ground=ground, begun=begun, free_from=free_from)


def first_of(life: Life) -> str:
    return min(told(life), key=lambda reference: told(life)[reference][1])


def swap(life: Life, team: TeamDay, unfit: str, by: str):
    fit = tuple(code for code in team.members if code != unfit)
    return life.decide_as(team.lead_code, morning(life, team), "replace", fit_officers=fit, replacements=(by,))


def lapse(life: Life) -> list[str]:
    with life.change() as change:
        return lapse_unsigned_changes(change, life.office)


def released_team(life: Life) -> None:
    three_announced_visits(life)
    assert life.decide_as(life.team().lead_code, morning(life), "release").granted


def prepared_plan(life, asked, key="plan"):
    return Plan.model_validate(life.rows(Question, Question.id == asked.question_id)[0].prepared[key])


def teams(life):
    return life.rows(TeamDay, order_by=TeamDay.team_code)


def held(life, team):
    assert life.decide_as(
        team.lead_code, morning(life, team), "hold", ground="kit-failed", kit_self_test="failed"
    ).granted


def released(life, team):
    assert life.decide_as(team.lead_code, morning(life, team), "release").granted


def happens(life, team, choice, at, free_from="23:50"):
    life.clock.put(team.day, at)
    with life.change() as change:
        day_change.open_day_change(change, life.office, team_subject(team.day, team.team_code))
    asked = life.question("day-change", team_subject(team.day, team.team_code))
    return life.decide_as("WN", asked, choice, ground="road", begun=(), free_from=free_from)


def two_teams_in_their_morning(life: Life) -> None:
    queue(life, good_samples(8))
    life.send_all(life.announce())
    life.ask_morning()
