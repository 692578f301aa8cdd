"""A real office for a test: server, worker, neighbours on free loopback ports, and hands to use, hurt and mend it."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import psutil
from rich.console import Console
from sqlalchemy import select

from casework.demo_office.applications import clean_applications
from casework.desk import Desk, desk_of
from casework.entitlement import entitled_to
from casework.registry import Event
from casework.registry.models import Asking, Decision, Officer, Question, Submission
from casework.registry.officers import current_code
from casework.settings import Settings
from casework.stages.intake import receive
from casework.standing_questions import Standing, look_up, open_questions
from homevisit import opening, parts
from homevisit.deploying import deploy
from homevisit.house import House, answers, await_ready
from homevisit.rehearsal.answers import values_for

PATIENCE_SECONDS = 90
PEOPLE = 10_000  # the same ones each time; a rehearsal's come from the seeds below
Found = TypeVar("Found")


class OfficeUnderTest:
    """One running office; everything it started is stopped by its id at the end, also when a test fails."""

    def __init__(self, settings: Settings, house: House) -> None:
        self.settings, self.house = settings, house
        self.desk: Desk = desk_of(settings)
        self._people = clean_applications(self.desk.office.now().office_date, 200, PEOPLE)
        self._codes_given: dict[str, int] = {}

    # what a person does

    def apply(self) -> str:
        """A guarantor applies; intake starts."""
        from tasks.handover import start_unless_live

        reference = self.receive()
        start_unless_live(reference, "intake")
        return reference

    def receive(self) -> str:
        """An application lies in the register, and nothing has begun to work on it."""
        sample = next(self._people)
        with self.desk.registry.change(self.desk.office.now()) as change:
            return receive(change, self.desk.office, sample.application, sample.files_by_code()).reference

    def await_question(self, subject: str, kind: str) -> Standing:
        """The question, once it waits in a suspended run."""

        def look() -> Standing | None:
            with self.desk.registry.reading() as reading:
                found = [one for one in open_questions(reading, subject=subject) if one.kind == kind]
            return found[0] if found and self.waiting_run(found[0]) else None

        return awaited(look, f"{kind} on {subject} never waited for anybody")

    def fill(self, standing: Standing, who: str | None = None, **changed: Any) -> dict[str, Any]:
        """A form filled in rightly by an entitled officer with a fresh code; ``changed`` spoils it."""
        officer = self.officer_for(standing, who)
        code = self.fresh_code(officer)
        filled = {"who": f"{officer.code} · {self.role_name(standing)}", "code": code, **values_for(standing, "golden")}
        return {**filled, **changed}

    def submit(self, standing: Standing, values: dict[str, Any]) -> str:
        """Press Resume in the run that waits; ACCEPT, REJECT or ABORT."""
        return self.stage.submit(self.waiting_run(standing), values)

    def answer(self, standing: Standing, **changed: Any) -> None:
        """Answer rightly, and wait until it is judged."""
        assert self.submit(standing, self.fill(standing, **changed)) == "ACCEPT"
        self.await_settled(standing)

    def await_settled(self, standing: Standing) -> Standing:
        """The question once it is decided or void."""
        return awaited(
            lambda: now if (now := look_up(self.desk.registry, standing.question_id)).settled else None,
            f"{standing.kind} on {standing.subject} was never settled",
            after_a_while=self.recover,
        )

    def await_attempt(self, standing: Standing, attempt: int) -> Standing:
        """The question once it waits again, in that attempt."""

        def look() -> Standing | None:
            now = look_up(self.desk.registry, standing.question_id)
            return now if now.attempt == attempt and self.waiting_run(now) else None

        return awaited(look, f"{standing.kind} on {standing.subject} was never asked again")

    # what can be seen

    @cached_property
    def stage(self) -> Any:
        from homevisit.rehearsal.stage import Stage

        return Stage(self.desk, self.house.api_url)

    @contextmanager
    def engine(self) -> Iterator[Any]:
        """The line to the engine, which stays open."""
        yield self.stage.client

    def waiting_run(self, standing: Standing) -> UUID | None:
        """The suspended run in which this attempt waits, with its whole form: it is stored after the run is suspended."""
        run = self.stage.waiting_run(standing.question_id)
        state = self.run(run).state if run else None
        form = (state and state.state_details.run_input_keyset) or {}
        if not form.get("response", "").startswith(f"suspended-{standing.key}-"):
            return None
        return run if {form["schema"], form["description"]} <= set(self.form_keys(run)) else None

    def form_keys(self, flow_run_id: UUID) -> list[str]:
        """The names under which a run's forms, and what was submitted to them, lie in the engine."""
        with self.engine() as client:
            return [one.key for one in client.filter_flow_run_input(flow_run_id, "suspended-", 200, set())]

    def forget_that_forms_were_seen(self, standing: Standing) -> None:
        """As if no ``recover`` had run since the question was put."""
        with self.desk.registry.change(self.desk.office.now()) as change:
            for asking in change.session.scalars(select(Asking).where(Asking.question_id == standing.question_id)):
                asking.form_seen_at = None
            change.write(Event("engine:form:forgotten", standing.subject))

    def decisions(self, subject: str, kind: str) -> int:
        with self.desk.registry.reading() as reading:
            return len(
                list(
                    reading.session.scalars(select(Decision).where(Decision.subject == subject, Decision.kind == kind))
                )
            )

    def submissions(self, standing: Standing) -> list[Submission]:
        with self.desk.registry.reading() as reading:
            return list(
                reading.session.scalars(select(Submission).where(Submission.question_id == standing.question_id))
            )

    def runs_of(self, subject: str) -> list[Any]:
        from prefect.client.schemas.filters import FlowRunFilter

        with self.engine() as client:
            return client.read_flow_runs(
                flow_run_filter=FlowRunFilter.model_validate({"tags": {"all_": [f"case:{subject}"]}}), limit=200
            )

    def run(self, flow_run_id: UUID) -> Any:
        with self.engine() as client:
            return client.read_flow_run(flow_run_id)

    def officer_for(self, standing: Standing, code: str | None = None) -> Officer:
        with self.desk.registry.reading() as reading:
            if code is not None:
                return reading.session.get_one(Officer, code)
            question = reading.session.get_one(Question, standing.question_id)
            entitled = entitled_to(reading, question, self.desk.office.now().office_date)
        return min(
            entitled, key=lambda officer: self._codes_given.get(officer.code, 0)
        )  # whose code was used longest ago

    @staticmethod
    def role_name(standing: Standing) -> str:
        from casework.questions import ROLE_NAMES

        return ROLE_NAMES[standing.role]

    def fresh_code(self, officer: Officer) -> str:
        """A code of a time step that was not given before; waits for the next step where it must."""

        def look() -> str | None:
            step = int(time.time()) // officer.code_step_seconds
            if self._codes_given.get(officer.code, -9) + 1 >= step:
                return None
            self._codes_given[officer.code] = step
            with self.desk.registry.reading() as reading:
                return current_code(reading, officer, datetime.now(UTC))

        return awaited(look, "no fresh code came")

    def recover(self) -> None:
        """Let the flow ``recover`` run once, as its schedule would."""
        self.run_once("Pemulihan · recover/recover")

    @staticmethod
    def run_once(deployment: str) -> str | None:
        """Let a flow run once, as its schedule would; what it says at its end.

        A run that a busy machine begins so late that it is taken for dead is followed by the next one, as it would be there.
        """
        from prefect.deployments import run_deployment

        for _ in range(3):
            run = run_deployment(deployment, timeout=PATIENCE_SECONDS, poll_interval=0.3, as_subflow=False)
            if not run.state.is_crashed():
                break
        assert run.state.is_completed(), run.state
        return run.state.message

    # what can be broken

    def executions(self) -> list[psutil.Process]:
        """The processes in which runs execute at this moment."""
        engine = psutil.Process(self.house.processes["warm-engine"].pid)
        return engine.children(recursive=True)

    def kill(self, name: str) -> None:
        """kill -9 of one part of the house, children included where they are its own."""
        process = self.house.processes.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def kill_execution(self) -> None:
        """kill -9 of whatever executes next."""
        execution = awaited(lambda: next(iter(self.executions()), None), "nothing was executed")
        execution.kill()

    def start_warm_engine(self) -> None:
        parts.start(self.house, parts.warm_engine(self.house))

    def start_worker(self) -> None:
        parts.start(self.house, parts.worker(self.house))

    def replace_engine(self) -> None:
        """The Prefect database is lost: a new server, empty, on the same address; deployments and a worker again."""
        self.house.stop_one("worker")
        self.house.stop_one("server")
        for file in self.settings.prefect_folder.glob("prefect.db*"):
            file.unlink()
        parts.start(self.house, parts.server(self.house))
        deploy(self.house)
        self.start_worker()


