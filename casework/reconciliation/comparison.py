"""The comparison itself: two snapshots in, findings out; it knows neither the register's tables nor the engine."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from casework.reconciliation.findings import STANDING, Finding, Kind, SinceThen
from casework.reconciliation.snapshots import (
    ENDED,
    Asked,
    EngineSays,
    QuestionSeen,
    RegisterSays,
    RunSeen,
    Started,
    StateSeen,
    TooLate,
)

LOOKED_BACK = timedelta(days=7)  # a finding is told for a week
PATIENCE = timedelta(minutes=10)  # ``recover`` repairs within three: what is younger is being repaired
WAITING = "PAUSED"
# What is said of a run that died by itself: by ``recover``, by the crash detection, by Prefect's own worker and engine.
DIED = (
    "its process is gone",
    "no sign of life",
    "Process exited",
    "Flow run process",
    "Flow run could not start",
    "Flow run infrastructure",
    "Failed to submit flow run",
    "Execution was",
    "Request to ",
    "Request failed",
)
FAILED = ("Flow run encountered", "Flow could not", "Validation of flow parameters")  # so says Prefect's engine


def compare(register: RegisterSays, engine: EngineSays, now: datetime) -> list[Finding]:
    """Every difference of the last seven days, and whatever stands now, the newest first; ``now`` is real time, aware."""
    compared = _Comparison(register, engine, now)
    found = [one for one in compared.all() if one.at is None or one.at >= now - LOOKED_BACK or one.kind in STANDING]
    once = {one.identity: one for one in found}
    return sorted(once.values(), key=lambda one: one.at or now, reverse=True)


class _Comparison:
    def __init__(self, register: RegisterSays, engine: EngineSays, now: datetime) -> None:
        self.register, self.engine, self.now = register, engine, now
        self.asked_in: dict[str, list[Asked]] = {}
        self.asked_of: dict[int, list[Asked]] = {}
        for asked in register.asked:
            self.asked_in.setdefault(asked.flow_run_id, []).append(asked)
            self.asked_of.setdefault(asked.question.question_id, []).append(asked)

    def all(self) -> Iterator[Finding]:
        """Every difference, run by run: those that asked, those that asked nothing, then what is open without any."""
        for flow_run_id, asked in self.asked_in.items():
            run = self.engine.runs.get(flow_run_id)
            if run is None:
                yield from self._deleted(flow_run_id, asked)
            else:
                yield from self._interfered_with(run, asked)
                yield from self._waits_in_vain(run, asked)
        cases = [run for run in self.engine.runs.values() if run.subject]
        asked_nothing = [run for run in cases if run.flow_run_id not in self.asked_in]
        yield from (found for run in asked_nothing for found in self._retried(run, None))
        yield from (self._still_says(run) for run in cases if self._is_misnamed(run))
        yield from (self._too_late(one) for one in self.register.too_late)
        yield from self._without_live_run()
        yield from self._starts_without_run()
        yield from self._new_engine()

    # a run that asked

    def _deleted(self, flow_run_id: str, asked: Sequence[Asked]) -> Iterator[Finding]:
        last = asked[-1]
        if last.asked_at >= self.engine.born_at:
            yield self._about(Kind.DELETED, last.question, flow_run_id)

    def _interfered_with(self, run: RunSeen, asked: Sequence[Asked]) -> Iterator[Finding]:
        for state in run.history or (run.state,):
            for one in asked:
                ended_open = state.type in ENDED and one.asked_at <= state.since
                if ended_open and one.question.was_open_at(state.since) and (kind := _end_of(state)) is not None:
                    yield self._about(kind, one.question, run.flow_run_id, at=state.since, how=ENDED[state.type])
        yield from self._retried(run, asked[-1].question)

    def _retried(self, run: RunSeen, question: QuestionSeen | None) -> Iterator[Finding]:
        for before, after in pairwise(run.history):
            if before.type in ENDED and after.type not in ENDED:
                how = ENDED[before.type]
                if question is not None:
                    yield self._about(Kind.RETRIED, question, run.flow_run_id, at=after.since, how=how)
                else:
                    yield Finding(Kind.RETRIED, run.subject, run.flow_run_id, after.since, how)

    def _waits_in_vain(self, run: RunSeen, asked: Sequence[Asked]) -> Iterator[Finding]:
        settled = [one.question.settled_at for one in asked if one.question.settled_at is not None]
        if run.state.type != WAITING or len(settled) < len(asked):
            return
        since = max(*settled, run.state.since)
        if self._has_lasted(since):
            question = asked[-1].question
            yield Finding(
                Kind.WAITS_IN_VAIN, question.subject, run.flow_run_id, since, None, question, SinceThen.WOKEN_SOON
            )

    def _is_misnamed(self, run: RunSeen) -> bool:
        return run.says_it_waits and not run.is_alive and self._has_lasted(run.state.since)

    def _still_says(self, run: RunSeen) -> Finding:
        how, at = ENDED[run.state.type], run.state.since
        return Finding(Kind.STILL_SAYS_IT_WAITS, run.subject, run.flow_run_id, at, how, since_then=SinceThen.NAMED_SOON)

    @staticmethod
    def _too_late(one: TooLate) -> Finding:
        subject, at = one.question.subject, one.submitted_at
        return Finding(
            Kind.SUBMITTED_TOO_LATE, subject, one.flow_run_id, at, None, one.question, SinceThen.REFUSED
        )  # fmt: skip

    # what should run

    def _without_live_run(self) -> Iterator[Finding]:
        """An open question waits in no run, though there was time to start one."""
        started = {(one.subject, one.flow) for one in self.register.started if self.engine.is_alive(one.flow_run_id)}
        for question in self.register.open_questions:
            if (question.subject, question.flow) not in started:
                yield from self._if_nobody_asks(question, [one.flow_run_id for one in self._asked(question)])

    def _if_nobody_asks(self, question: QuestionSeen, asked: Sequence[str]) -> Iterator[Finding]:
        runs = [self.engine.runs[run] for run in asked if run in self.engine.runs]
        since = max((question.opened_at, *(run.state.since for run in runs)))
        if not any(run.is_alive for run in runs) and self._has_lasted(since):
            last = asked[-1] if asked else None
            yield Finding(Kind.NO_LIVE_RUN, question.subject, last, since, None, question, SinceThen.NOT_YET)

    def _starts_without_run(self) -> Iterator[Finding]:
        for start in self.register.started:
            known = start.flow_run_id in self.engine.runs or start.flow_run_id in self.asked_in
            of_this_engine = start.started_at >= self.engine.born_at
            if not known and of_this_engine and self._has_lasted(start.started_at):
                since_then = self._of_a_start(start)
                yield Finding(
                    Kind.START_WITHOUT_RUN, start.subject, start.flow_run_id, start.started_at, start.flow, since_then=since_then
                )  # fmt: skip

    def _of_a_start(self, start: Started) -> SinceThen:
        if not start.last:
            return SinceThen.STARTED_AGAIN
        return SinceThen.NOT_YET if start.needed else SinceThen.NOT_NEEDED

    def _new_engine(self) -> Iterator[Finding]:
        """An engine whose database was lost knows none of the runs before it: that is one finding, not thousands."""
        unknown = {
            one.flow_run_id
            for one in self.register.asked
            if one.flow_run_id not in self.engine.runs and one.asked_at < self.engine.born_at
        }
        if unknown:
            at, how = self.engine.born_at, str(len(unknown))
            yield Finding(Kind.ENGINE_IS_NEW, "engine", None, at, how, since_then=SinceThen.STARTED_AGAIN)

    # what became of it

    def _about(
        self,
        kind: Kind,
        question: QuestionSeen,
        flow_run_id: str,
        *,
        at: datetime | None = None,
        how: str | None = None,
    ) -> Finding:
        since_then, other_run = self._became_of(question)
        return Finding(kind, question.subject, flow_run_id, at, how, question, since_then, other_run)

    def _became_of(self, question: QuestionSeen) -> tuple[SinceThen, str | None]:
        if question.settled is not None:
            return (SinceThen.DECIDED if question.settled == "decided" else SinceThen.VOID), None
        asked = [one.flow_run_id for one in self._asked(question)]
        alive = next((run for run in reversed(asked) if self.engine.is_alive(run)), None)
        return (SinceThen.NOT_YET, None) if alive is None else (SinceThen.ASKED_AGAIN, alive)

    def _asked(self, question: QuestionSeen) -> Sequence[Asked]:
        return self.asked_of.get(question.question_id, ())

    def _has_lasted(self, since: datetime) -> bool:
        return self.now - since > PATIENCE


def _end_of(state: StateSeen) -> Kind | None:
    """What it is that a run ended in this state while its question was open; None where it died as processes die."""
    if state.type == "CRASHED" and state.message.startswith(DIED):
        return None
    if state.type == "FAILED" and state.message.startswith(FAILED):
        return Kind.FAILED
    return Kind.ENDED_BY_HAND
