"""What the engine should be doing: which subject needs a run of which flow, and under which key it is started."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from casework.clock import Moment
from casework.lifecycle import FLOW_OF_STAGE, Stage
from casework.questions import QUESTION_KINDS
from casework.registry import Event, Reading, Registry
from casework.registry.models import Asking, Case, Effect, EngineRun, Question
from casework.registry.portions import portions
from casework.stages.by_post import waiting_for_post
from casework.stages.copies_owed import PARTNER_DOWN, copies_that_wait, is_about_a_copy
from casework.stages.custody import PASSPORT_RETURN
from casework.stages.dispatch.closed_day import day_to_plan_instead
from casework.stages.dispatch.subjects import rounds_subject
from casework.stages.joint_decision import to_be_carried_out

COPIES = "copies"
# A run of these waits for a person beside the case's own stage: whatever is planned meanwhile does not wait with it.
WAITING_BESIDE = frozenset({"intake", "outside-event", "complaint", "complaint-answer", "objection", "by-post", COPIES})
STARTS_PER_HOUR = 20


@dataclass(frozen=True)
class Needed:
    """A flow that must be running, or waiting for a person, for a subject."""

    subject: str
    flow: str


@dataclass(frozen=True)
class Start:
    """One start of a flow for a subject; the number makes its idempotency key, ``flow_run_id`` is known once started."""

    subject: str
    flow: str
    number: int
    flow_run_id: str | None

    @property
    def idempotency_key(self) -> str:
        """Two starts under one key are one run."""
        return f"{self.subject}:{self.flow}:{self.number}"


def needed_runs(reading: Reading) -> list[Needed]:
    """Every open question, every answer that stands for others, every stage with work and every effect not gone out needs its run.

    So does the day that is to be planned in place of one that was closed late. A case that is to be closed as soon as its
    letter is posted waits for nothing but that; for a copy that a mailbox refused nothing waits.
    """
    waiting_stages = stages_that_wait(reading)
    needed, sending = set(), set()
    for question in [*_open_questions(reading), *to_be_carried_out(reading)]:
        flow = flow_of(reading, question, waiting_stages)
        needed.add(Needed(question.subject, flow))
        if flow not in WAITING_BESIDE and question.kind != PASSPORT_RETURN:
            sending.add(question.subject)
    working = [stage.value for stage, flow in FLOW_OF_STAGE.items() if flow is not None and stage is not Stage.PAYMENT]
    posted = waiting_for_post(reading)
    to_be_posted = set(posted.values())
    for case in reading.session.scalars(select(Case).where(Case.stage.in_(working))):
        if case.stage == Stage.CLOSING.value and case.reference in to_be_posted:
            continue
        needed.add(Needed(case.reference, FLOW_OF_STAGE[Stage(case.stage)] or ""))
        sending.add(case.reference)
    sending -= waiting_stages  # these send before they ask and after the answer, not in between
    planned = select(Effect.id, Effect.subject).where(Effect.state == "planned")
    for_a_person = posted.keys() | copies_that_wait(reading)
    for effect_id, subject in reading.session.execute(planned):
        if subject not in sending and effect_id not in for_a_person:
            needed.add(Needed(subject, "outgoing"))
    if (instead := day_to_plan_instead(reading)) is not None:
        needed.add(Needed(rounds_subject(instead), "dispatch"))
    return sorted(needed, key=lambda one: (one.subject, one.flow))


def stages_that_wait(reading: Reading) -> set[str]:
    """The subjects whose own run waits for a person: it has put a question of theirs, and that is still open.

    The run that waits for a passport to come back is the case's own only once the case is being concluded.
    """
    statement = (
        select(Question.subject, Question.kind, Case.stage)
        .outerjoin(Case, Case.reference == Question.subject)
        .where(
            Question.state == "open",
            Question.kind != PARTNER_DOWN,
            select(Asking).where(Asking.question_id == Question.id).exists(),
        )
    )
    return {
        subject
        for subject, kind, stage in reading.session.execute(statement)
        if QUESTION_KINDS[kind].flow not in WAITING_BESIDE and (kind != PASSPORT_RETURN or stage == Stage.CLOSING.value)
    }


def runs_that_ask_about_partners(reading: Reading) -> dict[str, list[str]]:
    """In which runs an open question about a partner's trouble was put, by its subject: while one of them lives, no other asks it.

    What is asked about copies holds no other run back.
    """
    statement = (
        select(Question, Asking.flow_run_id)
        .join(Asking, Asking.question_id == Question.id)
        .where(Question.state == "open", Question.kind == PARTNER_DOWN)
        .distinct()
    )
    found: dict[str, list[str]] = {}
    for question, flow_run_id in reading.session.execute(statement):
        if not is_about_a_copy(question):
            found.setdefault(question.subject, []).append(flow_run_id)
    return found


def flow_after(reading: Reading, reference: str) -> str | None:
    """The flow to which a case goes now, if its stage has one."""
    case = reading.session.get_one(Case, reference)
    flow = FLOW_OF_STAGE[Stage(case.stage)]
    return None if flow == "payment" and not _has_planned_effects(reading, reference) else flow


def last_start(reading: Reading, subject: str, flow: str) -> Start | None:
    """The latest start of a flow for a subject."""
    return last_starts(reading, [Needed(subject, flow)]).get(Needed(subject, flow))


def last_starts(reading: Reading, needed: Iterable[Needed]) -> dict[Needed, Start]:
    """The latest start of each of these, where there was one."""
    return {one: starts[-1][0] for one, starts in starts_of(reading, needed).items()}


def keep_dying(reading: Reading, needed: Iterable[Needed], now: datetime) -> list[Needed]:
    """A flow that was started twenty times within the hour is let rest: starting it again mends nothing.

    ``now`` is real time, aware.
    """
    recent = now - timedelta(hours=1)
    return [
        one
        for one, starts in starts_of(reading, needed).items()
        if sum(started_at > recent for _, started_at in starts) >= STARTS_PER_HOUR
    ]


def note_start(registry: Registry, moment: Moment, subject: str, flow: str, number: int) -> Start:
    """A start is on record before the engine is asked, so that a crash in between leaves its key to be used again."""
    with registry.change(moment) as change:
        row = change.session.get(EngineRun, (subject, flow, number))
        if row is None:
            row = EngineRun(subject=subject, flow=flow, start=number, flow_run_id=None, started_at=moment.recorded_at)
            change.write(Event("engine:run:started", subject, facts={"flow": flow, "start": number}), row)
        return Start(subject, flow, number, row.flow_run_id)


def note_run(registry: Registry, moment: Moment, start: Start, flow_run_id: str) -> None:
    """The engine's name for a run that was started."""
    with registry.change(moment) as change:
        row = change.session.get_one(EngineRun, (start.subject, start.flow, start.number))
        if row.flow_run_id != flow_run_id:
            row.flow_run_id = flow_run_id
            change.write(
                Event(
                    "engine:run:named",
                    start.subject,
                    facts={"flow": start.flow, "start": start.number, "run": flow_run_id},
                )
            )