@contextmanager
def office_in(folder: Path, **chosen: Any) -> Iterator[OfficeUnderTest]:
    """Open an office in a folder; this process speaks to its engine until it closes, then to the one before again."""
    before = dict(os.environ)
    settings = Settings(state_folder=folder, **chosen)
    house = opening.open_office(settings, Console(quiet=True), samples=False)
    try:
        os.environ.update(
            {name: house.environment[name] for name in house.environment if name.startswith(("PREFECT_", "HOMEVISIT_"))}
        )
        forget_earlier_offices()
        office = OfficeUnderTest(settings, house)
        _quicken_codes(office)
        yield office
    finally:
        try:
            house.stop()
        finally:  # whatever went wrong here, the next test works in its own office
            os.environ.clear()
            os.environ.update(before)
            forget_earlier_offices()


def awaited(
    look: Callable[[], Found | None],
    otherwise: str,
    patience: float = PATIENCE_SECONDS,
    after_a_while: Callable[[], None] | None = None,
) -> Found:
    """What ``look`` finds, as soon as it finds something.

    ``after_a_while`` is what the office does every few minutes: a run that died of a busy machine goes on after it.
    """
    deadline = time.monotonic() + patience
    while (found := look()) is None:
        if time.monotonic() > deadline:
            if after_a_while is None:
                raise AssertionError(otherwise)
            after_a_while()
            deadline, after_a_while = time.monotonic() + patience, None
        time.sleep(0.25)
    return found


def _quicken_codes(office: OfficeUnderTest) -> None:
    with office.desk.registry.change(office.desk.office.now()) as change:
        for officer in change.session.scalars(select(Officer)):
            officer.code_step_seconds = 2
        change.write(Event("office:codes:step-changed", "office", "demo", {"seconds": 2}))


def forget_earlier_offices() -> None:
    from prefect.context import refresh_global_settings_context

    from casework.desk import open_desk

    open_desk.cache_clear()
    refresh_global_settings_context()


__all__ = ["OfficeUnderTest", "answers", "await_ready", "awaited", "office_in"]
