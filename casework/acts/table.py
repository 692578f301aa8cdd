"""Every kind of act that takes two, how one is found again, and who may have no part in it."""

from collections.abc import Collection
from datetime import date

from casework.acts.absences import ABSENCE
from casework.acts.acting import ACTING
from casework.acts.data_breach import DATA_BREACH
from casework.acts.decrees import DECREE, MANDATE
from casework.acts.delegations import DELEGATION
from casework.acts.ending import ENDING
from casework.acts.equipment import EQUIPMENT
from casework.acts.kinds import ActContent, ActKind
from casework.acts.letter_template import LETTER_TEMPLATE
from casework.acts.new_address import NEW_ADDRESS
from casework.acts.office_days import OFFICE_DAY
from casework.acts.paper_decision import PAPER_DECISION
from casework.acts.rank import OFFICER_RANK
from casework.acts.staff import NEW_CODE_SECRET, OFFICER, OFFICER_LEAVES
from casework.acts.subjects import act_of, is_act, subject_of_act
from casework.acts.team_decree import TEAM_DECREE
from casework.acts.undo_event import UNDO_EVENT
from casework.questions.about_acts import ACT_PROPOSAL
from casework.registry import Reading
from casework.registry.models import JointAct
from casework.stages.barring import barred_officers
from casework.stages.case_file import open_question_of

ACT_KINDS: dict[str, ActKind] = {
    kind.name: kind
    for kind in (
        OFFICER,
        OFFICER_RANK,
        OFFICER_LEAVES,
        NEW_CODE_SECRET,
        DECREE,
        TEAM_DECREE,
        MANDATE,
        ACTING,
        DELEGATION,
        ENDING,
        ABSENCE,
        OFFICE_DAY,
        EQUIPMENT,
        LETTER_TEMPLATE,
        NEW_ADDRESS,
        UNDO_EVENT,
        PAPER_DECISION,
        DATA_BREACH,
    )
}


ANOTHER_EVENT = (
    "⚠ Peristiwa itu bukan lagi yang terakhir dari jenisnya; usul ini tidak sesuai lagi · "
    "that event is not the last of its kind any more: this no longer fits"
)


def content_of(act: JointAct) -> ActContent:
    """What an act says, as it was proposed."""
    return ACT_KINDS[act.kind].content.model_validate(act.content)


def shut_out_of_act(reading: Reading, act: JointAct, question_kind: str) -> set[str]:
    """Who may not answer this question about an act, beside its proposer who does not approve it.

    Those whom its kind shuts out (to whom it gives something, say), and whoever is kept by a complaint from the case that
    it is about, for as long as that lasts.
    """
    kind = ACT_KINDS[act.kind]
    reference = kind.case_of(content_of(act))
    barred = barred_officers(reading, reference) if reference is not None else ()
    return {*barred, *kind.shuts_out(reading, act, question_kind)}


def may_type_for(reading: Reading, act: JointAct, officer_code: str, roles: Collection[str]) -> bool:
    """Whether an officer types at the case sheet what an act needs: in the role that proposes it, or that is asked to.

    Only until it is proposed, and nobody who is shut out of proposing it.
    """
    asked = open_question_of(reading, subject_of_act(act), ACT_PROPOSAL.name)
    if act.state != "prepared" or asked is None or not {asked.role, ACT_KINDS[act.kind].proposed_by} & set(roles):
        return False
    return officer_code not in shut_out_of_act(reading, act, ACT_PROPOSAL.name)


def means_the_same_event(reading: Reading, act: JointAct) -> bool:
    """Whether the event that an act is about is still the one for which its form was filled in."""
    return ACT_KINDS[act.kind].event_of(reading, content_of(act)) == act.event_question_id


def notes_on(reading: Reading, act: JointAct, today: date) -> list[str]:
    """What the approver of an act should know besides; of another event than the one that it is about, nothing."""
    if not means_the_same_event(reading, act):
        return [ANOTHER_EVENT]
    return ACT_KINDS[act.kind].notes(reading, content_of(act), today)


__all__ = ["ACT_KINDS", "act_of", "content_of", "is_act", "subject_of_act"]
