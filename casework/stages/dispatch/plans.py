"""What every step of the dispatch asks of a day's plan: which one stands, may it still be decided, by which decree."""

from datetime import date

from sqlalchemy import select

from casework.registry import Change, Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import Decree, Mandate, RoundPlan
from casework.rounds import Plan
from casework.stages.deciding import ConsequenceRefused, Decided
from casework.stages.dispatch.subjects import rounds_subject

TEAM_ROLES = ("team-lead", "biometric-operator", "health-and-security")
STANDING = ("proposed", "approved", "signed", "missed")


def standing_plan(reading: Reading, day: date) -> RoundPlan | None:
    """The plan that stands for a day, whatever was rejected before it."""
    return reading.session.scalar(select(RoundPlan).where(RoundPlan.day == day, RoundPlan.state.in_(STANDING)))


def planned_between(reading: Reading, today: date, day: date) -> frozenset[str]:
    """Who stands in a plan, decided or not, of a day after today and before this one."""
    sooner = select(RoundPlan).where(
        RoundPlan.day > today, RoundPlan.day < day, RoundPlan.state.in_(("proposed", "approved", "signed"))
    )
    plans = (Plan.model_validate(row.content["plan"]) for row in reading.session.scalars(sooner))
    return frozenset(reference for plan in plans for reference in plan.references)


def plan_in_state(reading: Reading, day: date, state: str) -> RoundPlan:
    """The day's plan, while it is in that state; a decision on any other is refused."""
    plan = standing_plan(reading, day)
    if plan is None or plan.state != state:
        raise ConsequenceRefused("question-void")
    return plan


def refuse_a_lapsed_plan(change: Change, plan: RoundPlan) -> None:
    """A plan whose day has come is neither approved nor signed any more."""
    if plan.day <= change.moment.office_date:
        raise ConsequenceRefused("day-has-come")


def reject(change: Change, plan: RoundPlan, decided: Decided) -> None:
    """A rejected plan makes room for the next revision; nobody is told anything."""
    plan.state = "rejected"
    facts: dict[str, Fact] = {
        "revision": plan.revision,
        "ground": decided.decision.ground,
    }
    change.write(Event("dispatch:plan:rejected", rounds_subject(plan.day), decided.officer.code, facts))


def decree_in_force(reading: Reading, day: date) -> str:
    """The number of the newest decree (SK) that appoints members of a team on that day; other decrees do not."""
    number = reading.session.scalar(
        select(Decree.number)
        .join(Mandate, Mandate.decree_number == Decree.number)
        .where(Decree.valid_from <= day, Decree.valid_to >= day)
        .where(Mandate.role.in_(TEAM_ROLES), Mandate.valid_from <= day, Mandate.valid_to >= day)
        .where(Mandate.ended_at.is_(None), Mandate.capacity == "definitive", Mandate.signs_for.is_(None))
        .order_by(Decree.dated.desc())
        .limit(1)
    )
    return number or ""
