"""The life of an act: prepared by a form, proposed by one person, approved by another; then it holds."""

from collections.abc import Set as AbstractSet
from datetime import date

from sqlalchemy import select

from casework.acts.kinds import ActContent, ActKind
from casework.acts.table import (
    ACT_KINDS,
    act_of,
    content_of,
    means_the_same_event,
    shut_out_of_act,
    subject_of_act,
)
from casework.office import Office
from casework.questions.about_acts import ACT_APPROVAL, ACT_PROPOSAL
from casework.registry import Change, Event
from casework.registry.authority import Staff
from casework.registry.ledger import Fact
from casework.registry.models import JointAct
from casework.stages.case_file import ask
from casework.stages.deciding import ConsequenceRefused, Decided
from casework.stages.recounting import NOT_AFTER


def prepare_act(change: Change, office: Office, kind_name: str, content: ActContent, origin: str) -> str:
    """A filled form becomes an act that waits for its proposer; returns its subject, or why it cannot be.

    ``origin`` is the same each time the same form is taken up (the run's id): it is one act.
    """
    there = change.session.scalar(select(JointAct).where(JointAct.origin == origin))
    if there is not None:
        return subject_of_act(there)
    kind = ACT_KINDS[kind_name]
    fault = kind.fault(change, office, content)
    if fault is not None:
        return fault
    act = JointAct(
        kind=kind.name,
        content=content.model_dump(mode="json"),
        state="prepared",
        origin=origin,
        prepared_at=change.moment.recorded_at,
        event_question_id=kind.event_of(change, content),
    )
    change.session.add(act)
    change.write(Event("office:act:prepared", "office", facts={"act": kind.name}))
    subject = subject_of_act(act)
    change.create_key(subject)
    role = _whom_to_ask(change, kind, kind.proposed_by, shut_out_of_act(change, act, ACT_PROPOSAL.name))
    _ask(change, office, ACT_PROPOSAL.name, subject, role, kind.due_by(content))
    return subject


def settle_proposal(change: Change, office: Office, decided: Decided) -> None:
    """What one person proposes goes to another; what is dropped is kept as dropped."""
    act = act_of(change, decided.question.subject)
    content = _complete(change, office, act) if decided.choice == "propose" else None
    if content is None:
        _settle(change, act, decided, "dropped")
        return
    act.state = "proposed"
    _write(change, act, decided)
    kind, proposers = ACT_KINDS[act.kind], {decided.officer.code, *decided.decision.acted_for}
    shut_out = shut_out_of_act(change, act, ACT_APPROVAL.name) | proposers
    role = _whom_to_ask(change, kind, kind.approved_by(content), shut_out)
    _ask(change, office, ACT_APPROVAL.name, decided.question.subject, role, kind.due_by(content))


def settle_approval(change: Change, office: Office, decided: Decided) -> None:
    """What a second person approves holds from that moment on."""
    act = act_of(change, decided.question.subject)
    if decided.choice != "approve":
        _settle(change, act, decided, "rejected")
        return
    content = _fitting(change, office, act)
    act.state = "approved"
    _write(change, act, decided)
    ACT_KINDS[act.kind].apply(change, office, decided, content)


def _ask(change: Change, office: Office, question: str, subject: str, role: str, due_by: date | None) -> None:
    prepared: dict[str, object] = {} if due_by is None else {NOT_AFTER: due_by.isoformat()}
    ask(change, office, question, subject, 1, prepared, role=role, due_by=due_by)


def _whom_to_ask(change: Change, kind: ActKind, role: str, shut_out: AbstractSet[str]) -> str:
    """The role that is asked: the first one that somebody holds who may answer, else the one that should."""
    staff = Staff(change, change.moment.office_date)
    away = staff.absent if kind.cannot_wait else frozenset()
    for one in (role, *kind.substitutes):
        if any(officer.code not in away for officer in staff.entitled(one, shut_out)):
            return one
    return role


def _settle(change: Change, act: JointAct, decided: Decided, state: str) -> None:
    """What does not come to hold keeps nobody's name."""
    act.state, act.sealed_identity = state, None
    _write(change, act, decided)


def _complete(change: Change, office: Office, act: JointAct) -> ActContent:
    """What is proposed has everything that its approver must see."""
    content = _fitting(change, office, act)
    unready = ACT_KINDS[act.kind].unready(change, act)
    if unready is not None:
        raise ConsequenceRefused(unready)
    return content


def _fitting(change: Change, office: Office, act: JointAct) -> ActContent:
    """An act is judged by the register as it stands now, not as it stood when the form was filled.

    What it is about is what it was about then: where another event came meanwhile, it no longer fits.
    """
    content = content_of(act)
    if ACT_KINDS[act.kind].fault(change, office, content) is not None or not means_the_same_event(change, act):
        raise ConsequenceRefused("no-longer-fits")
    return content


def _write(change: Change, act: JointAct, decided: Decided) -> None:
    facts: dict[str, Fact] = {"act": act.kind}
    change.write(Event(f"office:act:{act.state}", decided.question.subject, decided.officer.code, facts))
