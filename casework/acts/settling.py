"""The life of an act: prepared by a form, proposed by one person, approved by another; then it holds."""

from sqlalchemy import select

from casework.acts.kinds import ActContent, ActKind
from casework.acts.table import ACT_KINDS, act_of, content_of, subject_of_act
from casework.office import Office
from casework.registry import Change, Event
from casework.registry.ledger import Fact
from casework.registry.models import JointAct
from casework.stages.case_file import ask
from casework.stages.deciding import ConsequenceRefused, Decided


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
    )
    change.session.add(act)
    change.write(Event("office:act:prepared", "office", facts={"act": kind.name}))
    subject = subject_of_act(act)
    change.create_key(subject)
    ask(change, office, "act-proposal", subject, 1, _prepared(change, office, kind, content), role=kind.proposed_by)
    return subject


def settle_proposal(change: Change, office: Office, decided: Decided) -> None:
    """What one person proposes goes to another; what is dropped is kept as dropped."""
    act = act_of(change, decided.question.subject)
    content = _fitting(change, office, act) if decided.choice == "propose" else None
    act.state = "dropped" if content is None else "proposed"
    _write(change, act, decided)
    if content is not None:
        kind = ACT_KINDS[act.kind]
        prepared = _prepared(change, office, kind, content)
        ask(change, office, "act-approval", decided.question.subject, 1, prepared, role=kind.approved_by(content))


def settle_approval(change: Change, office: Office, decided: Decided) -> None:
    """What a second person approves holds from that moment on."""
    act = act_of(change, decided.question.subject)
    if decided.choice != "approve":
        act.state = "rejected"
        _write(change, act, decided)
        return
    content = _fitting(change, office, act)
    act.state = "approved"
    _write(change, act, decided)
    ACT_KINDS[act.kind].apply(change, office, decided, content)


def _fitting(change: Change, office: Office, act: JointAct) -> ActContent:
    """An act is judged by the register as it stands now, not as it stood when the form was filled."""
    content = content_of(act)
    if ACT_KINDS[act.kind].fault(change, office, content) is not None:
        raise ConsequenceRefused("no-longer-fits")
    return content


def _prepared(change: Change, office: Office, kind: ActKind, content: ActContent) -> dict[str, object]:
    shut_out = sorted(kind.shuts_out(change, office, content))
    return {"shut_out": shut_out} if shut_out else {}


def _write(change: Change, act: JointAct, decided: Decided) -> None:
    facts: dict[str, Fact] = {"act": act.kind}
    change.write(Event(f"office:act:{act.state}", decided.question.subject, decided.officer.code, facts))