def starts_of(reading: Reading, needed: Iterable[Needed]) -> dict[Needed, list[tuple[Start, datetime]]]:
    """Every start of these and when it was, the first one first."""
    found: dict[Needed, list[tuple[Start, datetime]]] = {one: [] for one in needed}
    subjects = sorted({one.subject for one in found})
    for portion in portions(subjects):
        statement = select(EngineRun).where(EngineRun.subject.in_(portion))
        for row in reading.session.scalars(statement.order_by(EngineRun.start)):
            one = Needed(row.subject, row.flow)
            if one in found:
                found[one].append((Start(row.subject, row.flow, row.start, row.flow_run_id), row.started_at))
    return {one: starts for one, starts in found.items() if starts}


def _open_questions(reading: Reading) -> list[Question]:
    return list(reading.session.scalars(select(Question).where(Question.state == "open")))


def flow_of(reading: Reading, question: Question, waiting_stages: Collection[str]) -> str:
    """The deployment that asks a question; a partner's trouble is looked after by the flow of the case's stage.

    Where that flow waits for a person's answer already (``waiting_stages``), it came up beside it and is ``outgoing``'s.
    Copies that do not go out are asked about in a run of their own.
    """
    if question.kind == PARTNER_DOWN and not is_about_a_copy(question):
        if question.subject in waiting_stages:
            return "outgoing"
        case = reading.session.get(Case, question.subject)
        return (case and FLOW_OF_STAGE[Stage(case.stage)]) or "outgoing"
    return flow_that_asks(question)


def flow_that_asks(question: Question) -> str:
    """The flow whose run puts a question: ``outgoing``'s may be put by whichever run sends something."""
    return COPIES if is_about_a_copy(question) else QUESTION_KINDS[question.kind].flow


def _has_planned_effects(reading: Reading, reference: str) -> bool:
    planned = select(Effect.id).where(Effect.subject == reference, Effect.state == "planned")
    for_a_person = waiting_for_post(reading, reference).keys() | copies_that_wait(reading, reference)
    return not set(reading.session.scalars(planned)) <= for_a_person
