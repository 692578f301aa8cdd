"""Every kind of act that takes two, and how one is found again."""

from casework.acts.absences import ABSENCE
from casework.acts.acting import ACTING
from casework.acts.decrees import DECREE, MANDATE
from casework.acts.delegations import DELEGATION
from casework.acts.ending import ENDING
from casework.acts.equipment import EQUIPMENT
from casework.acts.kinds import ActContent, ActKind
from casework.acts.office_days import OFFICE_DAY
from casework.acts.paper_decision import PAPER_DECISION
from casework.acts.staff import NEW_CODE_SECRET, OFFICER, OFFICER_LEAVES
from casework.acts.subjects import PREFIX, act_of, subject_of_act
from casework.registry.models import JointAct

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
        PAPER_DECISION,
    )
}


def content_of(act: JointAct) -> ActContent:
    """What an act says, as it was proposed."""
    return ACT_KINDS[act.kind].content.model_validate(act.content)


__all__ = ["ACT_KINDS", "PREFIX", "act_of", "content_of", "subject_of_act"]
