"""A released team is late or goes no further: the rest of its day is planned anew with what is left."""

from datetime import date, time

from casework.clock import OFFICE_TIME_ZONE, clock_time
from casework.office import Office
from casework.questions import code_of
from casework.registry import Change, Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import TeamDay
from casework.rounds import Plan
from casework.rounds.same_day import Trouble, rest_of_the_day
from casework.stages.case_file import ask, next_cycle, open_question_of
from casework.stages.deciding import ConsequenceRefused, Decided
from casework.stages.dispatch.changing import propose_change, team_of_subject
from casework.stages.dispatch.subjects import team_subject
from casework.stages.dispatch.today import announced_visits, as_it_stands, teams_of

NOT_OUT = "{subject}: tim itu tidak sedang bertugas hari ini · that team is not out today"


def why_the_day_cannot_change(reading: Reading, today: date, subject: str) -> str | None:
    """In a sentence why nothing can be changed about a team's day; None where it can."""
    teams = {team_subject(one.day, one.team_code): one for one in teams_of(reading, today)}
    team = teams.get(subject)
    if team is None or team.state != "released" or not announced_visits(reading, team):
        return NOT_OUT.format(subject=subject)
    return None


def open_day_change(change: Change, office: Office, subject: str) -> None:
    """The dispatcher, to whom the team has telephoned, is asked what happened; once at a time."""
    if open_question_of(change, subject, "day-change") is not None:
        return
    team = team_of_subject(change, subject)
    begun = [
        f"{visit.starts_at.astimezone(OFFICE_TIME_ZONE):%H:%M} · {visit.case_reference}"
        for visit in announced_visits(change, team)
    ]
    ask(
        change,
        office,
        "day-change",
        subject,
        next_cycle(change, subject, "day-change"),
        {"options": {"begun": begun}},
    )


def settle_day_change(change: Change, office: Office, decided: Decided) -> None:
    """What the team can no longer do in time is proposed to another, later, or called off; nobody else is moved."""
    team = team_of_subject(change, decided.question.subject)
    if decided.choice == "dropped":
        return
    if team.day != change.moment.office_date or team.state != "released":
        raise ConsequenceRefused("day-has-come")
    now = clock_time(change.moment.office)
    free_from = time.fromisoformat(decided.answer["free_from"]) if decided.choice == "late" else None
    if free_from is not None and free_from < now:
        raise ConsequenceRefused("time-not-ahead")
    _record(change, decided)
    stands = as_it_stands(change, office, team.day)
    if stands is None:
        raise ConsequenceRefused("no-longer-fits")
    over = stands.over | set(map(code_of, decided.answer.get("begun", ()))) | _under_way(stands.plan, team, change)
    trouble = Trouble(team=team.team_code, free_from=free_from)
    rest = rest_of_the_day(stands.day, stands.plan, stands.requests, over, trouble, now)
    propose_change(change, office, team, stands.plan, rest.plan, why=decided.choice, called_off=rest.called_off)


def _record(change: Change, decided: Decided) -> None:
    facts: dict[str, Fact] = {"ground": decided.decision.ground, "free_from": str(decided.answer["free_from"])}
    change.write(Event(f"dispatch:team:{decided.choice}", decided.question.subject, decided.officer.code, facts))


def _under_way(plan: Plan, team: TeamDay, change: Change) -> set[str]:
    """What the other teams have begun by now."""
    return {
        stop.reference
        for tour in plan.rounds
        if tour.team.code != team.team_code
        for stop in tour.stops
        if stop.starts_at <= change.moment.office
    }
