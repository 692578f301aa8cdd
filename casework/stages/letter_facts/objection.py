"""Facts of the letters about an objection, from what the counter officer was asked and put on record."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from casework.deadlines import objection_rule_on
from casework.letters.facts.objection import ObjectionAdmittedFacts, ObjectionTooLateFacts
from casework.registry import Change
from casework.registry.models import Case
from casework.stages.case_file import read_application
from casework.stages.letter_facts.addressees import addressee_on
from casework.stages.letter_facts.parties import parties_of
from casework.stages.letter_facts.remedies import ways_to_contest
from casework.stages.remedy import remedy_against


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
    )


def objection_too_late(change: Change, case: Case, prepared: Mapping[str, Any]) -> ObjectionTooLateFacts:
    """L21: an objection came too late; appeal and court are what remains, the court reckoned from the day of being told."""
    objection = _objection(change, case, prepared)
    today = change.moment.office_date
    ways = ways_to_contest(remedy_against(change, case, objection["against"]), today)
    return ObjectionTooLateFacts(
        **objection,
        settled_on=today,
        appeal=ways["appeal"],
        court=ways["court"],
        court_until=objection["told_on"] + timedelta(days=ways["court"].days),
    )


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
