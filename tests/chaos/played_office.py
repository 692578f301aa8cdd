"""An office played in this process: its own flows in a played engine, its staff and its clock driven by a seed."""

import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from clock_of_the_test import DISPATCH_AT, RELEASE_AT, DeskByTheTestsClock
from demo_life import Life
from lives_by_stage import new_life, set_quickly
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from casework import desk, references
from casework.askings import runs_that_asked
from casework.clock import OFFICE_TIME_ZONE
from casework.demo_office.applications import clean_applications, write_application
from casework.entitlement import entitled_to
from casework.partners.addresses import Neighbours
from casework.questions import ROLE_NAMES
from casework.registry.models import Case, Effect, Question, TeamDay, Visit
from casework.standing_questions import Standing, open_questions
from chaos.crash_points import CrashPoint, CrashPoints, watched
from chaos.faulty_disk import FaultyDisk
from chaos.misbehaving_neighbours import PARTNERS, MisbehavingNeighbours
from chaos.played_engine import PlayedEngine
from homevisit.rehearsal.answers import SCENARIOS, values_for

MOST_STEPS = 3000
SURVIVES = 0.5  # how often a worker outlives the execution that is killed
AT_A_TERMINAL = 0.15  # how often staff answer there instead of in Prefect
WRONG_AT_FIRST = 0.1  # how often the code of a first attempt is wrong
SCENARIO_NAMES = (*(name for name in SCENARIOS if name not in ("mixed", "outage")), "withdrawn")


@dataclass(frozen=True)
class DeskOfThePlay(DeskByTheTestsClock):
    """The desk at which the played office's flows work."""

    played: MisbehavingNeighbours = field(default_factory=MisbehavingNeighbours)

    def neighbours(self) -> Neighbours:
        """The misbehaving ones."""
        return self.played.connected()


@dataclass(frozen=True)
class Play:
    """What one seed plays: its cases, what their staff answer, how bad the weather is, and where it dies."""

    seed: int
    cases: int = 1
    chance_of_failure: float = 0.0
    outage: bool = False
    chance_of_busy_engine: float = 0.0
    chance_of_death: float = 0.0
    chance_of_locked_register: float = 0.0
    chance_of_full_disk: float = 0.0
    clock_steps_back: bool = False
    dies_at: tuple[CrashPoint, int] | None = None


