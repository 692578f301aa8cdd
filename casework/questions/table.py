"""Every question in one table, in the order in which a case meets them."""

from casework.questions.about_acts import ACT_APPROVAL, ACT_PROPOSAL
from casework.questions.about_applications import (
    ELIGIBILITY,
    INTAKE_CONFLICT,
    OUTSIDE_EVENT,
    PARTNER_DOWN,
    PAYMENT_OVERDUE,
)
from casework.questions.about_letters import LETTER_BY_POST
from casework.questions.about_permits import (
    DELIVERY,
    PASSPORT_RETURN,
    PERMIT_CENTRAL,
    PERMIT_DECISION,
    PERMIT_PROPOSAL,
    PERMIT_REGIONAL,
)
from casework.questions.about_remedies import COMPLAINT_ANSWER, COMPLAINT_RECEIPT, OBJECTION_RECEIPT
from casework.questions.about_the_day import CHANGED_ASSIGNMENT, DAY_CHANGE, VISIT_CALLS
from casework.questions.about_visit_reports import BIOMETRIC_EXCEPTION, FAILED_VISITS, VISIT_REPORT
from casework.questions.about_visits import ASSIGNMENT_SIGNATURE, MORNING_RELEASE, PLAN_APPROVAL, TEAM_RECALL
from casework.questions.joint_decisions import BULK_DECISION, ROUTINE_TRAY
from casework.questions.kinds import ROLE_NAMES, QuestionKind

QUESTION_KINDS: dict[str, QuestionKind] = {
    kind.name: kind
    for kind in (
        ELIGIBILITY, PAYMENT_OVERDUE, INTAKE_CONFLICT, PLAN_APPROVAL, ASSIGNMENT_SIGNATURE, MORNING_RELEASE, DAY_CHANGE, CHANGED_ASSIGNMENT,
        VISIT_CALLS, TEAM_RECALL, VISIT_REPORT,
        BIOMETRIC_EXCEPTION, FAILED_VISITS, PERMIT_PROPOSAL, PERMIT_DECISION, PERMIT_REGIONAL, PERMIT_CENTRAL, PARTNER_DOWN,
        LETTER_BY_POST, DELIVERY, PASSPORT_RETURN, OUTSIDE_EVENT, COMPLAINT_RECEIPT, COMPLAINT_ANSWER, OBJECTION_RECEIPT,
        ACT_PROPOSAL, ACT_APPROVAL,
        ROUTINE_TRAY, BULK_DECISION,
    )
}  # fmt: skip


def as_table() -> str:
    """Every question as a Markdown table: who decides what, by when; the README's table is this text."""
    rows = [
        f"| {kind.title} · {kind.title_english} | {ROLE_NAMES[kind.role]} | {', '.join(kind.choice_codes())} | "
        f"{kind.due_in_words or kind.working_days or 'the same day'} |"
        for kind in QUESTION_KINDS.values()
    ]
    return "\n".join(["| question | decided by | answers | due in working days |", "| --- | --- | --- | --- |", *rows])
