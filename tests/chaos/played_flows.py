"""A life's own flows in a played engine: what is scheduled is executed, dies where it is told to, and is started again."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from demo_life import Life
from lives_by_stage import set_quickly

from casework import desk
from casework.questions import ROLE_NAMES
from casework.registry.models import Question
from casework.standing_questions import Standing
from chaos.crash_points import CrashPoints, watched
from chaos.played_client import Run
from chaos.played_engine import PlayedEngine


@dataclass
class PlayedFlows:
    """One life and the engine in which its flows run."""

    life: Life
    points: CrashPoints = field(default_factory=CrashPoints)

    def __post_init__(self) -> None:
        # in a played engine nobody waits for a process that never began
        patient = self.life.desk.settings.model_copy(update={"patience_with_pending_seconds": 0})
        object.__setattr__(self.life.desk, "settings", patient)
        self.engine = PlayedEngine(self.points, lambda: self.life.clock.now)

    @contextmanager
    def playing(self) -> Iterator["PlayedFlows"]:
        """The flows of this process work at the life's desk."""
        with ExitStack() as stack:
            stack.enter_context(patch.object(desk, "desk_of", lambda _: self.life.desk))
            stack.enter_context(patch("casework.effects.render_letter", set_quickly))
            stack.enter_context(
                patch.object(type(self.life.desk), "neighbours", lambda _: self.life.neighbours.connected())
            )
            stack.enter_context(watched(self.points))
            desk.open_desk.cache_clear()
            yield self
            desk.open_desk.cache_clear()

    def run(self, flow: str, **parameters: Any) -> Run:
        """A flow is started by hand or by schedule, and everything that is scheduled then goes on until it waits or ends."""
        started = self.engine.start(flow, **parameters)
        self.go_on()
        return started

    def go_on(self) -> None:
        while scheduled := self.engine.scheduled():
            self.engine.execute(scheduled[0], worker_survives=True)

    def recover(self, times: int = 3) -> None:
        """The minutes after: nothing dies any more, and recover looks again and again."""
        self.points.at_rest = True
        for _ in range(times):
            self.life.clock.pass_(minutes=3)
            self.run("recover")

    def runs_that_wait_for(self, question: Standing) -> list[Run]:
        """The runs that wait for a question, the latest last: one, unless something died."""
        return [one for one in self.engine.runs.values() if one.kind == "PAUSED" and self._asks(one, question)]

    def answer_once(self, question: Standing, officer: str) -> None:
        """An officer answers as on a good day, where a run waits with its form."""
        self.life.clock.pass_(seconds=30)
        for run in self.runs_that_wait_for(question)[-1:]:
            self.engine.resume(run, self.life.values(officer, question))

    def submit(self, officer: str, question: Standing, choice: str, **given: Any) -> str:
        """An officer fills in the form of a waiting run and presses Resume; it is picked up when something goes on."""
        self.life.clock.pass_(seconds=30)
        values = self.life.values(officer, question, choice, **given)
        values["who"] = f"{officer} · {ROLE_NAMES[question.role]}"
        [run] = self.runs_that_wait_for(question)
        return self.engine.resume(run, values)

    def state_of(self, question_id: int) -> str:
        """How a question stands."""
        return str(self.life.rows(Question, Question.id == question_id)[0].state)

    def _asks(self, run: Run, question: Standing) -> bool:
        return f"case:{question.subject}" in run.tags and str(run.waits_under).startswith(
            f"{question.kind}-{question.cycle}-"
        )
