"""What nobody signed in time: a changed day lapses visit by visit as each would begin, an addition when its day comes."""

from datetime import datetime

from sqlalchemy import select

from casework.office import Office
from casework.registry import Change
from casework.registry.models import Question
from casework.rounds import Plan
from casework.stages.case_file import void_question
from casework.stages.dispatch.changing import call_off_and_telephone, give_up_change, still_concerned
from casework.stages.dispatch.subjects import day_of

NOT_SIGNED = "not-signed-in-time"


def lapse_unsigned_changes(change: Change, office: Office) -> list[str]:
    """Nobody waits at the door for a team that no letter sends: what begins unsigned is called off and telephoned.

    The question stays for what lies ahead of it, and ends with the last. Returns the subjects of those that ended.
    """
    now, lapsed = change.moment.office, []
    for question in _open(change, "changed-assignment"):
        concerned, over = still_concerned(change, question), _begun_by(question, now)
        if concerned <= over:
            void_question(change, question, NOT_SIGNED)
            give_up_change(change, office, question, "system")
            lapsed.append(question.subject)
        elif concerned & over:
            call_off_and_telephone(change, office, question, concerned & over)
    for question in [*_open(change, "plan-approval"), *_open(change, "assignment-signature")]:
        if "addition" in question.prepared and day_of(question.subject) <= now.date():
            void_question(change, question, "day-has-come")
            lapsed.append(question.subject)
    return lapsed


def _open(change: Change, kind: str) -> list[Question]:
    waiting = select(Question).where(Question.kind == kind, Question.state == "open").order_by(Question.id)
    return list(change.session.scalars(waiting))


def _begun_by(question: Question, now: datetime) -> set[str]:
    plan = Plan.model_validate(question.prepared["plan"])
    return {stop.reference for tour in plan.rounds for stop in tour.stops if stop.starts_at <= now}
