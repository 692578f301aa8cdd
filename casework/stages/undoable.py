"""What was reported from outside is kept with how the case stood before, so that two persons may undo it."""

from collections.abc import Collection

from sqlalchemy import select

from casework.registry import Reading
from casework.registry.models import Case, Decision, OutsideEvent
from casework.stages.deciding import Decided


def undoable(
    case: Case, kind: str, decided: Decided, before: dict[str, object] | None = None, also: Collection[str] = ()
) -> OutsideEvent:
    """The row of an event, to be written before the event changes the case; ``before`` is what an undoing needs.

    ``also`` are those who had a part in the report besides whoever decided it.
    """
    return OutsideEvent(
        question_id=decided.question.id,
        case_reference=case.reference,
        kind=kind,
        stage_before=case.stage,
        before=before or {},
        reported_by=sorted({decided.officer.code, *decided.decision.acted_for, *also}),
        undone_by=None,
    )


def latest_event(reading: Reading, reference: str, kind: str) -> OutsideEvent | None:
    """The event of that kind that holds on a case and came last."""
    events = select(OutsideEvent).where(
        OutsideEvent.case_reference == reference, OutsideEvent.kind == kind, OutsideEvent.undone_by.is_(None)
    )
    return reading.session.scalar(events.order_by(OutsideEvent.question_id.desc()).limit(1))


def proposers_of(reading: Reading, subject: str) -> list[str]:
    """Whoever proposed an act, and for whom they acted."""
    proposals = select(Decision.officer_code, Decision.acted_for).where(
        Decision.subject == subject, Decision.kind == "act-proposal"
    )
    return [code for officer, principals in reading.session.execute(proposals) for code in (officer, *principals)]
