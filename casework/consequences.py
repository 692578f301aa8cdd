"""What follows from each decision, one function for each kind of question."""

from collections.abc import Callable

from casework.acts import settling
from casework.joint_decisions import bulk, trays
from casework.office import Office
from casework.registry import Change
from casework.stages import (
    by_post,
    capture,
    closure,
    complaint,
    conflict,
    eligibility,
    ending,
    objection,
    passport,
    payment,
    permit,
)
from casework.stages.deciding import Decided
from casework.stages.dispatch import announcing, changing, day_change, planning, release, signing_a_change

Consequence = Callable[[Change, Office, Decided], None]

CONSEQUENCES: dict[str, Consequence] = {
    "intake-conflict": conflict.settle_conflict,
    "eligibility-verdict": eligibility.settle_verdict,
    "payment-overdue": payment.settle_overdue,
    "plan-approval": planning.settle_plan,
    "assignment-signature": announcing.settle_signature,
    "morning-release": release.settle_release,
    "day-change": day_change.settle_day_change,
    "changed-assignment": signing_a_change.settle_changed_assignment,
    "visit-calls": changing.settle_calls,
    "team-recall": release.settle_recall,
    "visit-report": capture.settle_report,
    "biometric-exception": capture.settle_exception,
    "failed-visits": capture.settle_failed_visits,
    "permit-proposal": permit.settle_level,
    "permit-decision": permit.settle_level,
    "permit-regional": permit.settle_level,
    "permit-central": permit.settle_level,
    "partner-down": permit.settle_partner,
    "letter-by-post": by_post.settle_post,
    "delivery-receipt": closure.settle_delivery,
    "passport-return": passport.settle_return,
    "outside-event": ending.report_outside_event,
    "complaint-receipt": complaint.settle_receipt,
    "complaint-answer": complaint.settle_answer,
    "objection-receipt": objection.settle_objection,
    "act-proposal": settling.settle_proposal,
    "act-approval": settling.settle_approval,
    "routine-tray": trays.settle_tray,
    "bulk-decision": bulk.settle_bulk,
}
