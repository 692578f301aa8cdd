"""What was reported from outside by mistake is undone, by two persons; whoever reported it does not approve that."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from casework.acts.case_fields import CaseReference
from casework.acts.fields import UPWARDS
from casework.acts.kinds import ActContent, ActKind, always
from casework.acts.subjects import act_of
from casework.lifecycle import Stage
from casework.office import Office
from casework.questions import code_of
from casework.questions.about_acts import ACT_APPROVAL
from casework.registry import Change, Event, Reading
from casework.registry.models import Case, Decision, JointAct, OutsideEvent
from casework.stages.amending import change_residence
from casework.stages.case_file import find_case, read_application
from casework.stages.complaint import has_something_left, undo_complaint
from casework.stages.deciding import Decided
from casework.stages.objection import has_been_decided, undo_objection
from casework.stages.reinstating import reinstate
from casework.stages.undoable import latest_event

NAME = "undo-event"


class UndoEventContent(
    ActContent,
    json_schema_extra={
        "description": "Peristiwa yang keliru dilaporkan, dan berkasnya. · What was reported by mistake, and on which case."
    },
):
    """Which event on which case did not happen, or not as it was reported.

    The latest of its kind is meant, as it stands when the form is filled in; one that is reported later is another one.
    """

    reference: CaseReference
    event: Annotated[
        Literal[
            "meninggal dunia · died",
            "permohonan ditarik · withdrawn",
            "alamat baru · new-address",
            "pengaduan · complaint",
            "keberatan · objection",
        ],
        Field(
            title="Peristiwa yang keliru · the mistaken event",
            description="Yang terakhir dari jenis itu. · The last of that kind.",
        ),
    ]


def _fault(reading: Reading, office: Office, content: UndoEventContent) -> str | None:
    del office
    case = reading.session.get(Case, content.reference)
    if case is None:
        return f"berkas {content.reference} tidak ada · there is no case {content.reference}"
    event = latest_event(reading, content.reference, code_of(content.event))
    if event is None:
        return f"tidak ada peristiwa itu pada {content.reference} · no such event on {content.reference}"
    return HINDRANCES[event.kind](reading, case, event)


def _is_no_longer_its_end(reading: Reading, case: Case, event: OutsideEvent) -> str | None:
    del reading
    if case.stage == Stage.CLOSED.value and case.result == event.kind:
        return None
    return "berkas tidak lagi berakhir karena peristiwa itu · that event is not what closed the case"


def _lives_elsewhere(reading: Reading, case: Case, event: OutsideEvent) -> str | None:
    if Stage(case.stage) is Stage.CLOSED:
        return f"berkas {case.reference} sudah selesai · the case is closed"
    reported = read_application(reading, case, int(event.before["cycle"]) + 1).residence
    if read_application(reading, case).residence == reported:
        return None
    return "alamatnya sudah berubah lagi; laporkan alamat baru · the address has changed since: report a new one"


def _was_decided(reading: Reading, case: Case, event: OutsideEvent) -> str | None:
    if not has_been_decided(reading, event) and case.stage in (Stage.PERMIT.value, Stage.ASSESSMENT.value):
        return None
    return "keberatan itu sudah mulai diputuskan · the objection is being decided already"


def _nothing_is_left_of_it(reading: Reading, case: Case, event: OutsideEvent) -> str | None:
    if has_something_left(reading, case.reference, event.question_id):
        return None
    return "pengaduan itu sudah dijawab dan tidak ada petugas yang dikecualikan lagi · it was answered, and nobody is kept from the case by it"


HINDRANCES: dict[str, Callable[[Reading, Case, OutsideEvent], str | None]] = {
    "died": _is_no_longer_its_end,
    "withdrawn": _is_no_longer_its_end,
    "new-address": _lives_elsewhere,
    "complaint": _nothing_is_left_of_it,
    "objection": _was_decided,
}


def _apply(change: Change, office: Office, decided: Decided, content: UndoEventContent) -> None:
    subject = decided.question.subject
    event = _meant(change, act_of(change, subject))
    if event is None:
        raise LookupError(f"{subject} was approved and there is nothing to undo: report this")
    event.undone_by = decided.question.id
    case, actor = find_case(change, content.reference), decided.officer.code
    change.write(Event(f"{case.stage}:event:undone", case.reference, actor, {"event": event.kind, "act": subject}))
    UNDOING[event.kind](change, office, event, decided)


def _meant(reading: Reading, act: JointAct) -> OutsideEvent | None:
    """The event for which the form was filled in, whatever was reported since."""
    return reading.session.get(OutsideEvent, act.event_question_id) if act.event_question_id is not None else None


def _latest(reading: Reading, content: UndoEventContent) -> int | None:
    event = latest_event(reading, content.reference, code_of(content.event))
    return event.question_id if event is not None else None


def _reinstate(change: Change, office: Office, event: OutsideEvent, decided: Decided) -> None:
    reinstate(change, office, event, decided)


def _move_back(change: Change, office: Office, event: OutsideEvent, decided: Decided) -> None:
    case = find_case(change, event.case_reference)
    before = read_application(change, case, int(event.before["cycle"])).residence
    change_residence(change, office, case, before, decided.officer.code, decided.question.subject)


def _lift_the_bar(change: Change, office: Office, event: OutsideEvent, decided: Decided) -> None:
    undo_complaint(change, office, event.question_id, decided.officer.code)


def _end_as_before(change: Change, office: Office, event: OutsideEvent, decided: Decided) -> None:
    undo_objection(change, office, event, decided.officer.code)


UNDOING: dict[str, Callable[[Change, Office, OutsideEvent, Decided], None]] = {
    "died": _reinstate,
    "withdrawn": _reinstate,
    "new-address": _move_back,
    "complaint": _lift_the_bar,
    "objection": _end_as_before,
}


def _notes(reading: Reading, content: UndoEventContent, today: date) -> list[str]:
    """By whom and when it was reported, and where the case stood then."""
    del today
    event = latest_event(reading, content.reference, code_of(content.event))
    if event is None:
        return []
    reported = reading.session.get_one(Decision, event.question_id)
    who = ", ".join(event.reported_by)
    return [
        f"Dilaporkan · reported: {reported.office_date:%d-%m-%Y}, {who}; tahap saat itu · stage then: {event.stage_before}"
    ]


def _who_reported_it(reading: Reading, act: JointAct, question_kind: str) -> Collection[str]:
    """Whoever had a part in the report does not approve that it is undone."""
    event = _meant(reading, act)
    return event.reported_by if event is not None and question_kind == ACT_APPROVAL.name else ()


UNDO_EVENT = ActKind(
    name=NAME,
    title="Pembatalan peristiwa yang keliru",
    title_english="Undoing an event that was reported by mistake",
    content=UndoEventContent,
    proposed_by="counter-officer",
    approved_by=always("section-head"),
    fault=_fault,
    apply=_apply,
    substitutes=UPWARDS,
    shuts_out=_who_reported_it,
    case_of=lambda content: str(content.reference),
    event_of=_latest,
    notes=_notes,
)
