"""Planning the rounds of a working day: proposed once, approved by the dispatcher, missed when its day comes first."""

from datetime import date, timedelta

from sqlalchemy import func, select

from casework.office import Office, by_the_calendar_of
from casework.registry import Change, Event, Reading
from casework.registry.models import Question, RoundPlan
from casework.rounds import Plan
from casework.stages.case_file import ask, next_cycle, void_question
from casework.stages.deciding import Decided
from casework.stages.dispatch.additions import propose_additions, settle_addition
from casework.stages.dispatch.closed_day import plan_of_a_closed_day
from casework.stages.dispatch.consent import consents
from casework.stages.dispatch.drafting import Draft, draft_that_stands
from casework.stages.dispatch.notice import is_short
from casework.stages.dispatch.plans import (
    plan_in_state,
    refuse_a_lapsed_plan,
    reject,
    standing_plan,
)
from casework.stages.dispatch.proposing import write_plan
from casework.stages.dispatch.reporting import report_days_gone_by
from casework.stages.dispatch.revising import refuse_an_idle_edit, revise
from casework.stages.dispatch.subjects import day_of, rounds_subject

UNSIGNED = ("proposed", "approved")
LOOKED_BACK = timedelta(days=60)  # a gap of two months is no missed run any more


def propose(change: Change, office: Office, day: date, draft: Draft | None = None) -> RoundPlan:
    """A day is planned once: a second start finds the plan that stands, and a day gone by is on record as missed.

    A day that was closed since is not planned, however its run began: what was planned for it fell.
    A ``draft`` was made while nothing was locked; where what is to be planned has changed since, it is planned anew here.
    """
    office = by_the_calendar_of(change, office)
    standing = standing_plan(change, day) or plan_of_a_closed_day(change, office, day)
    if standing is not None:
        if standing.state in UNSIGNED and day <= change.moment.office_date:
            _let_lapse(change, standing)
        elif standing.state == "signed" and day > change.moment.office_date:
            propose_additions(change, office, standing)
        return standing
    revision = _next_revision(change, day)
    last = change.session.get(RoundPlan, (day, revision - 1))
    if last is not None and last.state == "empty" and last.content.get("edits"):
        return last  # the dispatcher put everybody off
    if revision == 1:
        change.create_key(rounds_subject(day))
    if day <= change.moment.office_date:
        missed = RoundPlan(day=day, revision=revision, state="missed", digest="", content={})
        change.write(Event("dispatch:plan:missed", rounds_subject(day), facts={"revision": revision}), missed)
        return missed
    return write_plan(
        change, office, draft_that_stands(change, office, day, change.moment.office_date, draft), revision
    )


def note_missed_days(change: Change, office: Office, today: date) -> list[date]:
    """Each working day up to today that was never planned, or whose plan was never signed, is on record as missed.

    A day whose visits were all called off before it came is reported to the head of office now.
    """
    report_days_gone_by(change, office, today)
    missed = [plan.day for plan in _unsigned_plans(change, today)]
    for plan in _unsigned_plans(change, today):
        _let_lapse(change, plan)
    planned = set(change.session.scalars(select(RoundPlan.day).where(RoundPlan.day >= today - LOOKED_BACK)))
    first = change.session.scalar(select(func.min(RoundPlan.day)))
    day = None if first is None else max(first, today - LOOKED_BACK)
    while day is not None and (day := office.calendar.next_working_day(day)) <= today:
        if day not in planned:
            propose(change, office, day)
            missed.append(day)
    return missed


def settle_plan(change: Change, office: Office, decided: Decided) -> None:
    """An approved plan goes to the head of office for signature; a revised or rejected one makes room for the next.

    Where the notice is short, everybody who is visited has agreed to that, or is put off.
    """
    if "addition" in decided.question.prepared:
        settle_addition(change, office, decided)
        return
    day = day_of(decided.question.subject)
    plan = plan_in_state(change, day, "proposed")
    refuse_a_lapsed_plan(change, plan)
    refuse_an_idle_edit(decided)
    if decided.choice == "revise":
        revise(change, office, plan, decided)
        return
    if decided.choice == "reject":
        reject(change, plan, decided)
        return
    visited = Plan.model_validate(plan.content["plan"]).references
    agreed = consents(decided, visited, short=is_short(office, change.moment.office_date, day))
    plan.state = "approved"
    change.write(
        Event(
            "dispatch:plan:approved",
            rounds_subject(day),
            decided.officer.code,
            {"revision": plan.revision, "plan": plan.digest, **({"agreed": agreed} if agreed else {})},
        )
    )
    in_time = office.calendar.previous_working_day(day)
    ask(
        change,
        office,
        "assignment-signature",
        rounds_subject(day),
        next_cycle(change, rounds_subject(day), "assignment-signature"),
        {"plan": plan.digest},
        due_by=in_time,
    )


def _unsigned_plans(reading: Reading, today: date) -> list[RoundPlan]:
    statement = select(RoundPlan).where(RoundPlan.state.in_(UNSIGNED), RoundPlan.day <= today).order_by(RoundPlan.day)
    return list(reading.session.scalars(statement))


def _let_lapse(change: Change, plan: RoundPlan) -> None:
    subject = rounds_subject(plan.day)
    plan.state = "missed"
    change.write(Event("dispatch:plan:missed", subject, facts={"revision": plan.revision, "plan": plan.digest}))
    for question in change.session.scalars(
        select(Question).where(Question.subject == subject, Question.state == "open")
    ):
        void_question(change, question, "day-has-come")


def _next_revision(reading: Reading, day: date) -> int:
    return len(list(reading.session.scalars(select(RoundPlan.revision).where(RoundPlan.day == day)))) + 1
