"""Facts of the day's report to the head of office: what the register knows of its teams, its visits and who was left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from casework.clock import OFFICE_TIME_ZONE
from casework.equipment_names import equipment_name
from casework.letters.facts.dispatch_report import (
    MOST_LEFT_OUT,
    DispatchReportFacts,
    LeftOutOfThePlan,
    ReportedTeam,
    ReportedVisit,
)
from casework.questions import code_of
from casework.registry import Reading
from casework.registry.models import Decision, Officer, Question, RoundPlan, TeamDay, Visit
from casework.registry.officers import name_of
from casework.rounds import LeftOut, Plan
from casework.stages.case_file import find_case, question_of, read_application
from casework.stages.deciding import recorded_act, unseal_answer
from casework.stages.dispatch.subjects import team_subject
from casework.stages.letter_facts.assigned import decrees_of_teams
from casework.stages.letter_facts.at_the_door import decided_at
from casework.stages.letter_facts.parties import place_of
from casework.stages.reported import reported_times

# How the report tells why a visit was called off; whatever is not named here was called off, and no more is said.
CALLED_OFF_AS = {
    "office-closed": "office-closed",
    "team-held": "team-not-ready",
    "team-stopped": "team-not-ready",
    "not-signed-in-time": "team-not-ready",
    "officer-barred": "another-team",
    "new-address": "new-address",
    "died": "application-ended",
    "withdrawn": "application-ended",
}


@dataclass(frozen=True)
class _Told:
    """What a team reported of a visit, or why nobody reports it."""

    outcome: str
    times: tuple[datetime, datetime] | None = None
    gift: bool = False
    passport: bool = False


def dispatch_report(reading: Reading, day: date) -> DispatchReportFacts:
    """L18: each team and each announced visit of a day as it stands now, and who had no place in the day's plan."""
    teams = list(reading.session.scalars(select(TeamDay).where(TeamDay.day == day).order_by(TeamDay.team_code)))
    visits = select(Visit).where(Visit.day == day).order_by(Visit.starts_at, Visit.team_code, Visit.case_reference)
    decree, *further = decrees_of_teams(reading, teams)
    left_out = _left_out(reading, day)
    return DispatchReportFacts(
        round_date=day,
        decree_number=decree.number,
        further_decrees=tuple(further),
        teams=tuple(_team(reading, team) for team in teams),
        visits=tuple(_visit(reading, visit) for visit in reading.session.scalars(visits)),
        left_out=tuple(_told_of(reading, left) for left in left_out[:MOST_LEFT_OUT]),
        further_left_out=len(left_out[MOST_LEFT_OUT:]),
    )


def _team(reading: Reading, team: TeamDay) -> ReportedTeam:
    return ReportedTeam(
        team=team.team_code,
        lead=name_of(reading, reading.session.get_one(Officer, team.lead_code)),
        members=len(team.members),
        equipment=equipment_name(reading, team.kit_code),
        vehicle=equipment_name(reading, team.vehicle_code),
        state="not-needed" if team.state == "planned" else team.state,
        released_at=_released_at(reading, team),
    )


def _released_at(reading: Reading, team: TeamDay) -> datetime | None:
    if team.state != "released":
        return None
    answered = select(Question).where(
        Question.subject == team_subject(team.day, team.team_code),
        Question.kind == "morning-release",
        Question.state == "decided",
    )
    question = reading.session.scalar(answered.order_by(Question.id.desc()).limit(1))
    return decided_at(reading, recorded_act(reading, question)) if question else None


def _visit(reading: Reading, visit: Visit) -> ReportedVisit:
    told = _told(reading, visit)
    started, ended = told.times or (None, None)
    return ReportedVisit(
        case_reference=visit.case_reference,
        place=place_of(read_application(reading, find_case(reading, visit.case_reference))),
        team=visit.team_code,
        planned_at=visit.starts_at.astimezone(OFFICE_TIME_ZONE),
        outcome=told.outcome,  # one of the coded outcomes; the facts model refuses any other
        started_at=started,
        ended_at=ended,
        gift_reported=told.gift,
        passport_taken=told.passport,
    )


def _told(reading: Reading, visit: Visit) -> _Told:
    report = question_of(reading, visit.case_reference, "visit-report", visit.occurrence)
    decision = reading.session.get(Decision, report.id) if report is not None else None
    if report is None or decision is None:
        return _Told(CALLED_OFF_AS.get((report and report.void_reason) or "", "called-off"))
    answer = unseal_answer(reading, decision)
    return _Told(
        outcome=_outcome(visit, decision.choice, answer),
        times=reported_times(visit.day, answer),
        gift=code_of(answer["free_of_charge"]) != "yes",
        passport=code_of(answer["passport"]) == "taken",
    )


def _outcome(visit: Visit, choice: str, answer: Mapping[str, Any]) -> str:
    if choice != "held":
        return choice
    if code_of(answer["interview"]) != "complete":
        return "interview-incomplete"
    if code_of(answer["biometrics"]) != "exception":
        return "held"
    return {"held": "held-with-exception", "announced": "exception-pending"}.get(visit.state, "exception-repeated")


def _left_out(reading: Reading, day: date) -> list[LeftOut]:
    """Of the plan that was signed first: what follows it on the day itself leaves nobody out who was told of a visit."""
    plans = select(RoundPlan).where(RoundPlan.day == day, RoundPlan.state.in_(("signed", "revised", "closed")))
    drafted = [row for row in reading.session.scalars(plans.order_by(RoundPlan.revision)) if "plan" in row.content]
    signed = [row for row in drafted if "why" not in row.content]
    if not signed:
        return []
    visited = set(reading.session.scalars(select(Visit.case_reference).where(Visit.day == day)))
    planned = Plan.model_validate(signed[-1].content["plan"]).left_out
    return [left for left in planned if left.reference not in visited]  # those visited were added afterwards


def _told_of(reading: Reading, left: LeftOut) -> LeftOutOfThePlan:
    return LeftOutOfThePlan(
        case_reference=left.reference,
        place=place_of(read_application(reading, find_case(reading, left.reference))),
        reason=left.explanation_indonesian,
        next_chance=left.next_chance,
        too_late=left.too_late,
    )
