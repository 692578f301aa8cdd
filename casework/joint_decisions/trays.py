"""The tray: twice a working day, what is alike and without a problem is put before its role as one question."""

from collections.abc import Collection, Sequence
from datetime import time

from sqlalchemy import select

from casework.clock import Moment
from casework.joint_decisions.routine import routine_answer, routine_items
from casework.office import Office
from casework.questions.by_code import CodedAnswer
from casework.registry import Change, Reading
from casework.registry.models import Decision, Question
from casework.stages.case_file import ask, question_of
from casework.stages.deciding import ConsequenceRefused, Decided, unseal_answer
from casework.stages.joint_decision import begin_joint_decision, lapse

TRAY = "routine-tray"
PREFIX = "TRAY-"
SLOTS = (time(8, 0), time(13, 0))
ENDS_AT = time(17, 0)
APPROVED = "approve-all-but"


def slot_at(moment: Moment) -> time | None:
    """The hour of the tray that is out at a moment: since 08:00 or 13:00 WIB, until 17:00; None outside these hours."""
    now = moment.office.time()
    return next((slot for slot in reversed(SLOTS) if slot <= now < ENDS_AT), None)


def tray_subject(role: str, moment: Moment, slot: time) -> str:
    """The name of a role's tray of a day and an hour: ``TRAY-section-head-2026-11-26-0800``."""
    return f"{PREFIX}{role}-{moment.office_date.isoformat()}-{slot:%H%M}"


def put_out_trays(change: Change, office: Office, found: Collection[int], being_decided: Collection[int]) -> list[str]:
    """Each role with alike items gets its tray of the hour, once, and the one before it lapses; returns which are out.

    ``found`` are the items that were routine a moment ago, when they were looked for without keeping anybody waiting;
    only what still is lies in the tray. ``being_decided`` are questions that another joint decision covers and that are
    not submitted yet.
    """
    slot = slot_at(change.moment)
    if slot is None:
        return []
    subjects = []
    for role, items in routine_items(change, change.moment.office_date, being_decided, found).items():
        subject = tray_subject(role, change.moment, slot)
        tray = question_of(change, subject, TRAY, 1)
        if tray is None:
            for earlier in open_trays(change):
                if earlier.role == role:
                    lapse(change, earlier)
            tray = _put_out(change, office, subject, role, items)
        if tray.state == "open":
            subjects.append(subject)
    return subjects


def open_trays(reading: Reading) -> list[Question]:
    """The trays that wait for their answer."""
    wanted = select(Question).where(Question.state == "open", Question.kind == TRAY)
    return list(reading.session.scalars(wanted.order_by(Question.id)))


def unanswered(reading: Reading, moment: Moment) -> list[Question]:
    """The trays whose time has passed without an answer."""
    return [tray for tray in open_trays(reading) if is_over(tray, moment)]


def lapse_trays(change: Change) -> list[str]:
    """A tray that was not answered by 17:00 of its day is void, its items stay open each by itself; returns which."""
    over = unanswered(change, change.moment)
    for tray in over:
        lapse(change, tray)
    return [tray.subject for tray in over]


def is_over(tray: Question, moment: Moment) -> bool:
    """Whether a tray's time has passed: it is answered by 17:00 WIB of its day, or not at all."""
    return (moment.office_date, moment.office.time()) >= (tray.opened_on, ENDS_AT)


def settle_tray(change: Change, office: Office, decided: Decided) -> None:
    """A tray's answer touches none of its items: each is submitted by itself, under the tray's warrant, afterwards."""
    if is_over(decided.question, office.moment_at(decided.decision.submitted_at)):
        raise ConsequenceRefused("question-void")
    if _approves(decided.decision):
        begin_joint_decision(change, decided, decided.decision.submitted_at, items_of(change, decided.decision))


def items_of(reading: Reading, decision: Decision) -> list[int]:
    """The questions that a tray's answer covers: all that lay in it but the exceptions, by subject."""
    tray, excepted = reading.session.get_one(Question, decision.question_id), _excepted(reading, decision)
    return [item.id for item in items_in(reading, tray) if item.subject not in excepted] if _approves(decision) else []


def said_to(reading: Reading, decision: Decision, question: Question) -> tuple[str, CodedAnswer] | None:
    """To each of its items a tray gives the one answer that the office's table of routine has for it, and no other."""
    tray, answer = reading.session.get_one(Question, decision.question_id), routine_answer(question.kind)
    covered = _approves(decision) and question.id in tray.prepared["items"]
    if answer is None or not covered or question.subject in _excepted(reading, decision):
        return None
    return decision.officer_code, answer


def items_in(reading: Reading, tray: Question) -> list[Question]:
    """What lies in a tray, in its order, however it stands by now."""
    return [reading.session.get_one(Question, item) for item in tray.prepared["items"]]


def _approves(decision: Decision) -> bool:
    return decision.choice == APPROVED


def _excepted(reading: Reading, decision: Decision) -> set[str]:
    return set(unseal_answer(reading, decision)["exceptions"])


def _put_out(change: Change, office: Office, subject: str, role: str, items: Sequence[Question]) -> Question:
    change.create_key(subject)
    prepared: dict[str, object] = {
        "items": [item.id for item in items],
        "options": {"exceptions": list(dict.fromkeys(item.subject for item in items))},
    }
    return ask(change, office, TRAY, subject, 1, prepared, role=role)
