"""Decisions on paper in a test's office: entered by the counter, countersigned by a section head, submitted afterwards."""

from datetime import date

from casework.acts.paper_decision import ON_PAPER, PaperDecisionContent
from casework.acts.settling import prepare_act
from casework.joint_decisions.carrying_out import Answered, carry_out, joint_decisions_on
from casework.questions import code_of

SCAN = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
SIGNED_ON, SIGNED_AT = date(2026, 11, 25), "10:15"


def paper(question, decision: str = "eligible", **other) -> PaperDecisionContent:
    """What a paper says that answers a question, as it is entered."""
    told = {
        "subject": question.subject,
        "question": next(shown for shown in ON_PAPER if code_of(shown) == question.kind),
        "cycle": question.cycle,
        "who": "BS",
        "decided_on": SIGNED_ON,
        "decided_at": SIGNED_AT,
        "decision": decision,
        "scan_sha256": SCAN,
    }
    return PaperDecisionContent(**told | other)


def entered(life, content: PaperDecisionContent, origin: str = "a-form") -> str:
    """The form is taken up: the act's subject, or the sentence that says why it cannot be."""
    with life.change() as change:
        return prepare_act(change, life.office, "paper-decision", content, origin)


def proposed(life, content: PaperDecisionContent, origin: str = "a-form") -> str:
    """The counter enters it; a second officer has not looked at it yet."""
    subject = entered(life, content, origin)
    life.decided("SH", "act-proposal", "propose", subject=subject)
    return subject


def approved(life, content: PaperDecisionContent, origin: str = "a-form", by: str = "EL") -> str:
    """Entered and countersigned; the paper itself is not submitted yet."""
    subject = proposed(life, content, origin)
    life.decided(by, "act-approval", "approve", subject=subject)
    return subject


def submitted(life, subject: str) -> Answered:
    """The step after the approval: what became of the paper."""
    with life.registry.reading() as reading:
        [approval] = joint_decisions_on(reading, subject)
    [answered] = carry_out(life.desk, approval)
    return answered
