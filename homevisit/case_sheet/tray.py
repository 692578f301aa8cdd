"""A tray, or what was decided together at a terminal, as one page: each item, and what became of it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from casework.joint_decisions.carrying_out import what_became_of
from casework.joint_decisions.trays import items_in
from casework.questions import QUESTION_KINDS
from casework.registry import Reading
from casework.registry.models import Case, JointDecision, Question
from homevisit.case_sheet import acts, timeline


@dataclass(frozen=True)
class TrayItem:
    """One question in a tray: how it stands now, and why the tray's answer to it was refused, if it was."""

    subject: str
    title: tuple[str, str]
    received_on: date | None
    due_on: date
    state: str
    refused: str | None


@dataclass(frozen=True)
class TraySheet:
    """One tray with everything in it."""

    subject: str
    title: tuple[str, str]
    state: str
    void_reason: str | None
    items: tuple[TrayItem, ...]
    questions: tuple[acts.OpenQuestion, ...]
    decisions: tuple[acts.MadeDecision, ...]
    happenings: tuple[timeline.Happening, ...]


def gather_tray(reading: Reading, subject: str) -> TraySheet | None:
    """The tray of a subject, with each of its items as it stands now; None where there is none."""
    tray = reading.session.scalar(
        select(Question).where(Question.subject == subject, Question.kind.in_(("routine-tray", "bulk-decision")))
    )
    if tray is None:
        return None
    kind = QUESTION_KINDS[tray.kind]
    answered = what_became_of(reading, tray.id) if reading.session.get(JointDecision, tray.id) else []
    refused = {one.question_id: one.reason for one in answered}
    return TraySheet(
        subject=subject,
        title=(kind.title, kind.title_english),
        state=tray.state,
        void_reason=tray.void_reason,
        items=tuple(_item(reading, item, refused.get(item.id)) for item in items_in(reading, tray)),
        questions=acts.open_questions_of(reading, subject),
        decisions=acts.decisions_of(reading, subject),
        happenings=timeline.happenings_of(reading, subject),
    )


def _item(reading: Reading, item: Question, refused: str | None) -> TrayItem:
    kind, case = QUESTION_KINDS[item.kind], reading.session.get(Case, item.subject)
    return TrayItem(
        subject=item.subject,
        title=(kind.title, kind.title_english),
        received_on=case.received_on if case else None,
        due_on=item.due_on,
        state=item.state,
        refused=refused,
    )
