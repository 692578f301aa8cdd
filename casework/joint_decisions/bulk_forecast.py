"""What would become of each of many questions, were the same answer given to them now: tried, and undone."""

from collections.abc import Sequence

from casework.clock import Moment
from casework.decisions import suppose
from casework.entitlement import authority_for
from casework.joint_decisions.bulk import MOST, never_of
from casework.joint_decisions.warrants import NO_CODE
from casework.office import Office
from casework.questions.by_code import CodedAnswer, NotOnTheForm, filled_in
from casework.questions.table import QUESTION_KINDS
from casework.registry import Registry, Trial
from casework.registry.models import Question

NEXT_TIME = f"lebih dari {MOST}: giliran berikutnya · more than {MOST}: the next time"


def forecast(
    registry: Registry,
    office: Office,
    question_ids: Sequence[int],
    officer_code: str,
    answer: CodedAnswer,
    moment: Moment,
) -> dict[int, str | None]:
    """Why each question would not be decided so by this officer: a refusal's code, a sentence, or None where it would be.

    The first fifty that would be are tried as if they were answered, and undone; whatever follows is left for the next
    time, and so is what waits for another role than the first of them. Nothing is written.
    """
    told: dict[int, str | None] = {}
    role: str | None = None
    for question_id in question_ids:
        if sum(reason is None for reason in told.values()) >= MOST:
            told[question_id] = NEXT_TIME
            continue
        with registry.trial(moment) as trial:
            question = trial.session.get_one(Question, question_id)
            is_of_another = role not in (None, question.role)
            told[question_id] = NEXT_TIME if is_of_another else _obstacle(trial, office, question, officer_code, answer)
            role = role or (question.role if told[question_id] is None else None)
    return told


def _obstacle(trial: Trial, office: Office, question: Question, officer_code: str, answer: CodedAnswer) -> str | None:
    if question.state != "open":
        return "question-void" if question.state == "void" else "already-decided"
    never = never_of(question, answer.choice)
    if never is not None:
        return never
    kind, options = QUESTION_KINDS[question.kind], question.prepared.get("options") or {}
    try:
        values = {**filled_in(kind, options, officer_code, answer), "code": NO_CODE}
    except NotOnTheForm as fault:
        return str(fault)
    authority = authority_for(trial, question, officer_code, trial.moment.office_date, trial.moment.recorded_at)
    if isinstance(authority, str):
        return authority
    with trial.attempt():
        return suppose(trial, office, question, authority, values)