class PlayedOffice:
    """One life of some cases, from the inbox to the end; everything by chance, and every chance by the seed."""

    def __init__(self, folder: Path, play: Play) -> None:
        self.play, self.chance = play, random.Random(f"staff of {play.seed}")
        life = new_life(folder)
        death = random.Random(f"death of {play.seed}")
        self.points = CrashPoints(deadly=play.dies_at, strikes=lambda: death.random() < play.chance_of_death)
        self.neighbours = MisbehavingNeighbours(
            points=self.points,
            now=lambda: self.clock.now,
            weather=random.Random(f"weather of {play.seed}"),
            chance_of_failure=play.chance_of_failure,
            whim=play.seed,
        )
        self.clock = life.clock
        settings = life.desk.settings.model_copy(update={"patience_with_pending_seconds": 0})
        desk_of_the_play = DeskOfThePlay(life.desk.registry, settings, self.clock, self.neighbours)
        self.life = Life(desk_of_the_play, self.clock, self.neighbours)
        self.engine = PlayedEngine(self.points, lambda: self.clock.now)
        busy = random.Random(f"engine of {play.seed}")
        self.engine.busy = lambda: busy.random() < play.chance_of_busy_engine
        self.scenario = self.chance.choice(SCENARIO_NAMES)
        self.disk = FaultyDisk(random.Random(f"disk of {play.seed}"), play)
        self.misfortune = random.Random(f"misfortune of {play.seed}")
        self.accepted = 0
        self.answered: set[tuple[int, int]] = set()
        if play.outage:
            partner = self.chance.choice(PARTNERS)
            self.neighbours.down = (partner, self.clock.now + timedelta(hours=self.chance.randint(0, 30)))

    def live(self) -> int:
        """Until every case has ended and everything rests; returns how many steps it took."""
        with self._in_this_process():
            self._send_applications()
            for step in range(MOST_STEPS):
                if self._has_ended():
                    self._tidy()
                    return step
                self._take_a_step()
        return MOST_STEPS

    # --- steps

    def _send_applications(self) -> None:
        for sample in clean_applications(self.clock.now.date(), self.play.cases, self.play.seed):
            write_application(self.life.desk.settings.inbox_folder, sample)
        self.engine.start("collect")

    def _take_a_step(self) -> None:
        if self.play.clock_steps_back and self.misfortune.random() < 0.02:
            self.clock.now -= timedelta(minutes=self.misfortune.randint(1, 180))
        scheduled = self.engine.scheduled()
        ready = [one for one in self._open() if self._may_be_answered(one)]
        if scheduled and (not ready or self.chance.random() < 0.8):
            self._execute(self.chance.choice(scheduled))
        elif ready and self.chance.random() < 0.95:
            self._answer(self.chance.choice(ready))
        else:
            self._let_time_pass()

    def _execute(self, run: Any) -> None:
        if self.points.deaths and self.misfortune.random() < 0.02:
            self.engine.never_begins(run)
        else:
            self.engine.execute(run, worker_survives=self.misfortune.random() < SURVIVES)

    def _answer(self, question: Standing) -> None:
        """Through Prefect's form; now and then at a terminal, now and then with a wrong code or twice."""
        self.clock.pass_(seconds=31)
        values = self._filled_in(question)
        if values is None:
            return
        if self.chance.random() < AT_A_TERMINAL:
            with suppress(OperationalError):  # the terminal says so, and the officer tries again later
                self.life.submit(question, values, key=f"terminal:{self.accepted}:{question.question_id}")
            return  # the terminal died before it could wake the run: recover will
        run = self._waiting_run(question)
        if run is None:
            return
        if question.attempt == 1 and self.chance.random() < WRONG_AT_FIRST:
            values["code"] = "000000"
        if self.engine.resume(run, values) == "ACCEPT":
            self.accepted += 1
            self.answered.add((question.question_id, question.attempt))
            assert self.engine.resume(run, values) == "ABORT"

    def _let_time_pass(self) -> None:
        stages = {case.stage for case in self.life.rows(Case)}
        outing = self._next_outing()
        if not stages or self.chance.random() < 0.3:
            self._tick("recover" if stages and self.chance.random() < 0.7 else "collect")
        elif "payment" in stages and self.chance.random() < 0.7:
            self._tick("collect")
        elif outing is not None:
            self._go_on_to(outing, RELEASE_AT)
            self._tick("morning")
        elif "waiting-for-visit" in stages:
            self._go_on_to_the_dispatch()
            self.engine.start("dispatch")
        else:
            self.clock.pass_(hours=3)
            self._tick("collect" if self.chance.random() < 0.3 else "recover")

    def _tidy(self) -> None:
        """What is left over ends within a few rounds of recover, with nothing in its way any more."""
        self.points.at_rest, self.engine.busy, self.disk.sound = True, lambda: False, True
        self.neighbours.chance_of_failure, self.neighbours.down = 0.0, None
        for _ in range(6):
            self._tick("recover")
            while scheduled := self.engine.scheduled():
                self.engine.execute(scheduled[0], worker_survives=True)

    # --- what they need

    def _tick(self, flow: str) -> None:
        self.clock.pass_(minutes=3)
        self.engine.start(flow)
        if flow == "collect" and self.scenario == "withdrawn" and self.chance.random() < 0.3:
            for case in self.life.rows(Case, Case.stage != "closed"):
                self.engine.start("outside-event", reference=case.reference)

    def _filled_in(self, question: Standing) -> dict[str, Any] | None:
        with self.life.registry.reading() as reading:
            row = reading.session.get_one(Question, question.question_id)
            entitled = entitled_to(reading, row, self.clock.now.astimezone(OFFICE_TIME_ZONE).date())
        if not entitled:
            return None
        officer = self.chance.choice(sorted(entitled, key=lambda one: one.code)).code
        scenario = "golden" if self.scenario == "withdrawn" else self.scenario
        who = {"who": f"{officer} · {ROLE_NAMES[question.role]}", "code": self.life.code_of(officer)}
        return {**values_for(question, scenario), **who}

    def _waiting_run(self, question: Standing) -> Any:
        with self.life.registry.reading() as reading:
            asked = runs_that_asked(reading, question.question_id)
        runs = [self.engine.runs[one] for one in self.engine.runs if str(one) in asked]
        return next((run for run in reversed(runs) if run.kind == "PAUSED"), None)

    def _open(self) -> list[Standing]:
        with self.life.registry.reading() as reading:
            return open_questions(reading)

    def _may_be_answered(self, question: Standing) -> bool:
        if (
            question.kind == "partner-down"
            and self.neighbours.down
            and self.neighbours.is_down(self.neighbours.down[0])
        ):
            return self.chance.random() < 0.1  # somebody always tries
        if question.kind == "visit-report":
            visit = self.life.rows(Visit, Visit.case_reference == question.subject, Visit.occurrence == question.cycle)[
                0
            ]
            team = self.life.rows(TeamDay, TeamDay.day == visit.day, TeamDay.team_code == visit.team_code)[0]
            return bool(team.state == "released")
        return (question.question_id, question.attempt) not in self.answered or self._waiting_run(question) is not None

    def _next_outing(self) -> datetime | None:
        with self.life.registry.reading() as reading:
            statement = select(func.min(TeamDay.day)).join(
                Visit, (Visit.day == TeamDay.day) & (Visit.team_code == TeamDay.team_code)
            )
            day = reading.session.scalar(statement.where(TeamDay.state == "planned", Visit.state == "announced"))
        return None if day is None else datetime.combine(day, time(), OFFICE_TIME_ZONE)

    def _go_on_to(self, day: datetime, at: time) -> None:
        self.clock.put(day.date(), at)

    def _go_on_to_the_dispatch(self) -> None:
        now, calendar = self.clock.now.astimezone(OFFICE_TIME_ZONE), self.life.office.calendar
        today = now.time() <= DISPATCH_AT and calendar.is_working_day(now.date())
        self.clock.put(now.date() if today else calendar.next_working_day(now.date()), DISPATCH_AT)

    def _has_ended(self) -> bool:
        cases = self.life.rows(Case)
        closed = len(cases) == self.play.cases and all(case.stage == "closed" for case in cases)
        going_out = self.life.rows(Effect, Effect.state == "planned")  # and may be refused: then somebody is asked
        return closed and not self.engine.scheduled() and not self._open() and not going_out

    @contextmanager
    def _in_this_process(self) -> Iterator[None]:
        drawn = SimpleNamespace(choice=random.Random(f"references of {self.play.seed}").choice)
        with ExitStack() as stack:
            stack.enter_context(patch.object(desk, "desk_of", lambda _: self.life.desk))
            stack.enter_context(patch.object(references, "secrets", drawn))
            stack.enter_context(patch("casework.effects.render_letter", set_quickly))
            stack.enter_context(watched(self.points))
            stack.enter_context(self.disk.in_use())
            desk.open_desk.cache_clear()
            yield
            desk.open_desk.cache_clear()
