"""Facts of the letters about an objection, from what the counter officer was asked and put on record."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from casework.deadlines import court_rule_on, objection_rule_on
from casework.letters.facts.objection import ObjectionAdmittedFacts, ObjectionTooLateFacts
from casework.letters.facts.parts import ObjectedTo
from casework.office import Office
from casework.registry import Change, Reading
from casework.registry.models import Case, Letter, Question
from casework.stages.case_file import read_application
from casework.stages.letter_facts.addressees import addressee_on
from casework.stages.letter_facts.parties import parties_of
from casework.stages.letter_facts.remedies import ways_to_contest
from casework.stages.remedy import LETTER_OF_RESULT, remedy_against
from casework.stages.undoable import latest_event


def objection_admitted(
    change: Change, case: Case, prepared: Mapping[str, Any], deciders: Sequence[str], decide_by: date
) -> ObjectionAdmittedFacts:
    """L20: an objection is admitted; ``deciders`` are the roles that decide it anew, in their order."""
    objection = _objection(change, case, prepared)
    return ObjectionAdmittedFacts(
        **objection,
        beyond_control=objection["received_on"] > objection["last_day"],
        deciders=tuple(addressee_on(role, change.moment.office_date).named for role in deciders),
        decide_within=objection_rule_on(objection["received_on"]).decide_within,
        decide_by=decide_by,
        permit_expires_on=case.permit_expires_on,
    )


def objection_too_late(
    change: Change, office: Office, case: Case, prepared: Mapping[str, Any]
) -> ObjectionTooLateFacts:
    """L21: an objection came too late; appeal and court are what remains, the court reckoned from the day of being told."""
    objection = _objection(change, case, prepared)
    today = change.moment.office_date
    ways = ways_to_contest(remedy_against(change, case, objection["against"]), today)
    court_until = objection["told_on"] + timedelta(days=ways["court"].days)
    return ObjectionTooLateFacts(
        **objection,
        settled_on=today,
        appeal=ways["appeal"],
        court=ways["court"].model_copy(update={"legal_basis": court_rule_on(today).basis_without_objection}),
        court_until=court_until,
        court_by=_working_day_before(court_until, today, office),
    )


def objected_to(reading: Reading, case: Case, result: str) -> ObjectedTo | None:
    """The decree or letter that told this result and was objected to, and when that objection arrived; None where none was."""
    event = latest_event(reading, case.reference, "objection")
    if event is None or event.before["result"] != result:
        return None
    told = select(Letter).where(
        Letter.subject == case.reference,
        Letter.kind == LETTER_OF_RESULT[result].value,
        Letter.state == "issued",
        Letter.signed_by_decision < event.question_id,
    )
    letter = reading.session.scalar(told.order_by(Letter.id.desc()).limit(1))
    if letter is None:
        return None
    arrived_on = reading.session.get_one(Question, event.question_id).prepared["arrived_on"]
    return ObjectedTo(number=letter.number, dated=letter.dated, received_on=date.fromisoformat(arrived_on))


def _working_day_before(last_day: date, today: date, office: Office) -> date | None:
    """Where the last day for the court is no working day, the one before it, unless that has passed already."""
    if office.calendar.is_working_day(last_day):
        return None
    before = office.calendar.previous_working_day(last_day)
    return before if before >= today else None


def _objection(change: Change, case: Case, prepared: Mapping[str, Any]) -> dict[str, Any]:
    told_on, received_on, last_day = (
        date.fromisoformat(prepared[name]) for name in ("told_on", "arrived_on", "last_day")
    )
    rule = objection_rule_on(told_on)
    return {
        **parties_of(case, read_application(change, case)),
        "against": prepared["of"],
        "told_on": told_on,
        "received_on": received_on,
        "last_day": last_day,
        "file_within": rule.file_within,
        "legal_basis": rule.legal_basis,
    }
