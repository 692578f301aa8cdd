"""What a browser test looks up in the office beside the screen: what is asked next, what was decided, what went out."""

from datetime import datetime

from office_under_test import awaited
from sqlalchemy import select

from casework.clock import OFFICE_TIME_ZONE
from casework.office import advance_demo_clock
from casework.questions import ROLE_NAMES
from casework.registry import Event
from casework.registry.models import Case, Decision, Letter, Officer, RoundPlan, Visit
from casework.stages.case_file import find_case, read_application
from casework.standing_questions import open_questions
from homevisit.rehearsal.answers import values_for


def set_code_step(office, seconds):
    with office.desk.registry.change(office.desk.office.now()) as change:
        officers = list(change.session.scalars(select(Officer)))
        before = officers[0].code_step_seconds
        for officer in officers:
            officer.code_step_seconds = seconds
        change.write(Event("office:codes:step-changed", "office", "demo", {"seconds": seconds}))
    office._codes_given.clear()  # numbers of other steps
    return before


def filled(office, standing, **changed):
    """A form filled in rightly, but for the code, and the officer who fills it; ``changed`` spoils it."""
    officer = office.officer_for(standing)
    who = f"{officer.code} · {ROLE_NAMES[standing.role]}"
    return officer, {"who": who, **values_for(standing, "golden"), **changed}


def deployment(office, name):
    with office.engine() as client:
        return next(one.id for one in client.read_deployments() if one.name == name)


def advance(office, day, hour):
    advance_demo_clock(office.desk.registry, office.desk.settings, datetime.combine(day, hour, OFFICE_TIME_ZONE))


def await_stage(office, reference, stage, meanwhile=None):
    def reached():
        with office.desk.registry.reading() as reading:
            return reading.session.get_one(Case, reference).stage == stage or None

    if meanwhile is not None and not reached():
        meanwhile()
    awaited(reached, f"{reference} never came to {stage}")


def next_question(office, reference):
    """What is asked next on a case, once its run waits; None when it is closed."""

    def look():
        with office.desk.registry.reading() as reading:
            closed = reading.session.get_one(Case, reference).stage == "closed"
            found = open_questions(reading, subject=reference)
        if closed:
            return (None,)
        return (found[0],) if found and office.waiting_run(found[0]) else None

    return awaited(look, f"nothing more was asked on {reference}")[0]


def is_planned(office, day):
    with office.desk.registry.reading() as reading:
        return reading.session.scalar(select(RoundPlan.day).where(RoundPlan.day == day).limit(1)) is not None


def team_of(office, reference):
    with office.desk.registry.reading() as reading:
        visit = reading.session.scalars(select(Visit).where(Visit.case_reference == reference)).one()
        return f"TEAM-{visit.team_code}-{visit.day}"


def made(office, subject):
    with office.desk.registry.reading() as reading:
        rows = reading.session.scalars(
            select(Decision).where(Decision.subject == subject).order_by(Decision.question_id)
        )
        return [(row.kind, row.choice) for row in rows]


def issued(office, subject):
    with office.desk.registry.reading() as reading:
        rows = reading.session.scalars(select(Letter).where(Letter.subject == subject).order_by(Letter.id))
        return [row.kind for row in rows if row.state == "issued"]


def called(standing, *, waiting=False, choice=None):
    from flows.naming import title_in_a_name

    ending = f"menunggu {ROLE_NAMES[standing.role]}" if waiting else choice
    return f"{standing.subject} · {title_in_a_name(standing.kind)} · {ending}"


def who_is_meant(office, standing):
    """The name on a case's sheet; on a day's sheet its subject."""
    if not standing.subject.startswith("SAHS-"):
        return standing.subject
    with office.desk.registry.reading() as reading:
        return read_application(reading, find_case(reading, standing.subject)).applicant.full_name


def all_over(runs):
    return runs if all(run.state.is_final() for run in runs) else None


def named(run):
    return {run.name: run.state.name}


def goes_on(run, standing):
    """The same run waits with the next question: the plan that follows, its signature, the next level of approval."""
    asks_anew = f"{standing.kind}-{standing.cycle + 1}-1" in (run.empirical_policy.pause_keys or ())
    return run.state.name == "Suspended" and (asks_anew or run.name != called(standing, waiting=True))
