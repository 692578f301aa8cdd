"""Every kind of act that takes two, and how one is found again."""

from casework.acts.absences import ABSENCE
from casework.acts.acting import ACTING
from casework.acts.decrees import DECREE, MANDATE
from casework.acts.delegations import DELEGATION
from casework.acts.ending import ENDING
from casework.acts.equipment import EQUIPMENT
from casework.acts.kinds import ActContent, ActKind
from casework.acts.new_address import NEW_ADDRESS
from casework.acts.office_days import OFFICE_DAY
from casework.acts.paper_decision import PAPER_DECISION
from casework.acts.staff import NEW_CODE_SECRET, OFFICER, OFFICER_LEAVES
from casework.acts.subjects import PREFIX, act_of, subject_of_act
from casework.acts.undo_event import UNDO_EVENT
from casework.registry import Reading
from casework.registry.models import JointAct, Question

ACT_KINDS: dict[str, ActKind] = {
    kind.name: kind
    for kind in (
        OFFICER,
        OFFICER_LEAVES,
        NEW_CODE_SECRET,
        DECREE,
        MANDATE,
        ACTING,
        DELEGATION,
        ENDING,
        ABSENCE,
        OFFICE_DAY,
        EQUIPMENT,
        NEW_ADDRESS,
        UNDO_EVENT,
        PAPER_DECISION,
    )
}


def content_of(act: JointAct) -> ActContent:
    """What an act says, as it was proposed."""
    return ACT_KINDS[act.kind].content.model_validate(act.content)


def kept_from_act(reading: Reading, question: Question) -> set[str]:
    """Who may not decide this question about an act, beyond four eyes."""
    act = act_of(reading, question.subject)
    return set(ACT_KINDS[act.kind].kept_from(reading, act, question.kind))


__all__ = ["ACT_KINDS", "PREFIX", "act_of", "content_of", "subject_of_act"]
