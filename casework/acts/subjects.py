"""The name under which an act of two is asked about and read, and how it is found again."""

from casework.references import ACT_PREFIX
from casework.registry import Reading
from casework.registry.models import JointAct


def subject_of_act(act: JointAct) -> str:
    """The name under which an act is asked about."""
    return f"{ACT_PREFIX}{act.id}"


def is_act(subject: str) -> bool:
    """Whether a subject, or the answer to a filled form, is the name of an act."""
    return subject.startswith(ACT_PREFIX)


def act_of(reading: Reading, subject: str) -> JointAct:
    """The act of a subject; raises ``NoResultFound`` where there is none."""
    return reading.session.get_one(JointAct, int(subject.removeprefix(ACT_PREFIX)))
