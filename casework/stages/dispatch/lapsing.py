"""What nobody signed in time: a changed day lapses when the first of its visits would begin, an addition when its day comes."""

from datetime import datetime

from sqlalchemy import select

from casework.office import Office
from casework.registry import Change
from casework.registry.models import Question
from casework.rounds import Plan
from casework.stages.case_file import void_question
from casework.stages.dispatch.changing import give_up_change
from casework.stages.dispatch.subjects import day_of

NOT_SIGNED = "not-signed-in-time"


def lapse_unsigned_changes(change: Change, office: Office) -> list[str]:
    """Nobody waits at the door for a team that no letter sends: the visits are called off and the guarantors telephoned.

    Returns the subjects of the questions that ended so.
    """
    now, lapsed = change.moment.office, []
    for question in _open(change, "changed-assignment"):
        if _first_beginning(question) <= now:
            void_question(change, question, NOT_SIGNED)
            give_up_change(change, office, question, "system")
            lapsed.append(question.subject)
    for question in [*_open(change, "plan-approval"), *_open(change, "assignment-signature")]:
        if "addition" in question.prepared and day_of(question.subject) <= now.date():
            void_question(change, question, "day-has-come")
            lapsed.append(question.subject)
    return lapsed


def _open(change: Change, kind: str) -> list[Question]:
    waiting = select(Question).where(Question.kind == kind, Question.state == "open").order_by(Question.id)
    return list(change.session.scalars(waiting))


def _first_beginning(question: Question) -> datetime:
    plan, moved = Plan.model_validate(question.prepared["plan"]), set(question.prepared["moved"])
    return min(stop.starts_at for tour in plan.rounds for stop in tour.stops if stop.reference in moved)
