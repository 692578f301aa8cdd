"""A passport that leaves the home with the team: its receipt names who took it, and a question stays open until it is back.

The case is not closed while the passport is in custody; where a case ends at once all the same (a death, a withdrawal),
the question stays open, is reminded of like any other, and a closing letter says that the passport is still to come.
"""

from datetime import date

from casework.case import PermitKind
from casework.deadline_rules import ServiceStep
from casework.deadlines import service_level_due
from casework.letters import LetterKind
from casework.office import Office
from casework.questions import QUESTION_KINDS, code_of
from casework.registry import Change, Event
from casework.registry.models import Case, Visit
from casework.stages import letter_facts
from casework.stages.case_file import ask, next_cycle
from casework.stages.correspondence import plan_letter
from casework.stages.custody import PASSPORT_RETURN, is_in_custody
from casework.stages.deciding import ConsequenceRefused, Decided


def take_into_custody(change: Change, office: Office, decided: Decided, visit: Visit) -> None:
    """With the lead's report the holder gets a receipt in the lead's name, and the counter is asked for the return.

    Raises ``ConsequenceRefused`` where the passport is with the office already.
    """
    case = decided.file
    if is_in_custody(change, case.reference):
        raise ConsequenceRefused("not-consistent")
    back_by = promised_day(office, case, visit.day)
    change.write(Event("visit:passport:taken", case.reference, decided.officer.code, {"back_by": back_by.isoformat()}))
    facts = letter_facts.passport_custody(change, case, visit, decided, back_by)
    mail_to = ("applicant", "guarantor")
    plan_letter(change, case.reference, LetterKind.PASSPORT_CUSTODY, facts, signed_by=decided, mail_to=mail_to)
    prepared: dict[str, object] = {
        "team": visit.team_code,
        "taken_on": visit.day.isoformat(),
        "back_by": back_by.isoformat(),
    }
    cycle = next_cycle(change, case.reference, PASSPORT_RETURN)
    ask(change, office, PASSPORT_RETURN, case.reference, cycle, prepared, due_by=back_by)


def promised_day(office: Office, case: Case, taken_on: date) -> date:
    """A passport is back when the permit should be: the service standard of its kind, and the days of the hand-over."""
    issued = service_level_due(ServiceStep.ISSUE, PermitKind(case.permit_kind), taken_on, office.calendar)
    return office.calendar.add_working_days(issued, QUESTION_KINDS["delivery-receipt"].working_days)


def settle_return(change: Change, office: Office, decided: Decided) -> None:
    """The passport is with its holder, or with whoever may receive it; the case can be closed."""
    del office
    facts = {name: code_of(str(decided.answer[name])) for name in ("receiver", "means")}
    change.write(Event("closing:passport:returned", decided.question.subject, decided.officer.code, {**facts}))
