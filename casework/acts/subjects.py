"""The name under which an act of two is asked about and read, and how it is found again."""

from casework.registry import Reading
from casework.registry.models import JointAct

PREFIX = "ACT-"


def subject_of_act(act: JointAct) -> str:
    """The name under which an act is asked about."""
    return f"{PREFIX}{act.id}"


def act_of(reading: Reading, subject: str) -> JointAct:
    """The act of a subject; raises ``NoResultFound`` where there is none."""
    return reading.session.get_one(JointAct, int(subject.removeprefix(PREFIX)))
