"""The performance itself: invented cases, invented staff, a real engine; days pass by the demo office's clock."""

import os
import time
from datetime import UTC, datetime
from datetime import time as clock_time
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy import func, select

from casework.clock import OFFICE_TIME_ZONE
from casework.demo_office.applications import clean_applications
from casework.desk import desk_of, open_desk
from casework.engine_runs import needed_runs
from casework.entitlement import entitled_to
from casework.office import advance_demo_clock, require_demo
from casework.questions import ROLE_NAMES
from casework.registry import ledger
from casework.registry.models import Case, Decision, Letter, Officer, Question, Submission, TeamDay, Visit
from casework.registry.officers import current_code
from casework.settings import Settings
from casework.stages.dispatch.subjects import is_of_the_rounds
from casework.stages.intake import receive
from casework.standing_questions import Standing, open_questions
from homevisit.house import own_settings
from homevisit.rehearsal.answers import as_announced, values_for
from homevisit.rehearsal.summary import Summary
from homevisit.rehearsal.surroundings import CODE_STEP_SECONDS, quick_codes, running_office, what_is_away_comes_back

if TYPE_CHECKING:
    from homevisit.rehearsal.stage import Stage

DISPATCH_AT = clock_time(13, 30)
MORNING_AT = clock_time(7, 30)
LOOK_EVERY_SECONDS = 0.4
PATIENCE_SECONDS = 240


def rehearse(settings: Settings, *, cases: int, scenario: str, console: Console) -> Summary:
    """Take invented cases through their whole life; uses the office that runs, or opens one for the while.

    Raises ``OnlyInTheDemoOffice`` anywhere else.
    """
    with running_office(settings, console) as api_url:
        os.environ.update(
            {
                **own_settings(settings),
                "PREFECT_API_URL": api_url,
                "PREFECT_HOME": str(settings.prefect_folder.resolve()),
            }
        )
        open_desk.cache_clear()  # the tasks that this process calls work at the same desk
        from homevisit.rehearsal.stage import Stage  # noqa: PLC0415 Prefect reads its settings when it is imported

        desk = desk_of(settings)
        require_demo(desk.office, "a rehearsal can be held")
        stage = Stage(desk, api_url)
        try:
            with quick_codes(desk):
                return _Performance(stage, scenario, console).play(cases)
        finally:
            stage.leave()


