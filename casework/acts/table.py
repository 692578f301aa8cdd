"""Every kind of act that takes two, and how one is found again."""

from casework.acts.equipment import EQUIPMENT
from casework.acts.kinds import ActContent, ActKind
from casework.acts.new_address import NEW_ADDRESS
from casework.acts.undo_event import UNDO_EVENT
from casework.registry import Reading
from casework.registry.models import JointAct, Question

ACT_KINDS: dict[str, ActKind] = {kind.name: kind for kind in (EQUIPMENT, NEW_ADDRESS, UNDO_EVENT)}

PREFIX = "ACT-"


def subject_of_act(act: JointAct) -> str:
    """The name under which an act is asked about."""
    return f"{PREFIX}{act.id}"


def act_of(reading: Reading, subject: str) -> JointAct:
    """The act of a subject; raises ``NoResultFound`` where there is none."""
    return reading.session.get_one(JointAct, int(subject.removeprefix(PREFIX)))


def content_of(act: JointAct) -> ActContent:
    """What an act says, as it was proposed."""
    return ACT_KINDS[act.kind].content.model_validate(act.content)


def kept_from_act(reading: Reading, question: Question) -> set[str]:
    """Who may not decide this question about an act, beyond four eyes."""
    act = act_of(reading, question.subject)
    return set(ACT_KINDS[act.kind].kept_from(reading, act, question.kind))
