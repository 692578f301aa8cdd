"""Where a question was put before a person: which run holds its form, and whether what was submitted there is judged."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from casework.clock import Moment
from casework.registry import Event, Reading, Registry
from casework.registry.ledger import Fact
from casework.registry.models import Asking, Question
from casework.registry.portions import portions


@dataclass(frozen=True)
class Form:
    """The form of one question in one run; the engine keeps everything about it under names that begin with ``prefix``."""

    question_id: int
    flow_run_id: str
    prefix: str


def note_asking(registry: Registry, moment: Moment, question_id: int, flow_run_id: str, attempt: int) -> None:
    """Where a question was put, so that an answer given there is found whatever becomes of the run.

    Put again in the same attempt, by a run that was woken without an answer, its form has to be seen anew.
    """
    with registry.change(moment) as change:
        question = change.session.get_one(Question, question_id)
        facts: dict[str, Fact] = {
            "question": question.kind, "cycle": question.cycle, "attempt": attempt, "run": flow_run_id,
        }  # fmt: skip
        row = change.session.get(Asking, (question_id, flow_run_id, attempt))
        if row is None:
            row = Asking(question_id=question_id, flow_run_id=flow_run_id, attempt=attempt, asked_at=moment.recorded_at)
            change.write(Event(f"{question.stage}:question:put", question.subject, facts=facts), row)
        elif row.form_seen_at is not None:
            row.form_seen_at = None
            change.write(Event(f"{question.stage}:question:put-again", question.subject, facts=facts))


def runs_that_asked(reading: Reading, question_id: int) -> list[str]:
    """The runs in which a question was put, the oldest first."""
    statement = select(Asking.flow_run_id).where(Asking.question_id == question_id).group_by(Asking.flow_run_id)
    return list(reading.session.scalars(statement.order_by(func.min(Asking.asked_at))))


def runs_that_wait_in_vain(reading: Reading) -> list[str]:
    """The runs that may be waiting for a settled question: their form of it is not emptied, and nothing they asked is open.

    A run empties its form before it goes on, and nobody else does while it is alive: whoever waits in vain is among them.
    """
    settled, open_there = sorted({form.flow_run_id for form in forms_to_empty(reading)}), set[str]()
    for portion in portions(settled):
        asked = select(Asking.flow_run_id).join(Question, Question.id == Asking.question_id)
        open_there |= set(
            reading.session.scalars(asked.where(Question.state == "open", Asking.flow_run_id.in_(portion)))
        )
    return [run for run in settled if run not in open_there]


def runs_with_forms(reading: Reading) -> list[str]:
    """The runs in which a form lies to which something may have been submitted that nobody has judged yet."""
    # told apart here: to tell them apart itself, SQLite would read every asking there ever was
    return sorted(set(reading.session.scalars(select(Asking.flow_run_id).where(Asking.emptied_at.is_(None)))))


def forms_to_empty(reading: Reading) -> list[Form]:
    """The forms of settled questions in which a submission may still lie."""
    return _forms(reading, Question.state != "open")


def form_in(reading: Reading, question_id: int, flow_run_id: str) -> Form | None:
    """The form of a question in a run, unless it was never put there or is emptied already."""
    found = _forms(reading, Asking.question_id == question_id, Asking.flow_run_id == flow_run_id)
    return found[0] if found else None


def settled_forms_in(reading: Reading, flow_run_id: str, subject: str) -> list[Form]:
    """The forms of a subject's settled questions in one run in which a submission may still lie."""
    return _forms(reading, Question.state != "open", Asking.flow_run_id == flow_run_id, Question.subject == subject)


def forms_never_seen(reading: Reading) -> list[Form]:
    """The forms of open questions that nobody has found in the engine yet: a crash may have come before they were stored."""
    return _forms(reading, Question.state == "open", Asking.form_seen_at.is_(None))


def note_emptied(registry: Registry, moment: Moment, form: Form) -> None:
    """What was submitted to a form is judged, on record, and lies in the engine no more."""
    _note(registry, moment, [form], "emptied_at", "engine:form:emptied")


def note_seen(registry: Registry, moment: Moment, forms: Iterable[Form]) -> None:
    """These forms lie in the engine, where staff find them."""
    _note(registry, moment, list(forms), "form_seen_at", "engine:form:seen")


def _forms(reading: Reading, *conditions: ColumnElement[bool]) -> list[Form]:
    statement = (
        select(Asking.question_id, Asking.flow_run_id, Question.kind, Question.cycle)
        .join(Question, Question.id == Asking.question_id)
        .where(Asking.emptied_at.is_(None), *conditions)
        .order_by(Asking.asked_at)
    )
    rows = reading.session.execute(statement)
    return list(dict.fromkeys(Form(row[0], row[1], f"suspended-{row[2]}-{row[3]}-") for row in rows))


def _note(registry: Registry, moment: Moment, forms: list[Form], column: str, event: str) -> None:
    with registry.change(moment) as change:
        for form in forms:
            statement = select(Asking).where(
                Asking.question_id == form.question_id, Asking.flow_run_id == form.flow_run_id
            )
            for row in change.session.scalars(statement):
                setattr(row, column, moment.recorded_at)
            question = change.session.get_one(Question, form.question_id)
            facts: dict[str, Fact] = {"question": question.kind, "cycle": question.cycle, "run": form.flow_run_id}
            change.write(Event(event, question.subject, facts=facts))
