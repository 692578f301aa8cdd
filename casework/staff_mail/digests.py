"""The morning's digest of each role: planned once a day, and frozen then."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select

from casework.acts.paper_decision import can_be_on_paper
from casework.deadlocks import deadlocks
from casework.office import Office
from casework.questions import ROLE_NAMES
from casework.registry import Change, Event, Reading, Registry
from casework.registry.ledger import Fact
from casework.registry.models import Decision, Digest, Effect, Question, Submission
from casework.staff_mail.digest_content import DecidedLine, DigestContent, LateElsewhere, PaperLine, WaitingLine
from casework.staff_mail.ladder import HEAD
from casework.staff_mail.mailboxes import PREFIX, role_subject
from casework.staff_mail.told_before import ToldBefore, told_before
from casework.staff_mail.uncounted import Uncounted, uncounted_submissions
from casework.stages.case_file import plan_effect
from casework.work_list import latest_runs, run_link

DIGEST = "digest"
MOST_WAITING, MOST_DECIDED, MOST_REFUSED = 50, 30, 30  # lines: nobody reads further before deciding something
MOST_FORMS, MOST_STUCK = 20, 30
WHO_APPOINTS = (HEAD, "administrator")


def plan_digests(registry: Registry, office: Office, ui_url: str) -> list[str]:
    """Plan today's digest of each role that has something to read, once; returns the subjects under which mail is to go out.

    A role has something to read where a question waits for it, or where a submission in the name of one of its officers
    did not count; the head of office also where anything is late. On a closed day nobody has. ``ui_url`` is where staff
    open the engine's screen.
    """
    moment = office.now()
    if not office.calendar.is_working_day(moment.office_date):
        return []
    with registry.reading() as reading:
        if _is_planned(reading, moment.office_date):
            return []
    with registry.change(moment) as change:
        return [] if _is_planned(change, moment.office_date) else _plan_all(change, office, ui_url)


def content_of(effect: Effect) -> DigestContent:
    """What a planned digest tells."""
    return DigestContent.model_validate(effect.content[DIGEST])


def why_not_any_more(effect: Effect, today: date) -> str | None:
    """A digest speaks of its own morning: once its day is over it is not sent, and the next one tells what did not count."""
    return None if content_of(effect).day == today else "day-over"


def _is_planned(reading: Reading, day: date) -> bool:
    """Whether somebody was here before: all roles of a day are planned together."""
    return reading.session.scalar(select(Digest.role).where(Digest.day == day).limit(1)) is not None


@dataclass(frozen=True)
class _Morning:
    """What is read once for all roles."""

    change: Change
    office: Office
    ui_url: str
    told: Mapping[str, ToldBefore]
    waiting: Mapping[str, Sequence[Any]]
    decided: Mapping[str, Sequence[Any]]
    uncounted: Uncounted
    stuck: Sequence[str]

    @property
    def today(self) -> date:
        """The office's day for which all of them are."""
        return self.change.moment.office_date


def _plan_all(change: Change, office: Office, ui_url: str) -> list[str]:
    today = change.moment.office_date
    told = told_before(change, office, office.calendar.previous_working_day(today))
    morning = _Morning(
        change=change,
        office=office,
        ui_url=ui_url,
        told=told,
        waiting=_by_role(_waiting(change)),
        decided=_by_role(_decided(change, told)),
        uncounted=uncounted_submissions(change, office, today, told),
        stuck=[one.in_words for one in deadlocks(change, today)],
    )
    contents = [_digest_of(morning, role) for role in ROLE_NAMES]
    subjects = [_plan(morning, content) for content in contents if content.is_worth_reading]
    _note_silence(morning, [content.role for content in contents if not content.is_worth_reading])
    return subjects


def _plan(morning: _Morning, content: DigestContent) -> str:
    subject = role_subject(content.day, content.role)
    effect = plan_effect(morning.change, subject, DIGEST, {DIGEST: content.model_dump(mode="json")}, 1)
    facts: dict[str, Fact] = {
        "to": content.role,
        "waiting": content.waiting_count,
        "late": content.late_count,
        "did_not_count": content.refused_count,
    }
    morning.change.write(
        Event("roles:digest:planned", subject, facts=facts), effect, _row(morning, content.role, subject)
    )
    return subject


def _note_silence(morning: _Morning, roles: list[str]) -> None:
    """Where there was nothing to tell this is on record too: the next digest need not look further back."""
    told = Event("roles:digest:omitted", f"{PREFIX}{morning.today.isoformat()}", facts={"roles": roles})
    if roles:
        morning.change.write(told, *(_row(morning, role, None) for role in roles))


