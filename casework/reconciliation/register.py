"""What the register says of questions, runs and starts that may still matter, or did in the last seven days."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from casework.engine_runs import Needed, flow_of, needed_runs, stages_that_wait, starts_of
from casework.reconciliation.comparison import LOOKED_BACK
from casework.reconciliation.snapshots import Asked, QuestionSeen, RegisterSays, Started, TooLate
from casework.refusals import TOO_LATE
from casework.registry import Reading
from casework.registry.models import Asking, Decision, EngineRun, Question, Submission
from casework.registry.portions import portions
from casework.settlements import settlement_of


def register_says(reading: Reading, now: datetime, *, history: timedelta, runs: Collection[str] = ()) -> RegisterSays:
    """The register's snapshot; ``now`` is real time, aware.

    ``history`` is how long the engine keeps a run that ended: an older one was removed by the office itself. ``runs`` are
    looked up besides, whenever they asked.
    """
    since = max(now - LOOKED_BACK, now - history)
    rows = _askings(reading, since, sorted(runs))
    rows = [row for row in rows if row.asked_at >= now - history or row.flow_run_id in runs]
    open_rows = list(reading.session.scalars(select(Question).where(Question.state == "open")))
    seen = _questions(reading, {row.question_id for row in rows} | {row.id for row in open_rows})
    asked = [Asked(seen[row.question_id], row.flow_run_id, row.asked_at) for row in rows]
    return RegisterSays(
        open_questions=[seen[row.id] for row in open_rows],
        asked=asked,
        started=_starts(reading, since),
        too_late=_too_late(reading, asked, now - LOOKED_BACK),
    )


def _askings(reading: Reading, since: datetime, runs: Sequence[str]) -> list[Asking]:
    """Whose form is not emptied, or was emptied since: nothing happens any more to the others."""
    recent = select(Asking).where(or_(Asking.emptied_at.is_(None), Asking.emptied_at >= since))
    found = list(reading.session.scalars(recent))
    for portion in portions(runs):
        found += reading.session.scalars(select(Asking).where(Asking.flow_run_id.in_(portion)))
    return sorted(dict.fromkeys(found), key=lambda row: (row.asked_at, row.attempt))


def _questions(reading: Reading, wanted: Iterable[int]) -> Mapping[int, QuestionSeen]:
    found: dict[int, QuestionSeen] = {}
    waiting_stages = stages_that_wait(reading)
    for portion in portions(sorted(wanted)):
        statement = (
            select(Question, Decision.recorded_at)
            .outerjoin(Decision, Decision.question_id == Question.id)
            .where(Question.id.in_(portion))
        )
        for row, decided_at in reading.session.execute(statement):
            found[row.id] = _seen(reading, row, decided_at, waiting_stages)
    return found


def _seen(
    reading: Reading, row: Question, decided_at: datetime | None, waiting_stages: Collection[str]
) -> QuestionSeen:
    void = settlement_of(reading, row) if row.state == "void" else None
    return QuestionSeen(
        question_id=row.id,
        subject=row.subject,
        kind=row.kind,
        cycle=row.cycle,
        flow=flow_of(reading, row, waiting_stages),
        opened_at=row.opened_at,
        settled=None if row.state == "open" else row.state,
        settled_at=void.recorded_at if void else decided_at,
    )


def _starts(reading: Reading, since: datetime) -> list[Started]:
    """What was started since, and the last start of whatever must run now, however long ago it was."""
    needed = starts_of(reading, needed_runs(reading))
    rows = reading.session.scalars(select(EngineRun).where(EngineRun.started_at >= since))
    found = {(row.subject, row.flow, row.start): (row.flow_run_id, row.started_at) for row in rows}
    for one, starts in needed.items():
        start, started_at = starts[-1]
        found[one.subject, one.flow, start.number] = (start.flow_run_id, started_at)
    latest: dict[Needed, int] = {}
    for subject, flow, number in found:
        latest[Needed(subject, flow)] = max(number, latest.get(Needed(subject, flow), 0))
    return [
        Started(subject, flow, *told, needed=(one := Needed(subject, flow)) in needed, last=number == latest[one])
        for (subject, flow, number), told in found.items()
    ]


def _too_late(reading: Reading, asked: Sequence[Asked], since: datetime) -> list[TooLate]:
    """What was submitted in a run to a question that had been settled through another door."""
    settled = {one.question.question_id: one.question for one in asked if one.question.settled is not None}
    found: list[TooLate] = []
    for portion in portions(sorted(settled)):
        refused = select(Submission).where(
            Submission.question_id.in_(portion),
            Submission.door == "prefect",
            Submission.reason.in_(TOO_LATE),
            Submission.recorded_at >= since,
        )
        found += [
            TooLate(settled[row.question_id], row.key.partition(":")[0], row.submitted_at)
            for row in reading.session.scalars(refused)
        ]
    return found
