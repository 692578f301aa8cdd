"""Every kind of act that takes two, and how one is found again."""

from casework.acts.equipment import EQUIPMENT
from casework.acts.kinds import ActContent, ActKind
from casework.acts.paper_decision import PAPER_DECISION
from casework.registry import Reading
from casework.registry.models import JointAct

ACT_KINDS: dict[str, ActKind] = {kind.name: kind for kind in (EQUIPMENT, PAPER_DECISION)}

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
