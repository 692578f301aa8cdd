"""The work list: everything that waits for a person, the most urgent first, by reference only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from casework.clock import Moment
from casework.deadlocks import Deadlock
from casework.entitlement import entitled_to_each
from casework.questions import QUESTION_KINDS, ROLE_NAMES
from casework.registry import Reading
from casework.registry.authority import Staff
from casework.registry.models import Asking, Question
from casework.registry.portions import portions
from casework.standing_questions import Standing, open_questions

PAGE = 100  # nobody reads further before deciding something
MOST_STUCK = 30
PAGE_KEY = "daftar-kerja"
# How a run that waits is tagged: with the role it waits for, and with this once its day is over.
WAITS = "waits:"
LATE = f"{WAITS}late"


@dataclass(frozen=True)
class WorkItem:
    """One open question: how it stands, whether its day is over, and the run in which it was put last."""

    standing: Standing
    is_late: bool
    flow_run_id: str | None


def work_items(
    reading: Reading, on: date, *, role: str | None = None, officer: str | None = None, most: int | None = None
) -> list[WorkItem]:
    """What waits on that day: for everybody, for a role, or for what an officer is entitled to decide now."""
    if officer is None:
        waiting = open_questions(reading, role=role, most=most)
    else:
        waiting = _may_be_decided_by(reading, officer, on, [role] if role else ROLE_NAMES)[:most]
    runs = latest_runs(reading, [one.question_id for one in waiting])
    return [WorkItem(one, one.due_on < on, runs.get(one.question_id)) for one in waiting]


@dataclass(frozen=True)
class Waiting:
    """How many questions are open, and how many of them beyond their day."""

    all: int
    late: int


def how_much_waits(reading: Reading, on: date) -> Waiting:
    """How much waits on that day, counted in the register: a page of the list holds only some of it."""
    counted = select(func.count(), func.count().filter(Question.due_on < on)).where(Question.state == "open")
    return Waiting(*reading.session.execute(counted).one())


def as_markdown(
    items: Sequence[WorkItem], waiting: Waiting, stuck: Sequence[Deadlock], moment: Moment, ui_url: str, sheet_url: str
) -> str:
    """The list as a page of the engine: what nobody may decide on top, then what is late, each with its run."""
    head = [
        f"**{waiting.all} menunggu · waiting** — per {moment.office:%d-%m-%Y %H:%M} WIB"
        + (f", **{waiting.late} terlambat · late**" if waiting.late else ""),
        f"[Daftar yang selalu terkini · the list as it stands this moment]({sheet_url}/)",
    ]
    if stuck:
        head += _told_of_stuck(stuck, among=len(items), of=waiting.all)
    if not items:
        return "\n\n".join(["Tidak ada yang menunggu. · Nothing waits.", *head])
    table = [
        "| Batas · due | Jawab di · answer in | Pertanyaan · question | Menunggu · waits for | Dipegang · in hand | Percobaan · attempt |",
        "| --- | --- | --- | --- | --- | --- |",
        *(_row(item, ui_url) for item in items),
    ]
    more = waiting.all - len(items)
    below = [f"… dan {more} lagi · and so many more."] if more > 0 else []
    return "\n\n".join([*head, "\n".join(table), *below])


def _told_of_stuck(stuck: Sequence[Deadlock], *, among: int, of: int) -> list[str]:
    """The first of them, each with its cure, how many more, and among how many they were looked for."""
    looked_at = f" (di antara {among} teratas · among the first {among})" if among < of else ""
    lines = [f"- {one.in_words}" for one in stuck[:MOST_STUCK]]
    more = len(stuck) - len(lines)
    below = [f"- … dan {more} lagi · and {more} more"] if more else []
    title = f"⚠ **Tidak seorang pun berwenang memutuskan · nobody may decide: {len(stuck)}**{looked_at}"
    return [title, "\n".join([*lines, *below])]


def latest_runs(reading: Reading, question_ids: Sequence[int]) -> dict[int, str]:
    """The run in which each of these questions was put last, where it was put at all."""
    found: dict[int, str] = {}
    for portion in portions(question_ids):
        put = select(Asking.question_id, Asking.flow_run_id).where(Asking.question_id.in_(portion))
        found.update(reading.session.execute(put.order_by(Asking.asked_at)).all())
    return found


def run_link(ui_url: str, flow_run_id: str) -> str:
    """Where a run is answered in the engine's screen."""
    return f"{ui_url}/v2/runs/flow-run/{flow_run_id}"


def _row(item: WorkItem, ui_url: str) -> str:
    one = item.standing
    day = f"{one.due_on:%d-%m-%Y}".replace("-", "\N{NON-BREAKING HYPHEN}")
    due = f"**{day} ⚠**" if item.is_late else day
    run = f"[{one.subject}]({run_link(ui_url, item.flow_run_id)})" if item.flow_run_id else one.subject
    waits = f"{ROLE_NAMES[one.role]} | {one.holder or '–'}"
    return f"| {due} | {run} | {QUESTION_KINDS[one.kind].title} | {waits} | {one.attempt} |"


def _may_be_decided_by(reading: Reading, officer: str, on: date, roles: Iterable[str]) -> list[Standing]:
    """What an officer may decide now: whatever they are entitled to, but for what a colleague has in hand."""
    staff = Staff(reading, on)
    held = [role for role in roles if staff.authority_of(officer, role) is not None]
    waiting = [one for role in held for one in open_questions(reading, role=role)]
    free = _free_for(reading, [one.question_id for one in waiting], staff)
    return sorted(
        (one for one in waiting if officer in free[one.question_id]), key=lambda one: (one.due_on, one.question_id)
    )


def _free_for(reading: Reading, question_ids: Sequence[int], staff: Staff) -> dict[int, set[str]]:
    """Who may decide each now: everybody entitled, or whoever of them has it in hand."""
    questions = [
        question
        for portion in portions(question_ids)
        for question in reading.session.scalars(select(Question).where(Question.id.in_(portion)))
    ]
    entitled = entitled_to_each(reading, questions, staff)
    codes = {question.id: {officer.code for officer in entitled[question.id]} for question in questions}
    return {
        question.id: {question.holder_code} if question.holder_code in codes[question.id] else codes[question.id]
        for question in questions
    }