class _Performance:
    """One rehearsal: answer what can be answered, let the clock run when nothing can."""

    def __init__(self, stage: "Stage", scenario: str, console: Console) -> None:
        self.stage, self.scenario, self.console = stage, scenario, console
        self.desk = stage.desk
        self.references: list[str] = []
        self.submitted: set[tuple[int, int]] = set()
        self.days: set[str] = set()
        self.codes_given: dict[str, float] = {}
        self.last_progress = time.monotonic()

    def play(self, cases: int) -> Summary:
        """From the applications' arrival to the last closed case."""
        started, cpu_before = time.monotonic(), self.stage.cpu_seconds()
        if self.scenario == "outage":
            self.stage.misbehave("simkim", "error-500", times=5)  # more than one round of retries: a person is asked
        self._send_applications(cases)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self.console, transient=True) as progress:
            bar = progress.add_task("berkas ditutup · cases closed", total=cases)
            while (closed := self._closed()) < cases and self._is_patient():
                progress.update(
                    bar, completed=closed, description=f"{self.desk.office.now().office:%d-%m-%Y %H:%M} WIB"
                )
                with what_is_away_comes_back():
                    if self._answer_everything() == 0 and not self.stage.busy_runs():
                        self._let_time_pass()
                time.sleep(LOOK_EVERY_SECONDS)
        self._settle()
        return self._summary(cases, time.monotonic() - started, self.stage.cpu_seconds() - cpu_before)

    def _send_applications(self, cases: int) -> None:
        from tasks.handover import start_unless_live  # noqa: PLC0415 Prefect reads its settings when it is imported

        seed = int(datetime.now(UTC).timestamp()) % 10000
        for sample in clean_applications(self.desk.office.now().office_date, cases, seed):
            with self.desk.registry.change(self.desk.office.now()) as change:
                receipt = receive(change, self.desk.office, sample.application, sample.files_by_code())
            self.references.append(receipt.reference)
            start_unless_live(receipt.reference, "intake")

    def _answer_everything(self) -> int:
        """Answer whatever can be answered; returns how many questions stood to be answered, answered now or not."""
        with self.desk.registry.reading() as reading:
            waiting = [one for one in open_questions(reading) if self._is_played(one.subject)]
        ready = [one for one in waiting if self._may_be_answered(one)]
        for standing in ready:
            if (standing.question_id, standing.attempt) not in self.submitted:
                self._answer(standing)
        return len([one for one in ready if self.stage.waiting_run(one.question_id) is not None])

    def _answer(self, standing: Standing) -> None:
        flow_run_id = self.stage.waiting_run(standing.question_id)
        officer = self._free_officer(standing)
        if flow_run_id is None or officer is None:
            return
        values = values_for(standing, self.scenario)
        with self.desk.registry.reading() as reading:
            code = current_code(reading, officer, datetime.now(UTC))
            if standing.kind == "visit-report":
                values = as_announced(values, reading.session.get_one(Visit, (standing.subject, standing.cycle)))
        who = f"{officer.code} · {ROLE_NAMES[standing.role]}"
        status = self.stage.submit(flow_run_id, {"who": who, "code": code, **values})
        if status == "ACCEPT":
            self.submitted.add((standing.question_id, standing.attempt))
            self.codes_given[officer.code] = time.monotonic()
            self.last_progress = time.monotonic()

    def _free_officer(self, standing: Standing) -> Officer | None:
        with self.desk.registry.reading() as reading:
            question = reading.session.get_one(Question, standing.question_id)
            entitled = entitled_to(reading, question, self.desk.office.now().office_date)
        rested = CODE_STEP_SECONDS + LOOK_EVERY_SECONDS  # each step once
        return next((one for one in entitled if time.monotonic() - self.codes_given.get(one.code, 0.0) > rested), None)

    def _is_played(self, subject: str) -> bool:
        """The rehearsal's own cases, and the rounds of today and of the next working day: others stand in the same queue.

        What else the office has open is left to its people.
        """
        today = self.desk.office.now().office_date
        days = (today, self.desk.office.calendar.next_working_day(today))
        return subject in self.references or is_of_the_rounds(subject, days)

    def _may_be_answered(self, standing: Standing) -> bool:
        if standing.kind != "visit-report":
            return True
        with self.desk.registry.reading() as reading:
            visit = reading.session.get_one(Visit, (standing.subject, standing.cycle))
            team = reading.session.get_one(TeamDay, (visit.day, visit.team_code))
        return team.state == "released"

    def _let_time_pass(self) -> None:
        """Nothing can be answered and nothing is at work: on to the next hour at which something happens."""
        with self.desk.registry.reading() as reading:
            stages = set(reading.session.scalars(select(Case.stage).where(Case.reference.in_(self.references))))
        now = self.desk.office.now().office
        if self._something_died():
            self.stage.tick("recover")
        elif "payment" in stages:
            self.stage.tick("collect")
        elif (outing := self._next_outing()) is not None and outing not in self.days:
            self.days.add(outing)
            self._advance(datetime.combine(datetime.fromisoformat(outing).date(), MORNING_AT, OFFICE_TIME_ZONE))
            self.stage.tick("morning")
        elif "waiting-for-visit" in stages:
            day = (
                now.date()
                if now.time() <= DISPATCH_AT and self.desk.office.calendar.is_working_day(now.date())
                else self.desk.office.calendar.next_working_day(now.date())
            )
            self._advance(datetime.combine(day, DISPATCH_AT, OFFICE_TIME_ZONE))
            self.stage.start("dispatch")
        else:
            self.stage.tick("recover")
        time.sleep(1)

    def _something_died(self) -> bool:
        from tasks.handover import needs_a_start  # noqa: PLC0415 Prefect reads its settings when it is imported

        with self.desk.registry.reading() as reading:
            needed = needed_runs(reading)
        return any(needs_a_start(one.subject, one.flow) for one in needed if self._is_played(one.subject))

    def _next_outing(self) -> str | None:
        with self.desk.registry.reading() as reading:
            day = reading.session.scalar(
                select(func.min(TeamDay.day))
                .join(Visit, (Visit.day == TeamDay.day) & (Visit.team_code == TeamDay.team_code))
                .where(
                    TeamDay.state == "planned", Visit.state == "announced", Visit.case_reference.in_(self.references)
                )
            )
        return day.isoformat() if day else None

    def _advance(self, target: datetime) -> None:
        advance_demo_clock(self.desk.registry, self.desk.settings, target)

    def _settle(self) -> None:
        deadline = time.monotonic() + 30
        while self.stage.busy_runs() and time.monotonic() < deadline:
            time.sleep(LOOK_EVERY_SECONDS)

    def _closed(self) -> int:
        with self.desk.registry.reading() as reading:
            statement = (
                select(func.count())
                .select_from(Case)
                .where(Case.reference.in_(self.references), Case.stage == "closed")
            )
            return reading.session.scalar(statement) or 0

    def _is_patient(self) -> bool:
        return time.monotonic() - self.last_progress < PATIENCE_SECONDS

    def _summary(self, cases: int, wall: float, cpu: float) -> Summary:
        verification = ledger.verify(self.desk.registry.engine)
        with self.desk.registry.reading() as reading:
            session = reading.session
            closed = self._closed()
            letters = session.scalar(
                select(func.count())
                .select_from(Letter)
                .where(Letter.subject.in_(self.references), Letter.state == "issued")
            )
            decisions = session.scalar(
                select(func.count()).select_from(Decision).where(Decision.subject.in_(self.references))
            )
            refused = session.scalar(
                select(func.count()).select_from(Submission).where(Submission.outcome == "refused")
            )
            first = session.scalar(select(func.min(Case.received_on)).where(Case.reference.in_(self.references)))
        return Summary(
            cases=cases,
            closed=closed,
            letters=letters or 0,
            decisions=decisions or 0,
            refused_submissions=refused or 0,
            lost=cases - closed,
            duplicates=self.stage.doubled(),
            office_days=(self.desk.office.now().office_date - first).days if first else 0,
            wall_s=round(wall, 1),
            cpu_s_per_case=round(cpu / cases, 2),
            ledger_rows=verification.rows,
            ledger_holds=verification.holds,
        )