def _row(morning: _Morning, role: str, subject: str | None) -> Digest:
    return Digest(
        role=role,
        day=morning.today,
        effect_subject=subject,
        submissions_after=morning.told[role].refused,
        submissions_up_to=morning.uncounted.last_submission,
        planned_at=morning.change.moment.recorded_at,
    )


def _digest_of(morning: _Morning, role: str) -> DigestContent:
    waiting, decided = morning.waiting.get(role, ()), morning.decided.get(role, ())
    refused, stuck = morning.uncounted.of_role(role), morning.stuck if role in WHO_APPOINTS else ()
    on_paper = [row for row in waiting if can_be_on_paper(row.subject, row.kind)]
    return DigestContent(
        role=role,
        day=morning.today,
        as_of=morning.change.moment.office,
        decided_since=morning.told[role].day,
        work_list=f"{morning.office.settings.case_sheet_url}/",
        waiting=_waiting_lines(morning, waiting[:MOST_WAITING]),
        waiting_count=len(waiting),
        late_count=sum(row.due_on < morning.today for row in waiting),
        due_today_count=sum(row.due_on == morning.today for row in waiting),
        decided=[_decided_line(morning.office, row) for row in decided[-MOST_DECIDED:]],
        decided_count=len(decided),
        refused=refused[:MOST_REFUSED],
        refused_count=len(refused),
        late_elsewhere=_late_elsewhere(morning) if role == HEAD else [],
        stuck=list(stuck[:MOST_STUCK]),
        stuck_count=len(stuck),
        forms=_forms(morning, on_paper[:MOST_FORMS]),
        forms_count=len(on_paper),
    )


def _waiting(reading: Reading) -> Sequence[Any]:
    """Every open question, the most urgent first; what else belongs to one is read for the few that are shown."""
    columns = (
        Question.id, Question.role, Question.subject, Question.kind, Question.cycle, Question.opened_on, Question.due_on,
    )  # fmt: skip
    statement = select(*columns).where(Question.state == "open").order_by(Question.due_on, Question.id)
    return reading.session.execute(statement).all()


def _waiting_lines(morning: _Morning, rows: Sequence[Any]) -> list[WaitingLine]:
    runs = latest_runs(morning.change, [row.id for row in rows])
    return [
        WaitingLine(
            subject=row.subject,
            kind=row.kind,
            due_on=row.due_on,
            run=run_link(morning.ui_url, runs[row.id]) if row.id in runs else None,
            sheet=morning.office.sheet_link(row.subject),
        )
        for row in rows
    ]


def _forms(morning: _Morning, rows: Sequence[Any]) -> list[PaperLine]:
    printed = select(Question.id, Question.prepared).where(Question.id.in_([row.id for row in rows]))
    prepared = {row.id: row.prepared for row in morning.change.session.execute(printed)}
    return [
        PaperLine(
            subject=row.subject,
            kind=row.kind,
            cycle=row.cycle,
            opened_on=row.opened_on,
            due_on=row.due_on,
            options=prepared[row.id].get("options") or {},
        )
        for row in rows
    ]


def _decided(reading: Reading, told: Mapping[str, ToldBefore]) -> Sequence[Any]:
    """What was put on record as decided since each role's last digest, however long before that it had been submitted."""
    untold = (and_(Question.role == role, Submission.id > one.decided) for role, one in told.items())
    columns = (
        Question.role, Decision.subject, Decision.kind, Decision.choice, Decision.officer_code, Decision.submitted_at,
    )  # fmt: skip
    statement = (
        select(*columns)
        .join(Question, Question.id == Decision.question_id)
        .join(Submission, Submission.key == Decision.submission_key)
        .where(Submission.id > min(one.decided for one in told.values()), or_(*untold))
        .order_by(Decision.submitted_at, Decision.question_id)
    )
    return reading.session.execute(statement).all()


def _decided_line(office: Office, row: Any) -> DecidedLine:
    at = office.moment_at(row.submitted_at).office
    return DecidedLine(subject=row.subject, kind=row.kind, choice=row.choice, officer=row.officer_code, at=at)


def _late_elsewhere(morning: _Morning) -> list[LateElsewhere]:
    late = {
        role: [row.due_on for row in morning.waiting.get(role, ()) if row.due_on < morning.today]
        for role in ROLE_NAMES
        if role != HEAD
    }
    return [LateElsewhere(role=role, count=len(days), oldest=min(days)) for role, days in late.items() if days]


def _by_role(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.role, []).append(row)
    return found
