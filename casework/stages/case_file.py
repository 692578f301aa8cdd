"""Finding a case, reading what was sent, and moving it by the lifecycle's table."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, select

from casework.case import Application
from casework.lifecycle import Stage, target_of
from casework.office import Office
from casework.questions import QUESTION_KINDS
from casework.reading import content_digest
from casework.registry import Change, Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import ApplicationCycle, Case, Effect, FindingRow, Question
from casework.settlements import VOID_REASONS

# The office's own time of an effect: what a neighbour is told stays the same however often it is told.
OFFICE_TIME = "office_time"


class CaseUnknown(Exception):
    """There is no case of that reference in this register."""


def find_case(reading: Reading, reference: str) -> Case:
    """The case of a reference; raises ``CaseUnknown`` with what to do."""
    case = reading.session.get(Case, reference)
    if case is None:
        raise CaseUnknown(
            f"there is no case {reference} in this register: check the reference ('homevisit case list' shows all)"
        )
    return case


def read_application(reading: Reading, case: Case, cycle: int | None = None) -> Application:
    """What was sent in a cycle (the present one by default), opened for a rule or a letter."""
    row = reading.session.get_one(ApplicationCycle, (case.reference, cycle or case.cycle))
    return Application.model_validate_json(
        reading.unseal(row.sealed_content, "application_cycle.sealed_content", case.reference, row.cycle)
    )


def seal_application(change: Change, case: Case, application: Application) -> bytes:
    """What was sent in the case's present cycle, sealed under the case's key."""
    plain = application.model_dump_json().encode()
    return change.seal(plain, "application_cycle.sealed_content", case.reference, case.cycle)


def begin_cycle(
    change: Change,
    case: Case,
    application: Application,
    happening: str,
    actor: str,
    facts: dict[str, Fact],
    findings: Sequence[FindingRow] = (),
) -> None:
    """What was sent stays as it was sent: what the office amends, or judges anew, begins the case's next cycle.

    ``findings`` are those of the rules that stand in it, where they are not tried once more.
    """
    case.cycle += 1
    row = ApplicationCycle(
        case_reference=case.reference,
        cycle=case.cycle,
        content_digest=content_digest(application),
        sealed_content=seal_application(change, case, application),
        received_at=change.moment.recorded_at,
    )
    told = {"cycle": case.cycle, "content": row.content_digest, **facts}
    change.write(Event(f"{case.stage}:case:{happening}", case.reference, actor, told), row, *findings)


def move(
    change: Change,
    case: Case,
    happening: str,
    *,
    to: Stage | None = None,
    actor: str = "system",
    facts: dict[str, Fact] | None = None,
) -> None:
    """A case moves only by the table, with its event; the guarantor's app is told the neutral state.

    ``to`` says where, if the happening may lead to several stages.
    """
    source = Stage(case.stage)
    target = target_of(source, happening, to)
    case.stage = target.value
    told = Event(
        f"{source.value}:case:{happening}",
        case.reference,
        actor,
        {"from": source.value, "to": target.value, **(facts or {})},
    )
    change.write(told, plan_effect(change, case.reference, "app-notice", {"stage": target.value}))


def plan_effect(
    change: Change, subject: str, kind: str, content: Mapping[str, object], occurrence: int | None = None
) -> Effect:
    """An effect is planned in the change that causes it, as the next occurrence of its kind where none is given.

    The office's time is kept beside its content, and no reading of the clock after it: told again, the effect is the
    same to the letter.
    """
    return Effect(
        subject=subject,
        kind=kind,
        occurrence=occurrence or _next_occurrence(change, subject, kind),
        state="planned",
        content={**content, OFFICE_TIME: change.moment.office.isoformat()},
        planned_at=change.moment.recorded_at,
    )


def ask(
    change: Change,
    office: Office,
    kind_name: str,
    subject: str,
    cycle: int,
    prepared: dict[str, object] | None = None,
    *,
    due_by: date | None = None,
    role: str | None = None,
) -> Question:
    """Open a question, with its event; it stays open until it is decided or void, whatever becomes of any run.

    It is due after its kind's working days, by the law of the day and the office calendar, and by ``due_by`` at the
    latest; what is answered on the day itself is due on ``due_by``. ``role`` is who decides it, where that is not the
    role of its kind.
    """
    kind = QUESTION_KINDS[kind_name]
    opened_on = change.moment.office_date
    due_on = due_by or opened_on
    if days := kind.days_on(opened_on):
        usual = office.calendar.add_working_days(opened_on, days)
        due_on = usual if due_by is None else min(usual, due_by)
    question = Question(
        subject=subject,
        kind=kind.name,
        cycle=cycle,
        role=role or kind.role,
        stage=kind.stage,
        state="open",
        opened_at=change.moment.recorded_at,
        opened_on=opened_on,
        due_on=max(opened_on, due_on),
        prepared=dict(prepared or {}),
    )
    facts: dict[str, Fact] = {"question": kind.name, "cycle": cycle, "role": question.role}
    change.write(Event(f"{kind.stage}:question:opened", subject, facts=facts), question)
    return question


def void_question(change: Change, question: Question, reason: str) -> None:
    """A question that is asked no more ends with its reason; whoever answers it later is told so.

    Raises ``LookupError`` for a reason that has no words in ``VOID_REASONS``.
    """
    if reason not in VOID_REASONS:
        raise LookupError(f"a question cannot end as '{reason}': give the reason its words in casework/settlements.py")
    question.state, question.void_reason = "void", reason
    facts: dict[str, Fact] = {"question": question.kind, "cycle": question.cycle, "reason": reason}
    change.write(Event(f"{question.stage}:question:voided", question.subject, facts=facts))


def open_question_of(reading: Reading, subject: str, kind_name: str) -> Question | None:
    """The question of that kind that waits for a person, if there is one."""
    return reading.session.scalar(
        select(Question).where(Question.subject == subject, Question.kind == kind_name, Question.state == "open")
    )


def was_taken_up(reading: Reading, subject: str, kind_name: str, origin: str) -> bool:
    """Whether the same filled form has led to a question of that kind already; ``origin`` is the form's own."""
    asked = select(Question).where(Question.subject == subject, Question.kind == kind_name)
    return any(question.prepared.get("origin") == origin for question in reading.session.scalars(asked))


def last_question_of(reading: Reading, subject: str, *kind_names: str) -> Question | None:
    """The question of these kinds that was asked last, whatever became of it."""
    asked = select(Question).where(Question.subject == subject, Question.kind.in_(kind_names))
    return reading.session.scalar(asked.order_by(Question.id.desc()).limit(1))


def question_of(reading: Reading, subject: str, kind_name: str, cycle: int) -> Question | None:
    """The question of that kind and cycle, if it was ever asked."""
    return reading.session.scalar(
        select(Question).where(Question.subject == subject, Question.kind == kind_name, Question.cycle == cycle)
    )


def next_cycle(reading: Reading, subject: str, kind_name: str) -> int:
    """The cycle of the next question of that kind on that subject."""
    last = reading.session.scalar(
        select(func.max(Question.cycle)).where(Question.subject == subject, Question.kind == kind_name)
    )
    return (last or 0) + 1


def office_time_of(effect: Effect) -> datetime:
    """The office's time (Asia/Jakarta) at which an effect was planned."""
    return datetime.fromisoformat(str(effect.content[OFFICE_TIME]))


def _next_occurrence(reading: Reading, subject: str, kind: str) -> int:
    last = reading.session.scalar(
        select(func.max(Effect.occurrence)).where(Effect.subject == subject, Effect.kind == kind)
    )
    return (last or 0) + 1
