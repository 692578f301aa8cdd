"""One case carried through a real office from its arrival to its closure, its staff answering at once."""

from datetime import date, time

from office_looked_up import advance, await_stage, team_of
from office_under_test import OfficeUnderTest, awaited
from sqlalchemy import select

from casework.registry.models import Visit

DISPATCH_AT, MORNING_AT = time(13, 30), time(7, 30)


def carry(office: OfficeUnderTest) -> str:
    """From the application to the closed case; returns its reference."""
    reference = office.apply()
    answer(office, reference, "eligibility-verdict")
    await_stage(office, reference, "payment")
    await_rest(office)
    office.stage.tick("collect")
    await_stage(office, reference, "waiting-for-visit")
    await_rest(office)
    _announce_and_release(office, reference)
    for kind in ("visit-report", "permit-proposal", "permit-decision", "delivery-receipt"):
        answer(office, reference, kind)
    await_stage(office, reference, "closed")
    await_rest(office)
    return reference


def answer(office: OfficeUnderTest, subject: str, kind: str) -> None:
    """Its officer answers the question as on a good day, as soon as it waits."""
    office.answer(office.await_question(subject, kind))


def await_rest(office: OfficeUnderTest) -> None:
    """Nothing is at work, or about to be."""
    awaited(lambda: None if office.stage.busy_runs() or office.executions() else True, "the office never came to rest")


def _announce_and_release(office: OfficeUnderTest, reference: str) -> None:
    day = _next_working_day(office)
    office.stage.start("dispatch")
    for kind in ("plan-approval", "assignment-signature"):
        answer(office, f"ROUNDS-{day}", kind)
    await_stage(office, reference, "visit")
    advance(office, _day_of_the_visit(office, reference), MORNING_AT)
    office.stage.tick("morning")
    answer(office, team_of(office, reference), "morning-release")


def _next_working_day(office: OfficeUnderTest) -> date:
    """The day whose rounds are planned next: it is half past one on the working day before."""
    calendar, now = office.desk.office.calendar, office.desk.office.now().office
    today = now.date()
    if now.time() > DISPATCH_AT or not calendar.is_working_day(today):
        today = calendar.next_working_day(today)
    advance(office, today, DISPATCH_AT)
    return calendar.next_working_day(today)


def _day_of_the_visit(office: OfficeUnderTest, reference: str) -> date:
    with office.desk.registry.reading() as reading:
        return reading.session.scalars(select(Visit.day).where(Visit.case_reference == reference)).one()
